"""What the bytes of a file turned out to be."""

from backend.storage.migrations import schema

forwards = schema("ALTER TABLE envelope_file ADD COLUMN seems TEXT")

"""A body says of a wilaya that it could not work there; no agency was ever named."""

from backend.storage.migrations import schema

forwards = schema("ALTER TABLE incident DROP COLUMN agency")

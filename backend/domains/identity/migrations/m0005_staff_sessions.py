"""The session of whoever serves lasts for less long, whatever page they look at."""

from backend.storage.migrations import schema

forwards = schema("ALTER TABLE session ADD COLUMN staff BOOLEAN NOT NULL DEFAULT FALSE")

"""A person may say that a device is theirs no more: what it sends in their name from then on is held."""

from backend.storage.migrations import schema

forwards = schema("ALTER TABLE device_person ADD COLUMN disowned_at TIMESTAMPTZ")

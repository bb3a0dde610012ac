"""A session at a kiosk ends by itself when whoever stood there has gone."""

from backend.storage.migrations import schema

forwards = schema("ALTER TABLE session ADD COLUMN kiosk BOOLEAN NOT NULL DEFAULT FALSE")

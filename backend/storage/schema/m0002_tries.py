"""Tries at what may be guessed."""

from backend.storage.migrations import schema

forwards = schema("CREATE TABLE tries (key TEXT PRIMARY KEY, hour BIGINT NOT NULL, tries BIGINT NOT NULL)")

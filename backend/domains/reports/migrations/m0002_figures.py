"""Figures of concerns, kept as they were worked out."""

from backend.storage.migrations import schema

forwards = schema(
    """CREATE TABLE figures (
        name TEXT PRIMARY KEY,
        content TEXT,
        begun_at TIMESTAMPTZ,
        made_at TIMESTAMPTZ
    )""",
    "INSERT INTO figures (name) VALUES ('concerns')",
)

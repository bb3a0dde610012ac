"""Filters of the queue that people keep under a name of their own."""

from backend.storage.migrations import schema

forwards = schema(
    """
    CREATE TABLE saved_filter (
        id UUID PRIMARY KEY,
        person UUID NOT NULL,
        name BYTEA NOT NULL,
        asked TEXT NOT NULL,
        kept_at TIMESTAMPTZ NOT NULL
    )
    """,
    "CREATE INDEX saved_filter_person ON saved_filter (person)",
)

"""Files that staff asked for."""

from backend.storage.migrations import schema

forwards = schema(
    """CREATE TABLE export (
        id UUID PRIMARY KEY,
        person UUID NOT NULL,
        kind TEXT NOT NULL,
        format TEXT NOT NULL,
        lang TEXT NOT NULL,
        asked TEXT NOT NULL,
        total BIGINT NOT NULL,
        done BIGINT NOT NULL,
        blob TEXT,
        asked_at TIMESTAMPTZ NOT NULL,
        ready_at TIMESTAMPTZ
    )""",
    "CREATE INDEX export_person ON export (person, asked_at)",
    "CREATE INDEX export_age ON export (asked_at)",
)

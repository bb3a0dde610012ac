"""What was said about days off."""

from backend.storage.migrations import schema

forwards = schema(
    """CREATE TABLE announced_day (
        id UUID PRIMARY KEY,
        revision BIGINT NOT NULL,
        kind TEXT NOT NULL,
        first DATE NOT NULL,
        days BIGINT NOT NULL,
        moved_to DATE,
        takes_back UUID REFERENCES announced_day (id) ON DELETE RESTRICT,
        said BYTEA NOT NULL,
        said_by UUID NOT NULL,
        said_at TIMESTAMPTZ NOT NULL
    )""",
    "CREATE UNIQUE INDEX announced_day_in_order ON announced_day (revision)",
    "CREATE UNIQUE INDEX announced_day_taken_back ON announced_day (takes_back)",
)

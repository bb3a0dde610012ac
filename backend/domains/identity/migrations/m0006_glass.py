"""What staff read outside their place, and why."""

from backend.storage.migrations import schema

forwards = schema(
    """CREATE TABLE glass_reading (
        id UUID PRIMARY KEY,
        person UUID NOT NULL REFERENCES person (id) ON DELETE RESTRICT,
        number TEXT NOT NULL,
        body TEXT NOT NULL,
        wilaya_code TEXT,
        reason BYTEA NOT NULL,
        opened_at TIMESTAMPTZ NOT NULL,
        seen_by UUID,
        seen_at TIMESTAMPTZ
    )""",
    "CREATE INDEX glass_reading_by_person ON glass_reading (person, opened_at)",
    "CREATE INDEX glass_reading_by_body ON glass_reading (body, opened_at)",
)

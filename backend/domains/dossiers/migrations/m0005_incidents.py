"""Days on which a body could not work, and how far they have been said of its dossiers."""

from backend.storage.migrations import schema

forwards = schema(
    """
    CREATE TABLE incident (
        id UUID PRIMARY KEY,
        body TEXT NOT NULL,
        wilaya_code TEXT,
        agency TEXT,
        "first" DATE NOT NULL,
        "last" DATE NOT NULL,
        reason BYTEA NOT NULL,
        declared_by UUID NOT NULL,
        declared_at TIMESTAMPTZ NOT NULL,
        come_to UUID,
        done_at TIMESTAMPTZ
    )
    """,
    'CREATE INDEX incident_body ON incident (body, "last")',
)

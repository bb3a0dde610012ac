"""Dossiers are taken in hand, measured by clocks, and found by what people are called."""

from backend.storage.migrations import schema

forwards = schema(
    "ALTER TABLE dossier ADD COLUMN holder UUID",
    "ALTER TABLE dossier ADD COLUMN held_until TIMESTAMPTZ",
    "ALTER TABLE dossier ADD COLUMN answer_by DATE",
    "ALTER TABLE dossier ADD COLUMN due_on DATE",
    "ALTER TABLE dossier ADD COLUMN paused_on DATE",
    "ALTER TABLE dossier ADD COLUMN escalated BIGINT",
    "ALTER TABLE dossier ADD COLUMN escalate_on DATE",
    "ALTER TABLE dossier ADD COLUMN closed_at TIMESTAMPTZ",
    "ALTER TABLE dossier ADD COLUMN open_fields TEXT",
    "UPDATE dossier SET closed_at = received_at WHERE state IN ('decided', 'withdrawn')",
    "DROP INDEX dossier_queue",
    "CREATE INDEX dossier_due ON dossier (body, due_on, id) WHERE closed_at IS NULL",
    "CREATE INDEX dossier_due_here ON dossier (body, wilaya_code, due_on, id) WHERE closed_at IS NULL",
    "CREATE INDEX dossier_held ON dossier (holder, due_on, id) WHERE holder IS NOT NULL AND closed_at IS NULL",
    "CREATE INDEX dossier_escalate ON dossier (escalate_on) WHERE escalate_on IS NOT NULL",
    "CREATE INDEX dossier_position ON dossier (position)",
    "ALTER TABLE dossier_event ADD COLUMN beside BOOLEAN",
    "DROP INDEX dossier_event_story",
    "CREATE UNIQUE INDEX dossier_event_moves ON dossier_event (dossier, revision) WHERE beside IS NULL",
    "CREATE INDEX dossier_event_story ON dossier_event (dossier, position)",
    """
    CREATE TABLE dossier_key (
        id UUID PRIMARY KEY,
        dossier UUID NOT NULL REFERENCES dossier (id) ON DELETE RESTRICT,
        kind TEXT NOT NULL,
        hash BYTEA NOT NULL,
        body TEXT NOT NULL,
        wilaya_code TEXT NOT NULL,
        agency TEXT,
        received_at TIMESTAMPTZ NOT NULL
    )
    """,
    "CREATE UNIQUE INDEX dossier_key_once ON dossier_key (dossier, hash)",
    "CREATE INDEX dossier_key_hash ON dossier_key (hash, body, wilaya_code, received_at)",
)

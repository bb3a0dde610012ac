"""Dossiers and their history."""

from backend.storage.migrations import schema

forwards = schema(
    """
    CREATE TABLE dossier (
        id UUID PRIMARY KEY,
        wilaya_code TEXT NOT NULL,
        number TEXT NOT NULL UNIQUE,
        body TEXT NOT NULL,
        agency TEXT,
        service TEXT NOT NULL,
        service_version BIGINT NOT NULL,
        lang TEXT NOT NULL,
        state TEXT NOT NULL,
        revision BIGINT NOT NULL,
        position BIGINT NOT NULL,
        envelope UUID NOT NULL UNIQUE,
        owner UUID NOT NULL,
        person TEXT,
        digest BYTEA NOT NULL,
        business_key BYTEA,
        flags TEXT NOT NULL,
        filled_at TIMESTAMPTZ NOT NULL,
        filled_offset BIGINT NOT NULL,
        received_at TIMESTAMPTZ NOT NULL
    )
    """,
    "CREATE INDEX dossier_queue ON dossier (wilaya_code, body, state, received_at)",
    "CREATE INDEX dossier_business_key ON dossier (business_key) WHERE business_key IS NOT NULL",
    """
    CREATE TABLE dossier_event (
        id UUID PRIMARY KEY,
        dossier UUID NOT NULL REFERENCES dossier (id) ON DELETE RESTRICT,
        wilaya_code TEXT NOT NULL,
        owner UUID NOT NULL,
        position BIGINT NOT NULL UNIQUE,
        revision BIGINT NOT NULL,
        verb TEXT NOT NULL,
        state TEXT NOT NULL,
        actor TEXT NOT NULL,
        at TIMESTAMPTZ NOT NULL,
        content BYTEA
    )
    """,
    "CREATE UNIQUE INDEX dossier_event_story ON dossier_event (dossier, revision)",
    "CREATE INDEX dossier_event_owner ON dossier_event (owner, position)",
)

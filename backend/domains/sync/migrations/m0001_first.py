"""Devices, the envelopes they pushed, what these wait for, and their files."""

from backend.storage.migrations import schema

forwards = schema(
    """
    CREATE TABLE device (
        id UUID PRIMARY KEY,
        kind TEXT NOT NULL,
        point BYTEA NOT NULL,
        person TEXT,
        enrolled_at TIMESTAMPTZ NOT NULL,
        revoked_at TIMESTAMPTZ
    )
    """,
    """
    CREATE TABLE device_code (
        hash BYTEA PRIMARY KEY,
        kind TEXT NOT NULL,
        expires_at TIMESTAMPTZ NOT NULL,
        used_at TIMESTAMPTZ
    )
    """,
    """
    CREATE TABLE envelope (
        entry UUID PRIMARY KEY,
        wilaya_code TEXT NOT NULL,
        id UUID NOT NULL,
        digest BYTEA NOT NULL,
        first BOOLEAN NOT NULL,
        device UUID NOT NULL REFERENCES device (id) ON DELETE RESTRICT,
        carrier UUID NOT NULL,
        kind TEXT NOT NULL,
        service TEXT NOT NULL,
        received_at TIMESTAMPTZ NOT NULL,
        position BIGINT NOT NULL,
        outcome TEXT NOT NULL,
        code TEXT,
        number TEXT,
        claim BYTEA,
        answer TEXT NOT NULL,
        body BYTEA NOT NULL,
        resolved_at TIMESTAMPTZ,
        resolved_by TEXT
    )
    """,
    # The same id with the same digest is one envelope, whatever is resent or raced.
    "CREATE UNIQUE INDEX envelope_once ON envelope (id, digest)",
    "CREATE UNIQUE INDEX envelope_first ON envelope (id) WHERE first",
    "CREATE INDEX envelope_held ON envelope (wilaya_code, outcome, received_at) WHERE outcome IN ('need_files', 'waiting', 'quarantined')",
    "CREATE INDEX envelope_number ON envelope (number) WHERE number IS NOT NULL",
    "CREATE INDEX envelope_claim ON envelope (claim) WHERE claim IS NOT NULL",
    """
    CREATE TABLE envelope_need (
        id UUID PRIMARY KEY,
        entry UUID NOT NULL REFERENCES envelope (entry) ON DELETE RESTRICT,
        needs UUID NOT NULL
    )
    """,
    "CREATE INDEX envelope_need_needs ON envelope_need (needs)",
    "CREATE INDEX envelope_need_entry ON envelope_need (entry)",
    """
    CREATE TABLE envelope_file (
        id UUID PRIMARY KEY,
        entry UUID NOT NULL REFERENCES envelope (entry) ON DELETE RESTRICT,
        sha256 BYTEA NOT NULL,
        size BIGINT NOT NULL,
        upload TEXT UNIQUE,
        expires_at TIMESTAMPTZ,
        complete_at TIMESTAMPTZ,
        blob TEXT
    )
    """,
    "CREATE UNIQUE INDEX envelope_file_once ON envelope_file (entry, sha256)",
)

"""People, the passkeys that open their account, and the sessions that one of them began."""

from backend.storage.migrations import schema

forwards = schema(
    """CREATE TABLE person (
        id UUID PRIMARY KEY,
        name BYTEA NOT NULL,
        lang TEXT NOT NULL,
        registered_at TIMESTAMPTZ NOT NULL
    )""",
    """CREATE TABLE passkey (
        id UUID PRIMARY KEY,
        person UUID NOT NULL REFERENCES person (id) ON DELETE RESTRICT,
        credential BYTEA NOT NULL UNIQUE,
        public_key BYTEA NOT NULL,
        signs BIGINT NOT NULL,
        name BYTEA NOT NULL,
        added_at TIMESTAMPTZ NOT NULL,
        used_at TIMESTAMPTZ,
        removed_at TIMESTAMPTZ
    )""",
    "CREATE INDEX passkey_by_person ON passkey (person, added_at)",
    """CREATE TABLE challenge (
        hash BYTEA PRIMARY KEY,
        purpose TEXT NOT NULL,
        person UUID,
        expires_at TIMESTAMPTZ NOT NULL,
        used_at TIMESTAMPTZ
    )""",
    "CREATE INDEX challenge_old ON challenge (expires_at)",
    """CREATE TABLE session (
        id UUID PRIMARY KEY,
        hash BYTEA NOT NULL UNIQUE,
        person UUID NOT NULL REFERENCES person (id) ON DELETE RESTRICT,
        passkey UUID NOT NULL REFERENCES passkey (id) ON DELETE RESTRICT,
        began_at TIMESTAMPTZ NOT NULL,
        seen_at TIMESTAMPTZ NOT NULL,
        verified_at TIMESTAMPTZ NOT NULL,
        ended_at TIMESTAMPTZ
    )""",
    "CREATE INDEX session_by_person ON session (person, began_at)",
)

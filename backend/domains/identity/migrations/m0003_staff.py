"""Staff and their posts; the way back for whoever lost every passkey."""

from backend.storage.migrations import schema

forwards = schema(
    """CREATE TABLE post (
        id UUID PRIMARY KEY,
        holder UUID REFERENCES person (id) ON DELETE RESTRICT,
        role TEXT NOT NULL,
        body TEXT NOT NULL,
        wilaya_code TEXT,
        agency TEXT,
        called BYTEA NOT NULL,
        given_by UUID,
        given_at TIMESTAMPTZ NOT NULL,
        accepted_at TIMESTAMPTZ,
        ended_at TIMESTAMPTZ,
        ended_by UUID
    )""",
    "CREATE INDEX post_by_holder ON post (holder)",
    "CREATE INDEX post_by_body ON post (body, given_at)",
    """CREATE TABLE recovery (
        id UUID PRIMARY KEY,
        person UUID NOT NULL REFERENCES person (id) ON DELETE RESTRICT,
        body TEXT NOT NULL,
        wilaya_code TEXT,
        agency TEXT,
        evidence BYTEA NOT NULL,
        begun_by UUID NOT NULL,
        begun_at TIMESTAMPTZ NOT NULL,
        confirmed_by UUID,
        confirmed_at TIMESTAMPTZ,
        refused_at TIMESTAMPTZ,
        done_at TIMESTAMPTZ
    )""",
    "CREATE INDEX recovery_by_person ON recovery (person, begun_at)",
    "CREATE INDEX recovery_open ON recovery (body, begun_at) WHERE confirmed_at IS NULL AND refused_at IS NULL",
)

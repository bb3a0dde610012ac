"""Notices, addresses, deliveries."""

from backend.storage.migrations import schema

forwards = schema(
    """CREATE TABLE notice (
        id UUID PRIMARY KEY,
        person UUID NOT NULL,
        kind TEXT NOT NULL,
        subject TEXT NOT NULL,
        number TEXT,
        state TEXT,
        created_at TIMESTAMPTZ NOT NULL,
        read_at TIMESTAMPTZ
    )""",
    "CREATE UNIQUE INDEX notice_once ON notice (person, kind, subject)",
    "CREATE INDEX notice_inbox ON notice (person, created_at)",
    """CREATE TABLE contact (
        id UUID PRIMARY KEY,
        person UUID NOT NULL,
        channel TEXT NOT NULL,
        address BYTEA NOT NULL,
        lang TEXT NOT NULL,
        quiet BOOLEAN NOT NULL,
        added_at TIMESTAMPTZ NOT NULL,
        verified_at TIMESTAMPTZ,
        ended_at TIMESTAMPTZ
    )""",
    "CREATE INDEX contact_person ON contact (person)",
    """CREATE TABLE delivery (
        id UUID PRIMARY KEY,
        notice UUID NOT NULL REFERENCES notice (id) ON DELETE RESTRICT,
        contact UUID NOT NULL REFERENCES contact (id) ON DELETE RESTRICT,
        state TEXT NOT NULL,
        attempts BIGINT NOT NULL,
        error TEXT,
        sent_at TIMESTAMPTZ
    )""",
    "CREATE UNIQUE INDEX delivery_once ON delivery (notice, contact)",
    "CREATE INDEX delivery_contact ON delivery (contact)",
)

"""Receipts, and the count of wrong secrets typed for a number within an hour."""

from backend.storage.migrations import schema

forwards = schema(
    """CREATE TABLE receipt (
        number TEXT PRIMARY KEY,
        wilaya_code TEXT NOT NULL,
        dossier UUID NOT NULL,
        digest BYTEA NOT NULL,
        token BYTEA NOT NULL,
        issued_at TIMESTAMPTZ NOT NULL,
        pdf TEXT,
        pdf_sha256 BYTEA,
        pdf_made_at TIMESTAMPTZ,
        withdrawn_at TIMESTAMPTZ,
        corrected_at TIMESTAMPTZ,
        replaced_by TEXT REFERENCES receipt (number) ON DELETE RESTRICT
    )""",
    "CREATE INDEX receipt_by_dossier ON receipt (dossier)",
    """CREATE TABLE tracking_try (
        key TEXT PRIMARY KEY,
        hour BIGINT NOT NULL,
        tries BIGINT NOT NULL
    )""",
)

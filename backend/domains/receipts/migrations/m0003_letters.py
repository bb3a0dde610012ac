"""Letters by which a body tells its decision: signed like a receipt, made once and kept."""

from backend.storage.migrations import schema

forwards = schema(
    """CREATE TABLE letter (
        id UUID PRIMARY KEY,
        number TEXT NOT NULL REFERENCES receipt (number) ON DELETE RESTRICT,
        revision BIGINT NOT NULL,
        digest BYTEA NOT NULL,
        token BYTEA NOT NULL,
        issued_at TIMESTAMPTZ NOT NULL,
        pdf TEXT,
        pdf_sha256 BYTEA,
        pdf_made_at TIMESTAMPTZ
    )""",
    "CREATE UNIQUE INDEX letter_of_dossier ON letter (number, revision)",
)

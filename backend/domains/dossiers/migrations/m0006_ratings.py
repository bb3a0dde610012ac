"""What whoever filed thought of how it went, once it ended."""

from backend.storage.migrations import schema

forwards = schema(
    """
    CREATE TABLE rating (
        dossier UUID PRIMARY KEY REFERENCES dossier (id) ON DELETE RESTRICT,
        service TEXT NOT NULL,
        body TEXT NOT NULL,
        wilaya_code TEXT NOT NULL,
        agency TEXT,
        clear BIGINT NOT NULL,
        polite BIGINT NOT NULL,
        solved BIGINT NOT NULL,
        rated_at TIMESTAMPTZ NOT NULL
    )
    """,
    "CREATE INDEX rating_place ON rating (body, wilaya_code, rated_at)",
)

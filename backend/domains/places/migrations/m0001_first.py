"""Wilayas, bodies and agencies."""

from backend.storage.migrations import schema

forwards = schema(
    """CREATE TABLE wilaya (
        code TEXT PRIMARY KEY,
        name_ar TEXT NOT NULL,
        name_fr TEXT NOT NULL,
        name_kab TEXT,
        name_tifinagh TEXT,
        year_created BIGINT NOT NULL,
        mother TEXT REFERENCES wilaya (code) ON DELETE RESTRICT,
        powers_from DATE,
        code_status TEXT NOT NULL,
        leave_bonus_days BIGINT NOT NULL,
        leave_bonus_basis TEXT NOT NULL
    )""",
    """CREATE TABLE body (
        code TEXT PRIMARY KEY,
        prefix TEXT NOT NULL UNIQUE,
        short_ar TEXT NOT NULL,
        short_fr TEXT NOT NULL,
        name_ar TEXT NOT NULL,
        name_fr TEXT NOT NULL
    )""",
    """CREATE TABLE agency (
        code TEXT PRIMARY KEY,
        body TEXT NOT NULL REFERENCES body (code) ON DELETE RESTRICT,
        wilaya_code TEXT NOT NULL REFERENCES wilaya (code) ON DELETE RESTRICT,
        name_ar TEXT NOT NULL,
        name_fr TEXT NOT NULL,
        opens DATE,
        verified BOOLEAN NOT NULL
    )""",
    "CREATE INDEX agency_by_wilaya ON agency (wilaya_code, body)",
)

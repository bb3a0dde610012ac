"""Dated figures."""

from backend.storage.migrations import schema

forwards = schema(
    """CREATE TABLE parameter (
        id UUID PRIMARY KEY,
        wilaya_code TEXT REFERENCES wilaya (code) ON DELETE RESTRICT,
        name TEXT NOT NULL,
        value TEXT NOT NULL,
        unit TEXT NOT NULL,
        begins DATE NOT NULL,
        ends DATE,
        source TEXT NOT NULL,
        verified BOOLEAN NOT NULL
    )""",
    "CREATE INDEX parameter_by_name ON parameter (wilaya_code, name, begins)",
)

"""Whoever carried an envelope after the first may bring its files."""

from backend.storage.migrations import schema

forwards = schema(
    """
    CREATE TABLE envelope_carrier (
        id UUID PRIMARY KEY,
        entry UUID NOT NULL REFERENCES envelope (entry) ON DELETE RESTRICT,
        carrier UUID NOT NULL
    )
    """,
    "CREATE UNIQUE INDEX envelope_carrier_once ON envelope_carrier (entry, carrier)",
)

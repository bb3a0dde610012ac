"""One number at the fund is one confirmed employer's; what the fund does not find in its register waits no longer."""

from backend.storage.migrations import schema

forwards = schema(
    "ALTER TABLE employer ADD COLUMN refused_at TIMESTAMPTZ",
    "ALTER TABLE employer ADD COLUMN refused_by UUID",
    "CREATE UNIQUE INDEX employer_confirmed_once ON employer (number_key) WHERE confirmed_at IS NOT NULL",
    """CREATE INDEX employer_waiting ON employer (wilaya_code, registered_at)
        WHERE confirmed_at IS NULL AND refused_at IS NULL""",
)

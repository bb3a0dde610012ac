"""Who may use a device for themselves, and in whose name an envelope came."""

from backend.storage.migrations import schema

forwards = schema(
    """CREATE TABLE device_person (
        id UUID PRIMARY KEY,
        device UUID NOT NULL REFERENCES device (id) ON DELETE RESTRICT,
        person UUID NOT NULL REFERENCES person (id) ON DELETE RESTRICT,
        bound_at TIMESTAMPTZ NOT NULL,
        left_at TIMESTAMPTZ
    )""",
    "CREATE UNIQUE INDEX device_person_once ON device_person (device, person)",
    "ALTER TABLE device DROP COLUMN person",
    "ALTER TABLE envelope ADD COLUMN person TEXT",
)

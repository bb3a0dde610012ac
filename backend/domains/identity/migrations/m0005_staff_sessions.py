"""The session of whoever serves lasts for less long, whatever page they look at; employers wait to be confirmed."""

from backend.storage.migrations import schema

forwards = schema(
    "ALTER TABLE session ADD COLUMN staff BOOLEAN NOT NULL DEFAULT FALSE",
    "CREATE INDEX employer_unconfirmed ON employer (registered_at) WHERE confirmed_at IS NULL",
)

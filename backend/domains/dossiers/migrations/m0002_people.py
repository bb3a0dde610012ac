"""A dossier and its story belong to a person too, where one filed it or took it over."""

from backend.storage.migrations import schema

forwards = schema(
    "ALTER TABLE dossier DROP COLUMN person",
    "ALTER TABLE dossier ADD COLUMN person UUID",
    "ALTER TABLE dossier_event ADD COLUMN person UUID",
    "CREATE INDEX dossier_event_person ON dossier_event (person, position) WHERE person IS NOT NULL",
)

"""A dossier may be filed by one for another: an employer, or a person."""

from backend.storage.migrations import schema

forwards = schema(
    "ALTER TABLE dossier ADD COLUMN on_behalf UUID",
    "ALTER TABLE dossier_event ADD COLUMN on_behalf UUID",
    "CREATE INDEX dossier_event_on_behalf ON dossier_event (on_behalf, position) WHERE on_behalf IS NOT NULL",
)

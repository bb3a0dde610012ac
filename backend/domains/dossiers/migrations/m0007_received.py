"""What came in a month, by service: for registers."""

from backend.storage.migrations import schema

forwards = schema("CREATE INDEX dossier_received ON dossier (service, received_at)")

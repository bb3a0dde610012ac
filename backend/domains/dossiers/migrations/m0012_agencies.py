"""The queue of one counter, in the order of its clocks."""

from backend.storage.migrations import schema

forwards = schema("CREATE INDEX dossier_of_agency ON dossier (body, agency, due_on, id) WHERE closed_at IS NULL")

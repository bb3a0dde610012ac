"""Lists of one state, and names looked for in every wilaya, in the midst of a million dossiers."""

from backend.storage.migrations import schema

forwards = schema(
    "CREATE INDEX dossier_state ON dossier (body, state, due_on, id) WHERE closed_at IS NULL",
    "CREATE INDEX dossier_key_latest ON dossier_key (hash, body, received_at)",
)

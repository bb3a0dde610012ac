"""Jobs, counters, epochs and the keys in use."""

from backend.storage.migrations import schema

forwards = schema(
    """CREATE TABLE job (
        id UUID PRIMARY KEY,
        kind TEXT NOT NULL,
        payload TEXT NOT NULL,
        dedupe_key TEXT,
        due_at TIMESTAMPTZ NOT NULL,
        created_at TIMESTAMPTZ NOT NULL,
        attempts BIGINT NOT NULL,
        fence BIGINT NOT NULL,
        leased_until TIMESTAMPTZ,
        given_up_at TIMESTAMPTZ,
        last_error TEXT
    )""",
    "CREATE UNIQUE INDEX job_dedupe ON job (kind, dedupe_key)",
    "CREATE INDEX job_due ON job (due_at) WHERE given_up_at IS NULL",
    "CREATE TABLE counter (name TEXT PRIMARY KEY, value BIGINT NOT NULL, mark BIGINT NOT NULL)",
    "CREATE TABLE epoch (id UUID PRIMARY KEY, began_at TIMESTAMPTZ NOT NULL, restored_to BIGINT)",
    "CREATE TABLE key_use (kid TEXT PRIMARY KEY, purpose TEXT NOT NULL, first_used_at TIMESTAMPTZ NOT NULL)",
)

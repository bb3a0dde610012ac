"""Jobs, counters, epochs and the keys in use; the first epoch."""

from datetime import UTC, datetime

from backend.kernel.ids import uuid7
from backend.storage.database import execute
from backend.storage.migrations import schema

_tables = schema(
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
    "CREATE TABLE key_use (kid TEXT NOT NULL PRIMARY KEY, purpose TEXT NOT NULL, first_used_at TIMESTAMPTZ NOT NULL)",
)


async def forwards() -> None:
    await _tables()
    await execute("INSERT INTO epoch (id, began_at) VALUES ($1, $2)", uuid7(), datetime.now(UTC))

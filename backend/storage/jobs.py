"""Work to do after a commit: enqueued inside the caller's transaction, done by a worker that holds a lease.

A worker that stalls loses its lease, another takes the job with a higher fence, and what the first one then tries to
finish is refused: its transaction rolls back. So a handler does its lasting work and `finish` in one transaction. A job
may still run twice: handlers are idempotent.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from backend.kernel.ids import uuid7
from backend.kernel.refusal import Refusal
from backend.storage import tables
from backend.storage.database import after_commit, dialect, fetch, tx
from backend.storage.rows import insert_many

_LONGEST_ERROR = 500
_listeners: set[Callable[[], None]] = set()


@dataclass(frozen=True, slots=True)
class Job:
    """A claimed job. `attempts` counts this one."""

    id: UUID
    kind: str
    payload: dict[str, Any]
    attempts: int
    fence: int


async def enqueue(
    kind: str, payload: dict[str, Any], dedupe_key: str | None = None, due_at: datetime | None = None
) -> None:
    """One job, as `enqueue_many`."""
    await enqueue_many(kind, [payload], dedupe_keys=[dedupe_key], due_at=due_at)


@tx
async def enqueue_many(
    kind: str,
    payloads: Sequence[dict[str, Any]],
    *,
    dedupe_keys: Sequence[str | None] | None = None,
    due_at: datetime | None = None,
) -> None:
    """Jobs of one kind, due now unless said otherwise. A payload holds identifiers, never what a person wrote.

    While a job with the same kind and dedupe key is not finished, another is not added.
    """
    now = datetime.now(UTC)
    rows = [
        {
            "id": uuid7(),
            "kind": kind,
            "payload": json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
            "dedupe_key": dedupe_key,
            "due_at": due_at or now,
            "created_at": now,
            "attempts": 0,
            "fence": 0,
        }
        for payload, dedupe_key in zip(payloads, dedupe_keys or [None] * len(payloads), strict=True)
    ]
    await insert_many(tables.Job, rows, on_conflict_do_nothing=True)
    after_commit(_tell)


def listen(callback: Callable[[], None]) -> Callable[[], None]:
    """Calls back after each commit of this process that enqueued something; returns what ends it."""
    _listeners.add(callback)
    return lambda: _listeners.discard(callback)


async def claim(kinds: Sequence[str], limit: int, lease_seconds: float, now: datetime) -> list[Job]:
    """Takes up to `limit` due jobs of these kinds, oldest first; each is claimed by one caller until its lease ends."""
    if not kinds or not await fetch(f"SELECT 1 AS due {_due(kinds)} LIMIT 1", now, *kinds):
        return []  # without waiting for the turn to write
    return await _claim(kinds, limit, now + timedelta(seconds=lease_seconds), now)


@tx
async def _claim(kinds: Sequence[str], limit: int, until: datetime, now: datetime) -> list[Job]:
    place = len(kinds) + 2
    some = f"SELECT id {_due(kinds)} ORDER BY due_at, id LIMIT ${place + 1}"
    # The array keeps PostgreSQL from running the inner query more than once.
    chosen = f"= ANY(ARRAY({some} FOR UPDATE SKIP LOCKED))" if dialect() == "postgres" else f"IN ({some})"
    rows = await fetch(
        f"UPDATE job SET leased_until = ${place}, attempts = attempts + 1, fence = fence + 1 WHERE id {chosen}"  # noqa: S608
        " RETURNING id, kind, payload, attempts, fence",
        now,
        *kinds,
        until,
        limit,
    )
    return [Job(**row | {"payload": json.loads(row["payload"])}) for row in rows]


@tx
async def finish(job: Job) -> None:
    """The job is done. Refuses `job.lost` when its lease ended and another worker has it."""
    _held(await fetch("DELETE FROM job WHERE id = $1 AND fence = $2 RETURNING id", job.id, job.fence))


@tx
async def fail(job: Job, error: str, retry_at: datetime | None) -> None:
    """The job is tried again at `retry_at`, or given up when None: it stays for a person to see.

    `error` is a code or the name of an exception, never what a person wrote. Refuses `job.lost`.
    """
    rows = await fetch(
        "UPDATE job SET leased_until = NULL, last_error = $3, due_at = COALESCE($4, due_at), given_up_at = $5"
        " WHERE id = $1 AND fence = $2 RETURNING id",
        job.id,
        job.fence,
        error[:_LONGEST_ERROR],
        retry_at,
        None if retry_at else datetime.now(UTC),
    )
    _held(rows)


def _due(kinds: Sequence[str]) -> str:
    """The due jobs: `$1` is now, then the kinds."""
    listed = ", ".join(f"${place}" for place in range(2, len(kinds) + 2))
    return (
        "FROM job WHERE given_up_at IS NULL AND due_at <= $1 AND (leased_until IS NULL OR leased_until <= $1)"
        f" AND kind IN ({listed})"
    )


def _held(rows: Sequence[Any]) -> None:
    if not rows:
        raise Refusal("job.lost")


def _tell() -> None:
    for callback in tuple(_listeners):
        callback()

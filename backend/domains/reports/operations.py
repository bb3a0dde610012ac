"""Asking for a file, writing it, letting it go after a day; and keeping figures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from backend.domains.reports.rules import KEPT, check_format
from backend.domains.reports.tables import Export, Kept
from backend.kernel.canonical import written
from backend.kernel.ids import uuid7
from backend.storage.database import tx
from backend.storage.jobs import enqueue
from backend.storage.rows import insert_many

WRITE = "export.write"
FIGURES_EVERY = timedelta(hours=1)
LONGEST_COUNT = timedelta(minutes=10)


@tx
async def ask_for(*, person: UUID, kind: str, format_: str, lang: str, asked: Mapping[str, Any], now: datetime) -> UUID:
    """A file is written in the background. Refuses `export.format`."""
    check_format(kind, format_)
    id_ = uuid7()
    row = {
        "id": id_,
        "person": person,
        "kind": kind,
        "format": format_,
        "lang": lang,
        "asked": written(dict(asked)).decode(),
        "total": 0,
        "done": 0,
        "asked_at": now,
    }
    await insert_many(Export, [row])
    await enqueue(WRITE, {"export": str(id_)}, dedupe_key=str(id_))
    return id_


@tx
async def has_come(*, id_: UUID, done: int, total: int) -> None:
    """How far it has come."""
    await Export.update({Export.done: done, Export.total: total}).where(Export.id == id_)


@tx
async def ready(*, id_: UUID, blob: str, total: int, now: datetime) -> None:
    """It can be fetched."""
    changed: dict[Any, Any] = {Export.blob: blob, Export.done: total, Export.total: total, Export.ready_at: now}
    await Export.update(changed).where(Export.id == id_)


@tx
async def let_go(*, now: datetime) -> list[str]:
    """What is older than a day goes; the names of the files to delete."""
    gone = await Export.delete().where(Export.asked_at < now - KEPT).returning(Export.blob)
    return [row["blob"] for row in gone if row["blob"]]


@tx
async def sets_out(*, name: str, now: datetime) -> bool:
    """Whether these figures are to be worked out now, by whoever asks: once an hour, and by one at a time.

    Whoever set out and did not come back within ten minutes is not waited for.
    """
    old = Kept.made_at.is_null() | (Kept.made_at <= now - FIGURES_EVERY)
    free = Kept.begun_at.is_null() | (Kept.begun_at <= now - LONGEST_COUNT)
    changed: dict[Any, Any] = {Kept.begun_at: now}
    return bool(await Kept.update(changed).where((Kept.name == name) & old & free).returning(Kept.name))


@tx
async def keep_figures(*, name: str, since: date, until: date, bodies: Mapping[str, Any], now: datetime) -> None:
    """They are what everybody reads from now on."""
    content = written({"since": since.isoformat(), "until": until.isoformat(), "bodies": dict(bodies)}).decode()
    changed: dict[Any, Any] = {Kept.content: content, Kept.made_at: now}
    await Kept.update(changed).where(Kept.name == name)

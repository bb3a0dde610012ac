"""Saying something about days off: a line of its own each time, and the dossiers that it touches are counted anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from backend.domains.parameters import queries, rules
from backend.domains.parameters.ports import Calendars
from backend.domains.parameters.rules import Saying
from backend.domains.parameters.tables import AnnouncedDayRow
from backend.kernel.canonical import written
from backend.kernel.days import day_in_algiers
from backend.kernel.ids import uuid7
from backend.storage.counters import lock_position
from backend.storage.database import tx
from backend.storage.jobs import enqueue
from backend.storage.rows import insert_many
from backend.storage.sealing import Sealer

RECOUNT = "holidays.recount"


@dataclass(frozen=True, slots=True)
class Said:
    """Who says it, when, and from where it is known."""

    by: UUID
    at: datetime
    source: str


@tx
async def move(said: Said, *, day: date, to: date, calendars: Calendars, sealer: Sealer) -> None:
    """The feast estimated from a day on was announced from another on; refuses what `rules.moved` does."""
    await lock_position()
    await _write(said, rules.moved(await calendars.now(), day, to, day_in_algiers(said.at)), sealer)


@tx
async def confirm(said: Said, *, day: date, calendars: Calendars, sealer: Sealer) -> None:
    """The feast estimated from a day on is on those days; refuses what `rules.confirmed` does."""
    await lock_position()
    await _write(said, rules.confirmed(await calendars.now(), day, day_in_algiers(said.at)), sealer)


@tx
async def add(said: Said, *, day: date, name_ar: str, name_fr: str, calendars: Calendars, sealer: Sealer) -> None:
    """A day is off by decree; refuses what `rules.added` does."""
    await lock_position()
    await _write(said, rules.added(await calendars.now(), day, name_ar, name_fr, day_in_algiers(said.at)), sealer)


@tx
async def take_back(said: Said, *, word: UUID, sealer: Sealer) -> None:
    """What was said no longer counts, and stays to be read. Refuses `holiday.unknown`."""
    await lock_position()
    await _write(said, rules.taken_back(await queries.words(sealer), word), sealer)


async def _write(said: Said, saying: Saying, sealer: Sealer) -> None:
    # Whoever begins a clock holds the same counter: no dossier is filed by the old days and then left out.
    id_ = uuid7()
    content = {"source": rules.sourced(said.source), "names": dict(saying.names)}
    row = {
        "id": id_,
        "revision": await queries.last_revision() + 1,
        "kind": saying.kind.value,
        "first": saying.day,
        "days": saying.days,
        "moved_to": saying.to,
        "takes_back": saying.takes_back,
        "said": sealer.seal(written(content), table="announced_day", column="said", row=str(id_)),
        "said_by": said.by,
        "said_at": said.at,
    }
    await insert_many(AnnouncedDayRow, [row])
    if saying.changed:
        days = [day.isoformat() for day in sorted(saying.changed)]
        await enqueue(RECOUNT, {"days": days}, dedupe_key=str(id_))

"""What waits at the desk, in the order of its clocks; and looking for one dossier among all."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from backend.domains.dossiers.queries.standings import STANDING, standing_of
from backend.domains.dossiers.queries.story import contents
from backend.domains.dossiers.rules import QUESTIONS, Acting, Rated, Standing
from backend.domains.dossiers.tables import Dossier
from backend.kernel.days import ALGIERS
from backend.storage.database import fetch
from backend.storage.sealing import Sealer


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which dossiers: of one body, in these wilayas (`None`: everywhere) or of these agencies, and narrower.

    `late`: those that the body was to do before that day; `free_at`: those that nobody has in hand at that moment;
    `after`: those that come after a row, by its day and id.
    """

    body: str
    wilayas: tuple[str, ...] | None = None
    agencies: tuple[str, ...] = ()
    service: str | None = None
    state: str | None = None
    wilaya: str | None = None
    agency: str | None = None
    late: date | None = None
    holder: UUID | None = None
    free_at: datetime | None = None
    after: tuple[date, UUID] | None = None

    @property
    def written(self) -> dict[str, Any]:
        """As JSON keeps it, to be asked again: all but what is of one moment or one page."""
        said = {each.name: getattr(self, each.name) for each in fields(self) if each.name not in ("free_at", "after")}
        late, holder = self.late and self.late.isoformat(), self.holder and str(self.holder)
        return said | {"late": late, "holder": holder, "agencies": list(self.agencies)}

    @classmethod
    def read(cls, written: Mapping[str, Any]) -> Wanted:
        """What was written. What it knows nothing of, a newer or another writer's, stays out."""
        said = {each.name: written[each.name] for each in fields(cls) if each.name in written}
        wilayas, late, holder = said.get("wilayas"), said.get("late"), said.get("holder")
        return cls(
            **said
            | {
                "wilayas": None if wilayas is None else tuple(wilayas),
                "agencies": tuple(said.get("agencies", ())),
                "late": date.fromisoformat(late) if late else None,
                "holder": UUID(holder) if holder else None,
            }
        )


@dataclass(frozen=True, slots=True)
class Row:
    """A dossier in a list, and when it came."""

    standing: Standing
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Late:
    """How many dossiers of a wilaya are late in somebody's hands, or in nobody's; `answer`: past the law's own day."""

    wilaya_code: str
    holder: UUID | None
    count: int
    answer: int


@dataclass(frozen=True, slots=True)
class Findable:
    """What a dossier is found by."""

    id: UUID
    service: str
    service_version: int
    body: str
    wilaya_code: str
    agency: str | None
    received_at: datetime
    position: int
    answers: Mapping[str, Any]
    acting: Acting | None


class _Bound:
    """Values bound to a statement, in the order they are named."""

    def __init__(self) -> None:
        self.values: list[Any] = []

    def __call__(self, value: Any) -> str:
        self.values.append(value)
        return f"${len(self.values)}"

    def listed(self, values: Iterable[Any]) -> str:
        return ", ".join(map(self, values))


MOST_ALIKE = 20
COLUMNS = ", ".join(f"d.{name}" for name in (*STANDING, "received_at"))


async def queue(wanted: Wanted, limit: int) -> list[Row]:
    """The open dossiers that are wanted, the most urgent first."""
    bound = _Bound()
    where = _conditions(wanted, bound)
    sql = f"SELECT {COLUMNS} FROM dossier d WHERE {where} ORDER BY d.due_on, d.id LIMIT {bound(limit)}"  # noqa: S608
    return [row_of(row) for row in await fetch(sql, *bound.values)]


async def found_by(wanted: Wanted, hashes: Collection[bytes], limit: int) -> list[Row]:
    """Dossiers, ended ones too, that bear all of these keys, the latest first."""
    if not hashes:
        return []
    bound = _Bound()
    one, *others = hashes
    where = [f"k.hash = {bound(one)}", *_within(wanted, bound, "k")]
    where += [
        f"EXISTS (SELECT 1 FROM dossier_key o WHERE o.dossier = k.dossier AND o.hash = {bound(each)})"  # noqa: S608
        for each in others
    ]
    sql = (
        f"SELECT {COLUMNS} FROM dossier_key k JOIN dossier d ON d.id = k.dossier"  # noqa: S608
        f" WHERE {' AND '.join(where)} ORDER BY k.received_at DESC LIMIT {bound(limit)}"
    )
    return [row_of(row) for row in await fetch(sql, *bound.values)]


async def alike(dossier: UUID) -> list[Row]:
    """Other dossiers of a person of this one, known by a number of theirs, in every body, the latest first."""
    sql = (
        f"SELECT {COLUMNS} FROM dossier_key a JOIN dossier_key b ON b.hash = a.hash AND b.dossier <> a.dossier"  # noqa: S608
        " JOIN dossier d ON d.id = b.dossier WHERE a.dossier = $1 AND a.kind = 'number' AND b.kind = 'number'"
        " ORDER BY d.received_at DESC LIMIT $2"
    )
    rows = [row_of(row) for row in await fetch(sql, dossier, MOST_ALIKE)]
    return list({row.standing.id: row for row in rows}.values())


async def count(wanted: Wanted, most: int) -> int:
    """How many open dossiers are wanted; `most` stands for that many and more."""
    bound = _Bound()
    where = _conditions(wanted, bound)
    sql = f"SELECT COUNT(*) AS count FROM (SELECT 1 AS one FROM dossier d WHERE {where} LIMIT {bound(most)}) AS found"  # noqa: S608
    return int((await fetch(sql, *bound.values))[0]["count"])


async def reached(wanted: Wanted, numbers: Collection[str]) -> list[Row]:
    """Of these numbers, the dossiers that lie where is wanted."""
    if not numbers:
        return []
    bound = _Bound()
    where = [f"d.number IN ({bound.listed(numbers)})", *_within(wanted, bound, "d")]
    sql = f"SELECT {COLUMNS} FROM dossier d WHERE {' AND '.join(where)} ORDER BY d.number"  # noqa: S608
    return [row_of(row) for row in await fetch(sql, *bound.values)]


async def moved(wanted: Wanted, position: int, *, number: str | None = None) -> bool:
    """Whether a dossier that lies there, or may have lain there, changed after a position; or this one, wherever."""
    bound = _Bound()
    if number is not None:
        where = [f"d.position > {bound(position)}", f"d.number = {bound(number)}"]
        return bool(await fetch(f"SELECT 1 AS one FROM dossier d WHERE {' AND '.join(where)} LIMIT 1", *bound.values))  # noqa: S608
    where = [f"d.position > {bound(position)}", *_within(wanted, bound, "d")]
    sql = f"SELECT 1 AS one FROM dossier d WHERE {' AND '.join(where)} LIMIT 1"  # noqa: S608
    return bool(await fetch(sql, *bound.values)) or await _left(wanted, position)


async def _left(wanted: Wanted, position: int) -> bool:
    """Whether a dossier that once lay in these wilayas was sent elsewhere after a position."""
    bound = _Bound()
    where = [f"e.position > {bound(position)}", "e.verb = 'dossier.transfer'"]
    if wanted.wilayas is not None and not wanted.agencies:
        here = f"o.wilaya_code IN ({bound.listed(wanted.wilayas)})" if wanted.wilayas else "1 = 0"
        where.append(f"EXISTS (SELECT 1 FROM dossier_event o WHERE o.dossier = e.dossier AND {here})")  # noqa: S608
    sql = f"SELECT 1 AS one FROM dossier_event e WHERE {' AND '.join(where)} LIMIT 1"  # noqa: S608
    return bool(await fetch(sql, *bound.values))


async def late(wanted: Wanted, today: date) -> list[Late]:
    """What is late and whose it is, the most first."""
    bound = _Bound()
    day = bound(today)
    sql = (
        f"SELECT d.wilaya_code, d.holder, COUNT(*) AS count,"  # noqa: S608
        f" SUM(CASE WHEN d.answer_by < {day} THEN 1 ELSE 0 END) AS answer"
        f" FROM dossier d WHERE {_conditions(wanted, bound)} AND d.due_on < {day} AND d.paused_on IS NULL"
        " GROUP BY d.wilaya_code, d.holder ORDER BY count DESC, d.wilaya_code"
    )
    return [Late(**row | {"answer": int(row["answer"])}) for row in await fetch(sql, *bound.values)]


async def received(wanted: Wanted, first: date, last: date, limit: int) -> list[Row]:
    """What came between two days, both included, ended or not, in the order it came."""
    bound = _Bound()
    begin, end = (datetime.combine(day, time(), ALGIERS) for day in (first, last + timedelta(days=1)))
    where = [*_within(wanted, bound, "d"), f"d.received_at >= {bound(begin)}", f"d.received_at < {bound(end)}"]
    if wanted.service is not None:
        where.append(f"d.service = {bound(wanted.service)}")
    sql = (
        f"SELECT {COLUMNS} FROM dossier d WHERE {' AND '.join(where)} ORDER BY d.received_at, d.id LIMIT {bound(limit)}"  # noqa: S608
    )
    return [row_of(row) for row in await fetch(sql, *bound.values)]


async def rated(wanted: Wanted, since: datetime) -> list[Rated]:
    """What people thought of how it went, by wilaya and service, since a moment."""
    bound = _Bound()
    where = [*_within(wanted, bound, "r"), f"r.rated_at >= {bound(since)}"]
    sql = (
        "SELECT r.wilaya_code, r.service, COUNT(*) AS count, SUM(r.clear) AS clear, SUM(r.polite) AS polite,"  # noqa: S608
        f" SUM(r.solved) AS solved FROM rating r WHERE {' AND '.join(where)}"
        " GROUP BY r.wilaya_code, r.service ORDER BY r.wilaya_code, r.service"
    )
    rows = await fetch(sql, *bound.values)
    return [Rated(row["wilaya_code"], row["service"], *(int(row[n]) for n in ("count", *QUESTIONS))) for row in rows]


async def contents_after(position: int, limit: int, sealer: Sealer) -> list[Findable]:
    """What dossiers are found by that changed after a position, in the order of commits."""
    columns = ("id", "service", "service_version", "body", "wilaya_code", "agency", "received_at", "position")
    rows = await (
        Dossier.select(*(getattr(Dossier, name) for name in columns))
        .where(Dossier.position > position)
        .order_by(Dossier.position)
        .limit(limit)
    )
    said = await contents([row["id"] for row in rows], sealer)
    return [
        Findable(
            **row,
            answers=said[row["id"]]["answers"],
            acting=Acting(**acting) if (acting := said[row["id"]].get("acting")) else None,
        )
        for row in rows
    ]


def _conditions(wanted: Wanted, bound: _Bound) -> str:
    where = ["d.closed_at IS NULL", *_within(wanted, bound, "d")]
    named = {name: getattr(wanted, name) for name in ("service", "state", "agency", "holder")}
    where += [f"d.{name} = {bound(value)}" for name, value in named.items() if value is not None]
    if wanted.late is not None:
        where.append(f"d.due_on < {bound(wanted.late)} AND d.paused_on IS NULL")
    if wanted.free_at is not None:
        where.append(f"(d.held_until IS NULL OR d.held_until <= {bound(wanted.free_at)}) AND d.paused_on IS NULL")
    if wanted.after is not None:
        day, id_ = wanted.after
        where.append(f"(d.due_on, d.id) > ({bound(day)}, {bound(id_)})")
    return " AND ".join(where)


def _within(wanted: Wanted, bound: _Bound, of: str) -> list[str]:
    """Where somebody's posts reach, and the one wilaya that is asked for."""
    where = [f"{of}.body = {bound(wanted.body)}"]
    if wanted.wilaya is not None:
        where.append(f"{of}.wilaya_code = {bound(wanted.wilaya)}")
    if wanted.wilayas is None:
        return where
    places = [f"{of}.wilaya_code IN ({bound.listed(wanted.wilayas)})"] if wanted.wilayas else []
    if wanted.agencies:
        places.append(f"{of}.agency IN ({bound.listed(wanted.agencies)})")
    where.append(f"({' OR '.join(places)})" if places else "1 = 0")
    return where


def row_of(row: dict[str, Any]) -> Row:
    """A row of the columns `COLUMNS`."""
    received_at = row.pop("received_at")
    return Row(standing_of(row), received_at)

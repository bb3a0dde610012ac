"""Reads of employers and mandates."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.domains.identity.rules import Mandate, Party, Power
from backend.domains.identity.tables import Employer as EmployerTable
from backend.domains.identity.tables import Mandate as MandateTable
from backend.domains.identity.tables import Person as PersonTable
from backend.storage.rows import rows_in
from backend.storage.sealing import Sealer

MOST_LISTED = 200
UNNAMED = tuple(name for name in Mandate.__slots__ if name != "called")


async def mandates_by_id(ids: Collection[UUID], sealer: Sealer) -> list[Mandate]:
    """Mandates, in force or not."""
    return await _mandates("id", ids, sealer)


async def mandates_held(holders: Collection[UUID], sealer: Sealer) -> list[Mandate]:
    """What these people hold or held, the latest first."""
    return await _mandates("holder", holders, sealer)


async def mandates_of_employers(employers: Collection[UUID], sealer: Sealer) -> list[Mandate]:
    """Every mandate these employers gave, the latest first."""
    return await _mandates("employer", employers, sealer)


async def mandates_of_person(person: UUID, sealer: Sealer) -> list[Mandate]:
    """Every mandate a person gave for themselves, the latest first."""
    return await _mandates("person", [person], sealer)


async def mandates_between(holders: Collection[UUID], givers: Collection[UUID]) -> list[Mandate]:
    """The mandates by which one of these people acts for one of these givers; whom the giver meant is not opened."""
    return [each for each in await _given_by(givers) if each.holder in holders]


async def files_for(person: UUID, giver: UUID, service: str, now: datetime) -> bool:
    """Whether this is the giver, or somebody whom they let file in this service now."""
    mandates = await mandates_between([person], [giver])
    return person == giver or any(each.lets(Power.FILE, service, now) for each in mandates)


async def filers_for(giver: UUID, service: str) -> set[UUID]:
    """Whoever may, or once might, file in this service for somebody: also by a mandate that has ended since."""
    return {each.holder for each in await _given_by([giver]) if each.holder and each.filed_in(service)}


async def _given_by(givers: Collection[UUID]) -> list[Mandate]:
    """Every mandate of these employers and people; whom the giver meant is not opened."""
    rows = [
        row for each in ("employer", "person") for row in await rows_in(MandateTable, each, givers, columns=UNNAMED)
    ]
    return [_mandate(row, None) for row in rows]


async def _mandates(column: str, values: Collection[UUID], sealer: Sealer) -> list[Mandate]:
    rows = await rows_in(MandateTable, column, values, columns=Mandate.__slots__)
    return sorted((_mandate(row, sealer) for row in rows), key=lambda each: each.given_at, reverse=True)


def _mandate(row: dict[str, Any], sealer: Sealer | None) -> Mandate:
    called = ""
    if sealer is not None:
        called = sealer.open(bytes(row["called"]), table="mandate", column="called", row=str(row["id"])).decode()
    read = {"called": called, "power": Power(row["power"]), "services": tuple(row["services"].split())}
    return Mandate(**row | read)


async def parties(ids: Collection[UUID], sealer: Sealer) -> dict[UUID, Party]:
    """Employers and people, by id; who is neither is left out. A person says who they are themselves."""
    employers = await rows_in(EmployerTable, "id", ids, columns=("id", "name", "confirmed_at"))
    people = await rows_in(PersonTable, "id", ids, columns=("id", "name"))
    found = {row["id"]: _party(row, "employer", row["confirmed_at"] is not None, sealer) for row in employers}
    return found | {row["id"]: _party(row, "person", True, sealer) for row in people}


def _party(row: dict[str, Any], table: str, confirmed: bool, sealer: Sealer) -> Party:
    name = sealer.open(bytes(row["name"]), table=table, column="name", row=str(row["id"])).decode()
    return Party(row["id"], name, confirmed)


async def acting_for(people: Collection[UUID], now: datetime) -> dict[UUID, frozenset[str]]:
    """For whom these people may act or read now, with the services in which they may; none stands for all of them."""
    found: dict[UUID, frozenset[str]] = {}
    rows = await rows_in(MandateTable, "holder", people, columns=UNNAMED)
    for each in (_mandate(row, None) for row in rows if row["ended_at"] is None):
        if each.holds(now):
            found[each.giver] = _widened(found.get(each.giver), each)
    return found


async def concerned_by(givers: Collection[UUID], now: datetime) -> dict[UUID, dict[UUID, frozenset[str]]]:
    """For each of these, themselves where they are a person, and whoever acts or reads for them now.

    With the services in which they do; none stands for all of them.
    """
    found: dict[UUID, dict[UUID, frozenset[str]]] = {each: {} for each in givers}
    for row in await rows_in(PersonTable, "id", givers, columns=("id",)):
        found[row["id"]][row["id"]] = frozenset()
    for each in await _given_by(givers):
        if each.holder is not None and each.holds(now):
            found[each.giver][each.holder] = _widened(found[each.giver].get(each.holder), each)
    return found


def _widened(before: frozenset[str] | None, mandate: Mandate) -> frozenset[str]:
    """The services of several mandates together; none stands for all of them."""
    if not mandate.services or before == frozenset():
        return frozenset()
    return (before or frozenset()) | {*mandate.services}


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """An employer that only its own people have named so far; `number` at the fund, where they gave one."""

    id: UUID
    name: str
    number: str | None
    wilaya_code: str
    registered_at: datetime


async def unconfirmed_employers(
    wilayas: Collection[str], sealer: Sealer, *, number: str | None = None
) -> list[Unconfirmed]:
    """Those of these wilayas that wait to be confirmed, the oldest first; of one `number`, where it is given."""
    if not wilayas:
        return []
    which = _waits() & EmployerTable.wilaya_code.is_in(sorted(wilayas))
    if number:
        which &= EmployerTable.number_key == sealer.blind(number, purpose="employer.number")
    rows = await _employers().where(which).order_by(EmployerTable.registered_at).limit(MOST_LISTED)
    return [Unconfirmed(**row | _clear(row, sealer)) for row in rows]


async def unconfirmed_employer(employer: UUID, sealer: Sealer) -> Unconfirmed | None:
    """One of them."""
    row = await _employers().where(_waits() & (EmployerTable.id == employer)).first()
    return Unconfirmed(**row | _clear(row, sealer)) if row else None


def _employers() -> Any:
    return EmployerTable.select(*(getattr(EmployerTable, name) for name in Unconfirmed.__slots__))


def _waits() -> Any:
    return EmployerTable.confirmed_at.is_null() & EmployerTable.refused_at.is_null()


def _clear(row: dict[str, Any], sealer: Sealer) -> dict[str, str | None]:
    return {
        name: sealer.open(bytes(row[name]), table="employer", column=name, row=str(row["id"])).decode()
        if row[name] is not None
        else None
        for name in ("name", "number")
    }

"""Reads of where dossiers stand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.domains.dossiers.rules import ASSISTED, Standing
from backend.domains.dossiers.tables import Dossier, DossierEvent
from backend.domains.identity import queries as identity
from backend.domains.identity.rules import RECOVERY_WAIT
from backend.storage.rows import rows_in

STANDING = Standing.__slots__


async def standings(numbers: Iterable[str]) -> dict[str, Standing]:
    """Where each of these dossiers stands, by number; the unknown are left out."""
    rows = await rows_in(Dossier, "number", numbers, columns=STANDING)
    return {row["number"]: standing_of(row) for row in rows}


def standing_of(row: dict[str, Any]) -> Standing:
    """A row of the columns `STANDING`."""
    fields = row["open_fields"]
    return Standing(
        **row | {"flags": tuple(row["flags"].split()), "open_fields": None if fields is None else tuple(fields.split())}
    )


async def standing(number: str) -> Standing | None:
    """Where one dossier stands."""
    return (await standings([number])).get(number)


async def waits_until(standing: Standing, now: datetime) -> datetime | None:
    """Until when nothing is decided on money: somebody came back at a counter a moment ago.

    Its person, for whom they act, or whoever else files for those.
    """
    people = {each for each in (standing.person, standing.on_behalf) if each}
    if standing.on_behalf:
        people |= await identity.filers_for(standing.on_behalf, standing.service)
    back = await identity.recovered_since(people, now - RECOVERY_WAIT)
    return max(back.values()) + RECOVERY_WAIT if back else None


async def filed_without_account(envelopes: Collection[UUID], owner: UUID) -> list[tuple[UUID, Standing]]:
    """Those of these envelopes by which a device filed dossiers that belong to no person yet, and the dossiers.

    What an agent filled in is left out: his desk filed it, for somebody else.
    """
    rows = await rows_in(Dossier, "envelope", envelopes, columns=(*STANDING, "envelope"))
    found = [(row.pop("envelope"), standing_of(row)) for row in rows]
    return [(envelope, each) for envelope, each in found if _nobodys(each, owner)]


def _nobodys(standing: Standing, owner: UUID) -> bool:
    return standing.owner == owner and standing.person is None and ASSISTED not in standing.flags


async def known_business_keys(keys: Sequence[bytes]) -> set[bytes]:
    """Which of these business keys a dossier that was not withdrawn bears already."""
    rows = await rows_in(Dossier, "business_key", keys, columns=("business_key", "state"))
    return {bytes(row["business_key"]) for row in rows if row["state"] != "withdrawn"}


async def business_key(dossier: UUID) -> bytes | None:
    """What a dossier is compared by with others; nothing where it is compared with none."""
    (row,) = await rows_in(Dossier, "id", [dossier], columns=("business_key",))
    return bytes(row["business_key"]) if row["business_key"] is not None else None


async def borne_by_another(key: bytes, dossier: UUID) -> bool:
    """Whether another dossier than this one, not withdrawn, bears a business key."""
    rows = await rows_in(Dossier, "business_key", [key], columns=("id", "state"))
    return any(row["id"] != dossier and row["state"] != "withdrawn" for row in rows)


async def to_escalate(today: date, limit: int) -> list[Standing]:
    """Those whose next escalation is due by a day, the longest due first."""
    rows = await (
        Dossier.select(*(getattr(Dossier, name) for name in STANDING))
        .where((Dossier.escalate_on <= today) & Dossier.closed_at.is_null())
        .order_by(Dossier.escalate_on)
        .limit(limit)
    )
    return [standing_of(row) for row in rows]


async def doers(dossier: UUID) -> dict[str, set[str]]:
    """By whom each act was done on a dossier, without its noun."""
    return (await doers_of([dossier]))[dossier]


async def doers_of(dossiers: Collection[UUID]) -> dict[UUID, dict[str, set[str]]]:
    """The same of many, by the id of each."""
    found: dict[UUID, dict[str, set[str]]] = {each: {} for each in dossiers}
    for row in await rows_in(DossierEvent, "dossier", dossiers, columns=("dossier", "verb", "actor")):
        found[row["dossier"]].setdefault(row["verb"].partition(".")[2], set()).add(row["actor"])
    return found


async def languages_of(dossiers: Collection[UUID]) -> set[str]:
    """The languages in which these were filed."""
    return {row["lang"] for row in await rows_in(Dossier, "id", dossiers, columns=("lang",))}

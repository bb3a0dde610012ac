"""Reads of dossiers and their history."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta, timezone
from typing import Any
from uuid import UUID

from backend.domains.dossiers import rules
from backend.domains.dossiers.rules import Acting, Event, FileRef, Standing
from backend.domains.dossiers.tables import Dossier, DossierEvent
from backend.storage.rows import rows_in
from backend.storage.sealing import Sealer

STANDING = Standing.__slots__
CONTENT = ("dossier.file", "dossier.correct")


async def standings(numbers: Iterable[str]) -> dict[str, Standing]:
    """Where each of these dossiers stands, by number; the unknown are left out."""
    rows = await rows_in(Dossier, "number", numbers, columns=STANDING)
    return {row["number"]: _standing(row) for row in rows}


def _standing(row: dict[str, Any]) -> Standing:
    return Standing(**row | {"flags": tuple(row["flags"].split())})


async def standing(number: str) -> Standing | None:
    """Where one dossier stands."""
    return (await standings([number])).get(number)


async def filed_without_account(envelopes: Collection[UUID], owner: UUID) -> list[tuple[UUID, Standing]]:
    """Those of these envelopes by which a device filed dossiers that belong to no person yet, and the dossiers."""
    rows = await rows_in(Dossier, "envelope", envelopes, columns=(*STANDING, "envelope"))
    found = [(row.pop("envelope"), _standing(row)) for row in rows]
    return [(envelope, each) for envelope, each in found if each.owner == owner and each.person is None]


async def known_business_keys(keys: Sequence[bytes]) -> set[bytes]:
    """Which of these business keys a dossier that was not withdrawn bears already."""
    rows = await rows_in(Dossier, "business_key", keys, columns=("business_key", "state"))
    return {bytes(row["business_key"]) for row in rows if row["state"] != "withdrawn"}


async def dossier(number: str, sealer: Sealer) -> rules.Dossier | None:
    """A dossier with what was answered last."""
    row = await Dossier.select().where(Dossier.number == number).first()
    if row is None:
        return None
    event = (
        await DossierEvent.select(DossierEvent.id, DossierEvent.content)
        .where((DossierEvent.dossier == row["id"]) & DossierEvent.verb.is_in(list(CONTENT)))
        .order_by(DossierEvent.revision, ascending=False)
        .first()
    )
    if event is None:
        raise LookupError("a dossier without the line of its filing")
    sealed = sealer.open(event["content"], table="dossier_event", column="content", row=str(event["id"]))
    return _dossier(row, json.loads(sealed))


def _dossier(row: dict[str, Any], content: dict[str, Any]) -> rules.Dossier:
    offset = timezone(timedelta(minutes=row["filled_offset"]))
    return rules.Dossier(
        id=row["id"],
        number=row["number"],
        service=row["service"],
        service_version=row["service_version"],
        body=row["body"],
        wilaya_code=row["wilaya_code"],
        agency=row["agency"],
        lang=row["lang"],
        state=row["state"],
        revision=row["revision"],
        filled_at=row["filled_at"].astimezone(offset),
        received_at=row["received_at"],
        digest=bytes(row["digest"]),
        envelope_id=row["envelope"],
        answers=content["answers"],
        files=tuple(FileRef(**file) for file in content["files"]),
        flags=tuple(row["flags"].split()),
        depositor=content["depositor"],
        acting=Acting(**acting) if (acting := content.get("acting")) else None,
    )


async def history(dossier_id: UUID) -> list[Event]:
    """The story of a dossier, oldest act first."""
    columns = (
        DossierEvent.verb,
        DossierEvent.state,
        DossierEvent.revision,
        DossierEvent.actor,
        DossierEvent.at,
        DossierEvent.position,
    )
    rows = await DossierEvent.select(*columns).where(DossierEvent.dossier == dossier_id).order_by(DossierEvent.revision)
    return [Event(**row) for row in rows]


async def changes(
    owner: UUID, people: Collection[UUID], acting_for: Mapping[UUID, Collection[str]], after: int, limit: int
) -> list[dict[str, Any]]:
    """What happened to the dossiers of a device or of these people after a position, in the order of commits.

    What was filed for another is theirs, not the device's: `acting_for` are those for whom these people act now, with
    the services in which they do; none stands for all of them.
    """
    theirs: Any = DossierEvent.owner == owner
    if people:
        theirs = theirs | DossierEvent.person.is_in(list(people))
    theirs = DossierEvent.on_behalf.is_null() & theirs
    everywhere = [*people, *(giver for giver, services in acting_for.items() if not services)]
    if everywhere:
        theirs = theirs | DossierEvent.on_behalf.is_in(everywhere)
    for services in {tuple(sorted(services)) for services in acting_for.values() if services}:
        givers = [giver for giver, those in acting_for.items() if tuple(sorted(those)) == services]
        within = DossierEvent.dossier.service.is_in(list(services))
        theirs = theirs | (DossierEvent.on_behalf.is_in(givers) & within)
    return await (
        DossierEvent.select(
            DossierEvent.position,
            DossierEvent.revision,
            DossierEvent.state,
            DossierEvent.at,
            DossierEvent.dossier.number,
            DossierEvent.dossier.envelope,
            DossierEvent.dossier.service,
            DossierEvent.dossier.service_version,
        )
        .where(theirs & (DossierEvent.position > after))
        .order_by(DossierEvent.position)
        .limit(limit)
    )

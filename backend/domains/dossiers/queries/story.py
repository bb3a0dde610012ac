"""Reads of what was answered and of what happened."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta, timezone
from typing import Any
from uuid import UUID

from backend.domains.dossiers import rules
from backend.domains.dossiers.rules import ASSISTED, BY_FILER, Acting, Event, FileRef
from backend.domains.dossiers.tables import Dossier, DossierEvent
from backend.storage.rows import rows_in
from backend.storage.sealing import Sealer

CONTENT = ("dossier.file", "dossier.correct")
"""The acts that say what is asked for; what other acts say is a text about it."""
INTERNAL = (
    "dossier.note",
    "dossier.claim",
    "dossier.release",
    "dossier.assign",
    "dossier.escalate",
    "dossier.recount",
    "dossier.lengthen",
)
"""What the body does among its own, and whoever filed is not told."""
TO_STAFF = ("dossier.assign", "dossier.escalate")
"""Of these, what names those of the body who are told: `to` in their content."""


async def dossier(number: str, sealer: Sealer) -> rules.Dossier | None:
    """A dossier with what was answered last."""
    row = await Dossier.select().where(Dossier.number == number).first()
    if row is None:
        return None
    content = (await contents([row["id"]], sealer)).get(row["id"])
    if content is None:
        raise LookupError("a dossier without the line of its filing")
    return _dossier(row, content)


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


async def contents(ids: Collection[UUID], sealer: Sealer) -> dict[UUID, dict[str, Any]]:
    """What was answered last in each of these, by dossier."""
    columns = ("id", "dossier", "verb", "revision", "content")
    rows = [row for row in await rows_in(DossierEvent, "dossier", ids, columns=columns) if row["verb"] in CONTENT]
    last = {row["dossier"]: row for row in sorted(rows, key=lambda row: row["revision"])}
    return {dossier: said_in(row, sealer) for dossier, row in last.items()}


def said_in(row: dict[str, Any], sealer: Sealer) -> dict[str, Any]:
    """What was said in a line of history, by its columns `id` and `content`."""
    opened = sealer.open(bytes(row["content"]), table="dossier_event", column="content", row=str(row["id"]))
    said: dict[str, Any] = json.loads(opened)
    return said


async def history(dossier_id: UUID, sealer: Sealer) -> list[Event]:
    """The story of a dossier, oldest act first, with what was said; not what was filed."""
    return (await stories([dossier_id], sealer)).get(dossier_id, [])


async def stories(ids: Collection[UUID], sealer: Sealer) -> dict[UUID, list[Event]]:
    """The story of each of these dossiers."""
    columns = ("id", "dossier", "verb", "state", "revision", "actor", "at", "position", "beside", "content")
    found: dict[UUID, list[Event]] = {}
    for row in sorted(await rows_in(DossierEvent, "dossier", ids, columns=columns), key=lambda row: row["position"]):
        spoken = row["content"] is not None and row["verb"] not in CONTENT
        found.setdefault(row["dossier"], []).append(
            Event(
                row["verb"],
                row["state"],
                row["revision"],
                row["actor"],
                row["at"],
                row["position"],
                bool(row["beside"]),
                said_in(row, sealer) if spoken else None,
            )
        )
    return found


async def changes(
    owner: UUID,
    people: Collection[UUID],
    acting_for: Mapping[UUID, Collection[str]],
    after: int,
    limit: int,
    *,
    serving: bool,
) -> list[dict[str, Any]]:
    """What happened to the dossiers of a device or of these people after a position, in the order of commits.

    What has a person is theirs, not the device's on which they filed it, also what they took over later; what was filed
    for another is the other's: `acting_for` are those for whom these people act now, with the services in which they
    do; none stands for all of them. What an agent filled in is told while somebody is `serving` there.
    """
    now_whose: Any = DossierEvent.dossier.person.is_null()
    if people:
        now_whose = now_whose | DossierEvent.dossier.person.is_in(list(people))
    theirs: Any = (DossierEvent.owner == owner) & DossierEvent.person.is_null() & now_whose
    if not serving:
        theirs = theirs & DossierEvent.dossier.flags.not_like(f"%{ASSISTED}%")
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
            DossierEvent.dossier.id,
            DossierEvent.dossier.number,
            DossierEvent.dossier.envelope,
            DossierEvent.dossier.service,
            DossierEvent.dossier.service_version,
            DossierEvent.dossier.open_fields,
            DossierEvent.dossier.revision,
        )
        .where(theirs & (DossierEvent.position > after) & DossierEvent.verb.not_in(list(INTERNAL)))
        .order_by(DossierEvent.position)
        .limit(limit)
    )


@dataclass(frozen=True, slots=True)
class ToTell:
    """An act of the body of which whoever filed is told, or for whom; `staff`: who of the body is told, by name."""

    person: UUID
    number: str
    act: str
    state: str
    position: int
    staff: bool = False
    on_behalf: UUID | None = None
    service: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """Lines of history after a position: those to tell, how many there were, and the last one's position."""

    told: list[ToTell]
    count: int
    last: int


async def told_after(position: int, limit: int, sealer: Sealer) -> Told:
    """What the body did after a position, in the order of commits: to dossiers of a person, and to its own people."""
    rows = await (
        DossierEvent.select(
            DossierEvent.id,
            DossierEvent.position,
            DossierEvent.verb,
            DossierEvent.state,
            DossierEvent.actor,
            DossierEvent.person,
            DossierEvent.on_behalf,
            DossierEvent.dossier.number,
            DossierEvent.dossier.service,
        )
        .where(DossierEvent.position > position)
        .order_by(DossierEvent.position)
        .limit(limit)
    )
    told = [
        ToTell(
            row["person"],
            row["dossier.number"],
            row["verb"].partition(".")[2],
            row["state"],
            row["position"],
            on_behalf=row["on_behalf"],
            service=row["dossier.service"],
        )
        for row in rows
        if row["person"] and row["actor"] != BY_FILER and row["verb"] not in INTERNAL
    ]
    named = [row for row in rows if row["verb"] in TO_STAFF]
    ids = [row["id"] for row in named]
    said = {row["id"]: row for row in await rows_in(DossierEvent, "id", ids, columns=("id", "content"))}
    for row in named:
        to = said_in(said[row["id"]], sealer)["to"]
        act = row["verb"].partition(".")[2]
        told += [
            ToTell(UUID(each), row["dossier.number"], act, row["state"], row["position"], staff=True)
            for each in ([to] if isinstance(to, str) else to)
        ]
    return Told(told, len(rows), rows[-1]["position"] if rows else position)

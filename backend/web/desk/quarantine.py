"""`/{lang}/desk/quarantine`: what no rule may decide waits for a named person, who ends it once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Literal
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from backend.domains.catalogue.rules import check_answers
from backend.domains.dossiers import queries as dossiers
from backend.domains.dossiers.rules import NO_PLACE, Standing, place_of
from backend.domains.identity import queries as identity
from backend.domains.identity.rules import Party, Scope
from backend.domains.receipts.rules import Section, sections
from backend.domains.sync import queries
from backend.domains.sync.operations import quarantine as operations
from backend.domains.sync.ports import Centre
from backend.domains.sync.rules.envelope import Envelope
from backend.domains.sync.rules.judging import PRESENT
from backend.domains.sync.rules.serving import may_pass
from backend.kernel.days import day_in_algiers
from backend.kernel.ids import is_uuid7
from backend.kernel.refusal import Refusal
from backend.web.account.page import pressed
from backend.web.desk.page import DeskPage
from backend.web.guards import fresh, now
from backend.web.sent import AnyRequest, first

PATH = "/desk/quarantine"


@get("/{lang:str}/desk/quarantine", name="quarantine", opt={"right": "quarantine.read"})
async def held(desk: NamedDependency[DeskPage], centre: NamedDependency[Centre]) -> Response[str]:
    """What waits in the places where this person serves, the oldest first."""
    every = await queries.quarantined()
    scopes = await _scopes(centre, every)
    seen = [each for each in every if desk.reaches("quarantine.read", scopes[each.entry])]
    return desk.say("desk/quarantine.html", places=desk.places, path=PATH, held=seen)


@get("/{lang:str}/desk/quarantine/{entry:uuid}", name="quarantined", opt={"right": "quarantine.read"})
async def one(entry: FromPath[UUID], desk: NamedDependency[DeskPage], centre: NamedDependency[Centre]) -> Response[str]:
    """One of them, with what was filled in and who is named."""
    return await _page(desk, centre, await _reached(desk, centre, entry, "quarantine.read"))


@post(
    "/{lang:str}/desk/quarantine/{entry:uuid}/resolution",
    name="quarantine_resolve",
    opt={"right": "quarantine.resolve"},
)
async def resolve(
    request: AnyRequest, entry: FromPath[UUID], desk: NamedDependency[DeskPage], centre: NamedDependency[Centre]
) -> Response[str] | Redirect:
    """Files it as it is, or refuses it for the reason it was held; the name of who did stays with it."""
    to = first(await pressed(request), "to")
    found = await _reached(desk, centre, entry, "quarantine.resolve")
    by = await identity.name_of(desk.staff.person, desk.sealer)
    try:
        if to not in ("applied", "refused"):
            raise Refusal("quarantine.outcome")
        if to == "applied":
            fresh(desk.session)
        outcome: Literal["applied", "refused"] = to  # type: ignore[assignment]
        named = f"{by} ({desk.staff.person})"
        await operations.resolve(centre, entry=entry, to=outcome, by=named, now=now(), person=desk.staff.person)
    except Refusal as refusal:
        return await _page(desk, centre, found, refusal)
    return desk.to(PATH)


async def _scopes(centre: Centre, held: Sequence[queries.Quarantined]) -> dict[UUID, Scope]:
    """Where each belongs: where the dossier lies on which it acts, else where filing it would lay one."""
    opened = {entry.entry: envelope for entry, envelope in await queries.opened(centre, [each.entry for each in held])}
    numbers = {envelope.dossier for envelope in opened.values() if envelope.dossier}
    standings = await dossiers.standings(numbers)
    return {each.entry: _scope(centre, each, opened[each.entry], standings) for each in held}


def _scope(centre: Centre, held: queries.Quarantined, envelope: Envelope, standings: Mapping[str, Standing]) -> Scope:
    if envelope.dossier and envelope.dossier in standings:
        return place_of(standings[envelope.dossier])
    try:
        body = centre.catalogue.service(held.service).answering(envelope.answers)
    except Refusal:  # of a later catalogue: nobody's here
        body = ""
    if held.wilaya_code == NO_PLACE:
        return Scope(body)
    try:
        agency = centre.places.agency(body, held.wilaya_code, day_in_algiers(now())).code
    except Refusal:
        agency = None
    return Scope(body, held.wilaya_code, agency)


async def _reached(desk: DeskPage, centre: Centre, entry: UUID, right: str) -> queries.Quarantined:
    found = await queries.quarantined_one(entry)
    if found is None:
        raise Refusal("quarantine.unknown")
    desk.may(right, (await _scopes(centre, [found]))[entry])
    return found


async def _page(
    desk: DeskPage, centre: Centre, found: queries.Quarantined, refusal: Refusal | None = None
) -> Response[str]:
    ((_, envelope),) = await queries.opened(centre, [found.entry])
    named = [UUID(each) for each in (envelope.person, envelope.on_behalf) if each and is_uuid7(each)]
    names = await identity.parties(named, desk.sealer)
    return desk.say(
        "desk/quarantined.html",
        refusal,
        path=f"{PATH}/{found.entry}",
        held=found,
        envelope=envelope,
        sections=_sections(centre, envelope),
        raw=json.dumps(envelope.answers, ensure_ascii=False, indent=1),
        by=_name(names, envelope.person),
        on_behalf=_name(names, envelope.on_behalf),
        resolves=desk.reaches("quarantine.resolve", (await _scopes(centre, [found]))[found.entry]),
        passes=may_pass(envelope, found.code, centre.catalogue),
    )


def _sections(centre: Centre, envelope: Envelope) -> list[Section] | None:
    """What was answered, in the words of the form; nothing where the answers are not of its shape."""
    try:
        form = centre.catalogue.form(envelope.service, envelope.service_version)
    except Refusal:
        return None
    files = [asdict(file) for file in envelope.files]
    errors = check_answers(form, envelope.answers, files, today=day_in_algiers(envelope.filled_at)).errors
    return None if errors else sections(envelope.answers, form, centre.places)


def _name(names: Mapping[UUID, Party], text: str | None) -> str | None:
    """What a named party is called; as it stands in the envelope where nobody is called so."""
    if text is None or text == PRESENT:
        return None
    return names[UUID(text)].name if is_uuid7(text) and UUID(text) in names else text


routes = (held, one, resolve)

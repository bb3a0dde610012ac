"""`/{lang}/desk/dossiers/{number}`: one dossier, what may be done with it now, and doing it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from backend.domains.catalogue.rules import Act, Field, Form, Workflow
from backend.domains.dossiers import operations, queries
from backend.domains.dossiers.rules import (
    Cause,
    Event,
    Said,
    Standing,
    caused_in,
    free_for,
    open_acts,
    place_of,
    proposals,
)
from backend.domains.identity import queries as identity
from backend.domains.receipts import queries as receipts
from backend.domains.receipts.rules import sections
from backend.domains.sync.ports import Centre
from backend.domains.sync.queries import concerned
from backend.kernel.ids import is_uuid7
from backend.kernel.refusal import Refusal
from backend.web.account.page import pressed
from backend.web.desk.page import DeskPage
from backend.web.desk.papers import SEEN
from backend.web.desk.places import place_sent
from backend.web.desk.queue import PATH, READ, TRANSFER, WORK
from backend.web.desk.rows import shown, time_of
from backend.web.guards import fresh, now
from backend.web.sent import AnyRequest, Sent, first, revision

ASSIGN = "dossier.assign"
MAX_TEXT = 32 * 1024


@dataclass(frozen=True, slots=True)
class Open:
    """An act that this person may do now. `fields`: what they may ask for anew; `proposals`: what they may propose.

    `services`: in whose steps the cause of a concern may lie.
    """

    act: Act
    fields: tuple[Field, ...]
    proposals: tuple[str, ...]
    services: tuple[str, ...]


@get("/{lang:str}/desk/dossiers/{number:str}", name="desk_dossier", opt={"right": READ})
async def dossier(
    number: FromPath[str], desk: NamedDependency[DeskPage], centre: NamedDependency[Centre]
) -> Response[str]:
    """What was filed, what happened since, what was checked already, and what may be done now."""
    return await _page(desk, centre, await desk.dossier(number, READ))


@post(
    "/{lang:str}/desk/dossiers/{number:str}/acts",
    name="dossier_act",
    opt={"right": WORK},
    request_max_body_size=MAX_TEXT,
)
async def act(
    request: AnyRequest, number: FromPath[str], desk: NamedDependency[DeskPage], centre: NamedDependency[Centre]
) -> Response[str] | Redirect:
    """One act of the workflow. What was decided on an older state of the dossier is shown beside the present one."""
    sent = await pressed(request)
    standing = await desk.dossier(number, WORK)
    workflow = centre.workflow(standing.service)
    try:
        found = workflow.act(first(sent, "act"), standing.state)
        if found is None or not any(desk.reaches(right, place_of(standing)) for right in found.rights):
            raise Refusal("dossier.act_not_open", current=standing.public)
        if found.proof:
            fresh(desk.session)
        await operations.act_at_desk(
            await desk.serving(centre, standing.body),
            number=standing.number,
            act=found,
            said=Said(first(sent, "text"), tuple(sent.get("field", ())), first(sent, "proposal"), _cause(sent)),
            fields=[field.id for field in _form(centre, standing).fields()],
            base_revision=revision(sent),
        )
    except Refusal as refusal:
        return await _page(desk, centre, await desk.dossier(number, READ), refusal, sent)
    return desk.to(f"{PATH}/{standing.number}")


@post(
    "/{lang:str}/desk/dossiers/{number:str}/notes",
    name="dossier_note",
    opt={"right": WORK},
    request_max_body_size=MAX_TEXT,
)
async def note(
    request: AnyRequest, number: FromPath[str], desk: NamedDependency[DeskPage], centre: NamedDependency[Centre]
) -> Response[str] | Redirect:
    """What colleagues are to know."""
    sent = await pressed(request)
    standing = await desk.dossier(number, WORK)
    try:
        await operations.note(
            await desk.serving(centre, standing.body), number=standing.number, text=first(sent, "note")
        )
    except Refusal as refusal:
        return await _page(desk, centre, standing, refusal, sent)
    return desk.to(f"{PATH}/{standing.number}")


@post(
    "/{lang:str}/desk/dossiers/{number:str}/transfer",
    name="dossier_transfer",
    opt={"right": TRANSFER},
    request_max_body_size=MAX_TEXT,
)
async def transfer(
    request: AnyRequest, number: FromPath[str], desk: NamedDependency[DeskPage], centre: NamedDependency[Centre]
) -> Response[str] | Redirect:
    """To another body, wilaya or agency, with a reason."""
    sent = await pressed(request)
    standing = await desk.dossier(number, TRANSFER)
    try:
        if await concerned(desk.staff.person, standing):
            raise Refusal("dossier.own")
        free_for(standing, desk.staff.person, now())
        moved = await operations.transfer(
            await desk.serving(centre, standing.body),
            numbers=[standing.number],
            to=place_sent(desk, sent),
            reason=first(sent, "reason"),
        )
        if not moved:
            raise Refusal("dossier.ended")
    except Refusal as refusal:
        return await _page(desk, centre, standing, refusal, sent)
    return desk.to(PATH)


@post(
    "/{lang:str}/desk/dossiers/{number:str}/holder",
    name="dossier_assign",
    opt={"right": ASSIGN},
    request_max_body_size=MAX_TEXT,
)
async def assign(
    request: AnyRequest, number: FromPath[str], desk: NamedDependency[DeskPage], centre: NamedDependency[Centre]
) -> Response[str] | Redirect:
    """A superior gives it to one of those who work there; of what concerns them they choose nobody."""
    sent = await pressed(request)
    standing = await desk.dossier(number, ASSIGN)
    to = first(sent, "to")
    try:
        if await concerned(desk.staff.person, standing):
            raise Refusal("dossier.own")
        if to not in {str(each.id) for each in await _colleagues(desk, standing)}:
            raise Refusal("dossier.nobody")
        await operations.assign(await desk.serving(centre, standing.body), number=standing.number, to=UUID(to))
    except Refusal as refusal:
        return await _page(desk, centre, standing, refusal, sent)
    return desk.to(f"{PATH}/{standing.number}")


def _cause(sent: Sent) -> Cause | None:
    service, step = first(sent, "cause_service"), first(sent, "cause")
    return Cause(service, step) if service and step else None


async def _colleagues(desk: DeskPage, standing: Standing) -> Sequence[identity.Colleague]:
    """Those who work where a dossier lies."""
    return await identity.serving(WORK, place_of(standing), desk.staff.roles, desk.places, desk.today, desk.sealer)


def _form(centre: Centre, standing: Standing) -> Form:
    return centre.catalogue.form(standing.service, standing.service_version)


async def _open_acts(
    desk: DeskPage, standing: Standing, workflow: Workflow, form: Form, waits: datetime | None
) -> list[Open]:
    """What this person may do now, with what is chosen from for it."""
    found = []
    for each in open_acts(
        workflow,
        standing,
        desk.staff.person,
        await queries.doers(standing.id),
        may=lambda right: desk.reaches(right, place_of(standing)),
        waits_until=waits,
        now=now(),
    ):
        asks = tuple(form.fields()) if "fields" in each.wants else ()
        proposed = proposals(each, workflow) if "proposal" in each.wants else ()
        services = caused_in(workflow, standing.body) if "cause" in each.wants else ()
        found.append(Open(each, asks, proposed, services))
    return found


async def _page(
    desk: DeskPage, centre: Centre, standing: Standing, refusal: Refusal | None = None, sent: Sent | None = None
) -> Response[str]:
    found = await queries.dossier(standing.number, desk.sealer)
    if found is None:
        raise Refusal("dossier.unknown")
    form, workflow, me = _form(centre, standing), centre.workflow(standing.service), desk.staff.person
    story = await queries.history(standing.id, desk.sealer)
    own = await concerned(me, standing)
    row = queries.Row(standing, found.received_at)
    place, waits = place_of(standing), await queries.waits_until(standing, now())
    alike = [each for each in await queries.alike(standing.id) if each.standing.id != standing.id]
    civil = await identity.civil_of([standing.person], desk.sealer) if standing.person else {}
    assigns = desk.reaches(ASSIGN, place) and standing.closed_at is None and not own
    return desk.say(
        "desk/dossier.html",
        refusal,
        sent,
        path=f"{PATH}/{standing.number}",
        dossier=found,
        standing=standing,
        line=(await shown([row], centre, me, now()))[0],
        time=time_of(row, desk.today),
        sections=sections(found.answers, form, desk.places, whole=desk.reaches(WORK, place)),
        form=form,
        seen=SEEN,
        story=story,
        letters=await receipts.letters(standing.number),
        names=await _names(story, desk),
        steps=workflow.causes,
        acts=[] if own else await _open_acts(desk, standing, workflow, form, waits),
        waits=waits if any(act.proof for act in workflow.acts_in(standing.state)) else None,
        own=own,
        ended=workflow.state(standing.state).ended,
        alike=alike,
        elsewhere={each.standing.number for each in alike if not desk.reaches(READ, place_of(each.standing))},
        civil=civil.get(standing.person) if standing.person else None,
        notes=desk.reaches(WORK, place) and not own,
        takes=desk.reaches(WORK, place) and standing.closed_at is None and not own,
        transfers=desk.reaches(TRANSFER, place) and standing.closed_at is None and not own,
        colleagues=await _colleagues(desk, standing) if assigns else [],
        places=desk.places,
        today=desk.today,
        changed=refusal is not None and refusal.code == "dossier.changed",
        since=_since(story, sent),
    )


def _since(story: Sequence[Event], sent: Sent | None) -> list[Event]:
    """What moved the dossier on after the state on which somebody decided."""
    seen = revision(sent or {})
    return [event for event in story if -1 < seen < event.revision and not event.beside]


async def _names(story: Sequence[Event], desk: DeskPage) -> dict[str, str]:
    """What those are called who appear in a story, by the text of their id."""
    named = {event.actor for event in story}
    named |= {each for event in story for each in _people(event.content or {})}
    parties = await identity.parties({UUID(each) for each in named if is_uuid7(each)}, desk.sealer)
    return {str(id_): party.name for id_, party in parties.items()}


def _people(content: Any) -> list[str]:
    to = content.get("to")
    return [to] if isinstance(to, str) else [each for each in to or () if isinstance(each, str)]


routes = (dossier, act, note, transfer, assign)

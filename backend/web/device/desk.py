"""`GET /sync/desk`: the dossiers that whoever serves on this device has in hand, to be worked on without a network."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency

from backend.domains.catalogue.rules import Act, Form, Workflow
from backend.domains.dossiers import operations, queries
from backend.domains.dossiers.queries import Wanted
from backend.domains.dossiers.rules import (
    LEASE,
    NO_SERVICE,
    Dossier,
    Event,
    Standing,
    caused_in,
    court_months,
    open_acts,
    place_of,
    proposals,
)
from backend.domains.identity import queries as identity
from backend.domains.identity.rules import Role, Staff
from backend.domains.places.rules import Places
from backend.domains.receipts.rules import sections
from backend.domains.sync import queries as sync
from backend.domains.sync.operations.serving import serving
from backend.domains.sync.ports import Centre
from backend.kernel.days import day_in_algiers
from backend.kernel.languages import LANGUAGES
from backend.kernel.refusal import Refusal
from backend.web.desk.queue import WORK
from backend.web.device.contract import Call, now, said, signed_device
from backend.web.templates import Templates

MOST = 200
A_PART = 50


@get("/sync/desk")
async def desk(
    request: Call,
    centre: NamedDependency[Centre],
    roles: NamedDependency[Mapping[str, Role]],
    templates: NamedDependency[Templates],
) -> Response[bytes]:
    """The device's signature is wanted, and somebody who serves must have been signed in on it, whose session lasts.

    Fifty dossiers a call.

    What comes is leased anew until the evening, and taken up where it waits for that; `after` is the last number that
    came. Refuses `staff.forbidden`.
    """
    device = await signed_device(request, centre)
    staff = await _serving_on(device.id, roles, centre)
    lang = request.query_params.get("lang", "ar")
    lang = lang if lang in LANGUAGES else "ar"
    at, after = now(), request.query_params.get("after", "")
    mine = await _in_hand(staff, centre, at)
    part = [each for each in mine if each.number > after][:A_PART]
    taken = await operations.claim(serving(centre, staff.person, at), numbers=[each.number for each in part])
    in_order = sorted(taken, key=lambda each: each.number)
    shown = [await _dossier(each, staff, centre, templates, lang) for each in in_order]
    return said(
        {
            "day": day_in_algiers(at).isoformat(),
            "until": (at + LEASE).isoformat(timespec="seconds"),
            "person": str(staff.person),
            "total": len(mine),
            "dossiers": shown,
        }
    )


async def _serving_on(device: UUID, roles: Mapping[str, Role], centre: Centre) -> Staff:
    for person in await sync.signed_in_on(device, now()):
        found = await identity.staff(person, roles, centre.sealer)
        if found is not None and WORK in found.rights():
            return found
    raise Refusal("staff.forbidden")


async def _in_hand(staff: Staff, centre: Centre, at: datetime) -> list[Standing]:
    """What this person has in hand where they still serve, by number."""
    today = day_in_algiers(at)
    found: list[Standing] = []
    for body in sorted({scope.body for scope in staff.scopes(WORK)}):
        rows = await queries.queue(Wanted(body, holder=staff.person), MOST)
        found += [row.standing for row in rows if staff.reaches(WORK, place_of(row.standing), centre.places, today)]
    return sorted(found, key=lambda each: each.number)[:MOST]


async def _dossier(standing: Standing, staff: Staff, centre: Centre, templates: Templates, lang: str) -> dict[str, Any]:
    found = await queries.dossier(standing.number, centre.sealer)
    if found is None:
        raise Refusal("dossier.unknown")
    form, workflow = centre.catalogue.form(found.service, found.service_version), centre.workflow(found.service)
    story = await queries.history(found.id, centre.sealer)
    words, at = templates.words(lang), now()
    acts = open_acts(
        workflow,
        standing,
        staff.person,
        await queries.doers(found.id),
        may=lambda right: staff.reaches(right, place_of(standing), centre.places, day_in_algiers(at)),
        waits_until=await queries.waits_until(standing, at),
        now=at,
    )
    return {
        "number": found.number,
        "service": found.service,
        "version": found.service_version,
        "state": standing.state,
        "revision": standing.revision,
        "title": words(f"{found.service}.title"),
        "name": found.depositor or "",
        "state_name": words(f"workflow.state.{standing.state}"),
        "due_on": standing.due_on.isoformat() if standing.due_on else None,
        "html": _read(found, form, story, centre.places, templates, lang),
        "acts": [
            _act(each, form, workflow, standing.body, lambda key: words(key))
            | {"letter": _letter(each, found, standing, centre, templates) if each.documents else None}
            for each in acts
        ],
    }


def _read(dossier: Dossier, form: Form, story: list[Event], places: Places, templates: Templates, lang: str) -> str:
    return templates.render(
        "desk/_read.html",
        lang,
        dossier=dossier,
        sections=sections(dossier.answers, form, places, whole=True),
        story=[event for event in story if event.content and event.content.get("text")],
    )


def _letter(act: Act, dossier: Dossier, standing: Standing, centre: Centre, templates: Templates) -> str:
    """What its letter will say, in the filer's language, to be printed before the centre has the decision."""
    return templates.render(
        "desk/_letter.html",
        dossier.lang,
        act=act,
        dossier=dossier,
        body=centre.places.body(standing.body),
        months=court_months(centre.parameters, now()),
    )


def _act(act: Act, form: Form, workflow: Workflow, body: str, words: Callable[[str], str]) -> dict[str, Any]:
    asks = form.fields() if "fields" in act.wants else ()
    proposed = proposals(act, workflow) if "proposal" in act.wants else ()
    return {
        "id": act.id,
        "label": words(f"workflow.act.{act.id}"),
        "text": "text" in act.wants,
        "proof": act.proof,
        "fields": [{"id": each.id, "label": words(f"{form.code}.field.{each.id}.label")} for each in asks],
        "causes": _causes(workflow, body, words) if "cause" in act.wants else None,
        "proposals": [{"id": each, "label": words(f"workflow.act.{each}")} for each in proposed],
    }


def _causes(workflow: Workflow, body: str, words: Callable[[str], str]) -> dict[str, list[dict[str, str]]]:
    """What a cause is chosen from: a service, those of the body that answers first, and one of its steps."""
    titles = {
        code: "dossier.cause.none" if code == NO_SERVICE else f"{code}.title" for code in caused_in(workflow, body)
    }
    return {
        "services": [{"id": code, "label": words(title)} for code, title in titles.items()],
        "steps": [{"id": step, "label": words(f"workflow.cause.{step}")} for step in workflow.causes],
    }

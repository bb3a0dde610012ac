"""Plays the cast: each files at the counter, then the body acts."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from backend.domains.catalogue.rules import Act, Form, Workflow, check_answers
from backend.domains.catalogue.rules.example import example
from backend.domains.dossiers import operations as dossiers
from backend.domains.dossiers import queries
from backend.domains.dossiers.rules import BY_FILER, Said, causes, proposals
from backend.domains.sync.operations.counter import Attached, file_at_counter
from backend.domains.sync.operations.serving import serving
from backend.domains.sync.ports import Centre
from backend.kernel.days import day_in_algiers
from backend.kernel.ids import uuid7

CAST = Path(__file__).parent / "cast.toml"
WORKS = UUID("01990000-0000-7000-8000-000000000001"), "Nadia Benali", "case_officer"
DECIDES = UUID("01990000-0000-7000-8000-000000000002"), "Lynda Kaci", "supervisor"
"""Who serve in the demonstration, and are nobody."""
TEXT = "Vérifié avec les pièces du dossier. تم التحقق مع وثائق الملف."
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


@dataclass(frozen=True, slots=True)
class Played:
    """One dossier of the demonstration, and what opens it."""

    who: str
    service: str
    number: str
    secret: str
    state: str


async def play(centre: Centre, now: datetime) -> list[Played]:
    """Files everything in the cast and moves it on; what was played, in order."""
    asks = tomllib.loads(CAST.read_text(encoding="utf-8"))["asks"]
    return [await _played(centre, ask, now) for ask in asks]


async def _played(centre: Centre, ask: dict[str, Any], now: datetime) -> Played:
    form = centre.catalogue.service(ask["service"]).form
    place = {form.wilaya: ask["wilaya"]} if form.wilaya else {}
    answers = example(form, today=day_in_algiers(now)) | place | ask.get("changes", {})
    outcome = await file_at_counter(
        centre,
        envelope_id=uuid7(),
        service=form.code,
        version=form.version,
        lang=ask["lang"],
        answers=answers,
        files=_documents(form, answers, now),
        now=now,
    )
    number, state = outcome["receipt"]["number"], outcome["dossier"]["state"]
    for name in ask["acts"]:
        state = await _acted(centre, number, name, now)
    return Played(ask["who"], form.code, number, outcome["receipt"]["secret"], state)


def _documents(form: Form, answers: dict[str, Any], now: datetime) -> list[Attached]:
    """One picture for each document that these answers ask for."""
    errors = check_answers(form, answers, [], today=day_in_algiers(now)).errors
    wanted = [path.removeprefix("files.") for path in errors if path.startswith("files.")]
    return [Attached(field, f"{field}.png", "image/png", PICTURE) for field in wanted]


async def _acted(centre: Centre, number: str, name: str, now: datetime) -> str:
    standing = await queries.standing(number)
    if standing is None:
        raise LookupError(number)
    workflow = centre.workflow(standing.service)
    act = workflow.act(name, standing.state)
    if act is None:
        raise LookupError(name)
    form = centre.catalogue.form(standing.service, standing.service_version)
    said = _said(act, form, workflow)
    if act.rights:
        agent, name, role = DECIDES if act.other_than else WORKS
        fields = [field.id for field in form.fields()]
        bearer = serving(centre, agent, now, name=name, role=role)
        after = await dossiers.act_at_desk(
            bearer, number=number, act=act, said=said, fields=fields, base_revision=standing.revision
        )
        return after.state
    after = await dossiers.act(
        number=number,
        act=act,
        workflow=workflow,
        base_revision=standing.revision,
        actor=BY_FILER,
        at=now,
        content={"text": said.text, "told": True} if act.wants else None,
        law=centre.law,
        keys=centre.keys,
        sealer=centre.sealer,
    )
    return after.state


def _said(act: Act, form: Form, workflow: Workflow) -> Said:
    """What the agent of the demonstration says with an act."""
    asked = (next(iter(form.fields())).id,) if "fields" in act.wants else ()
    proposal = proposals(act, workflow)[0] if "proposal" in act.wants else ""
    text = TEXT if "text" in act.wants else ""
    return Said(text, asked, proposal, causes(workflow)[0] if "cause" in act.wants else None)

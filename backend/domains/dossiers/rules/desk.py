"""What staff may do with a dossier: whom it is in the hands of, and which acts are open to whom."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from backend.domains.catalogue.rules import Act, Form, Workflow
from backend.domains.dossiers.rules.dossier import NO_PLACE, Acting, Standing
from backend.domains.identity.rules import Scope
from backend.kernel.refusal import Refusal

LEASE = timedelta(hours=12)
"""How long a dossier stays in somebody's hands after their last act: a working day, with or without a network."""
SHORTEST_TEXT, LONGEST_TEXT = 3, 4000
NO_SERVICE = "none"
"""The service of a cause that lies in none of ours."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Where the cause of a concern lies: in which service, at which of its steps."""

    service: str
    step: str


@dataclass(frozen=True, slots=True)
class Said:
    """What staff say with an act. `fields`: what is to be corrected, by name; `proposal`: the act that is proposed.

    `cause`: what a concern came from.
    """

    text: str = ""
    fields: tuple[str, ...] = ()
    proposal: str = ""
    cause: Cause | None = None


def place_of(standing: Standing) -> Scope:
    """Where a dossier lies."""
    return Scope(standing.body, None if standing.wilaya_code == NO_PLACE else standing.wilaya_code, standing.agency)


def in_hands_of(standing: Standing, now: datetime) -> UUID | None:
    """Who has it in hand now: nobody, once their lease has run out."""
    held = standing.held_until is not None and standing.held_until > now
    return standing.holder if held else None


def free_for(standing: Standing, agent: UUID, now: datetime) -> None:
    """Refuses `dossier.held` while somebody else has it in hand."""
    holder = in_hands_of(standing, now)
    if holder is not None and holder != agent:
        raise Refusal("dossier.held", number=standing.number)


def check_said(act: Act, said: Said, workflow: Workflow, fields: Collection[str]) -> None:
    """Refuses what an act cannot do without: `dossier.text`, `.fields`, `.proposal`, `.cause`.

    What is said that it does not want is refused too, `answers.invalid`: nothing is dropped in silence.
    """
    said_at_all = {name for name in ("text", "fields", "proposal", "cause") if getattr(said, name)}
    if said_at_all - set(act.wants):
        raise Refusal("answers.invalid")
    if "text" in act.wants and not SHORTEST_TEXT <= len(said.text.strip()) <= LONGEST_TEXT:
        raise Refusal("dossier.text", least=SHORTEST_TEXT, most=LONGEST_TEXT)
    if "fields" in act.wants and (not said.fields or not set(said.fields) <= set(fields)):
        raise Refusal("dossier.fields")
    if "proposal" in act.wants and said.proposal not in proposals(act, workflow):
        raise Refusal("dossier.proposal")
    if "cause" in act.wants and said.cause not in causes(workflow):
        raise Refusal("dossier.cause")


def causes(workflow: Workflow) -> list[Cause]:
    """Every cause that may be chosen."""
    return [Cause(service, step) for service in (*workflow.services, NO_SERVICE) for step in workflow.causes]


def caused_in(workflow: Workflow, body: str) -> tuple[str, ...]:
    """The services to choose a cause in, those of the body that answers first."""
    return (*sorted(workflow.services, key=lambda code: not code.startswith(f"{body}.")), NO_SERVICE)


def proposals(act: Act, workflow: Workflow) -> tuple[str, ...]:
    """What may be proposed with an act: the acts out of the state it leads to by which the body decides."""
    return tuple(each.id for each in workflow.acts_in(act.to or "") if each.documents)


def may_be_done(act: Act, doer: UUID, doers: Mapping[str, Collection[str]]) -> None:
    """Four eyes, and what is done once. `doers`: by whom each act was done on this dossier so far.

    Refuses `dossier.four_eyes`, `dossier.once`.
    """
    if any(str(doer) in doers.get(other, ()) for other in act.other_than):
        raise Refusal("dossier.four_eyes")
    done_once(act, doers)


def done_once(act: Act, doers: Mapping[str, Collection[str]]) -> None:
    """Refuses `dossier.once` for what a dossier sees one time only, and has seen."""
    if act.once and act.id in doers:
        raise Refusal("dossier.once")


def decides_now(act: Act, waits_until: datetime | None) -> None:
    """Refuses `dossier.waits` for what is decided on money, while somebody has only just come back into its account."""
    if act.proof and waits_until is not None:
        raise Refusal("dossier.waits")


def open_acts(
    workflow: Workflow,
    standing: Standing,
    doer: UUID,
    doers: Mapping[str, Collection[str]],
    *,
    may: Callable[[str], bool],
    waits_until: datetime | None,
    now: datetime,
) -> list[Act]:
    """What somebody may do now: by the rights they `may` use there, by four eyes, where it is in no other hands."""
    found = []
    for act in workflow.acts_in(standing.state):
        try:
            free_for(standing, doer, now)
            may_be_done(act, doer, doers)
            decides_now(act, waits_until)
        except Refusal:
            continue
        if any(may(right) for right in act.rights):
            found.append(act)
    return found


def next_steps(workflow: Workflow, state: str) -> tuple[str, ...]:
    """The states to which the body may lead a dossier from here, each once, in the order of the workflow."""
    to = {act.to for act in workflow.acts_in(state) if act.rights and act.to}
    return tuple(each.id for each in workflow.states if each.id in to)


def keeps(act: Act, workflow: Workflow) -> bool:
    """Whether whoever does this act keeps the dossier in hand: they can go on with it where it then stands."""
    if act.to is None:
        return True
    onward = [each for each in workflow.acts_in(act.to) if each.rights and each.to]
    return any(act.id not in each.other_than for each in onward)


def told(act: Act, workflow: Workflow) -> bool:
    """Whether what staff say with an act is for whoever filed: it asks them, ends the matter, or is a message."""
    return act.id == "message" or (act.to is not None and workflow.state(act.to).awaits != "body")


def content_of_act(said: Said, *, told: bool) -> dict[str, Any]:
    """What the line of history keeps, sealed."""
    content: dict[str, Any] = {"text": said.text.strip(), "told": told}
    if said.fields:
        content["fields"] = list(said.fields)
    if said.proposal:
        content["proposal"] = said.proposal
    if said.cause:
        content["cause"] = asdict(said.cause)
    return content


def names_and_numbers(
    form: Form, answers: Mapping[str, Any], acting: Acting | None
) -> tuple[list[str], list[tuple[str, str]]]:
    """The names of the people of a request, and their identification and social security numbers with their kind."""
    named = [answers.get(form.depositor)] if form.depositor else []
    names = [each for each in (*named, *((acting.by, acting.on_behalf) if acting else ())) if isinstance(each, str)]
    numbers = [
        (field.kind, answers[field.id])
        for field in form.fields()
        if field.kind in ("nin", "nss") and isinstance(answers.get(field.id), str)
    ]
    return names, numbers

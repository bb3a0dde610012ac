"""What staff decided away from the centre: an act on a dossier in their hands, judged when it comes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.domains.catalogue.rules import Act, Catalogue, Form, Workflow
from backend.domains.dossiers.rules import Cause, Said, Standing, check_said, in_hands_of, same_revision
from backend.domains.sync.rules.envelope import Envelope
from backend.kernel.refusal import Refusal

DESK = "desk.act"
KEYS = {"text", "fields", "proposal", "cause"}
CAUSE = {"service", "step"}
LEFT = "person.left"
"""Why an act of staff is held that came when its person had left the desk."""
PASSABLE = ("dossier.reassigned", "post.missing", LEFT)
"""Why an act of staff may be held and yet pass: only their place was taken away meanwhile, or a superior asks them."""


def may_pass(envelope: Envelope, code: str | None, catalogue: Catalogue) -> bool:
    """Whether a superior may let pass what was held for that reason: not what nobody can say whose it is.

    So for acts of staff; and for what says where money goes, from a phone that its person was never signed in on.
    """
    if envelope.kind == DESK:
        return code in PASSABLE
    if code != "person.not_bound":
        return True
    try:
        return not catalogue.form(envelope.service, envelope.service_version).names_account
    except Refusal:
        return False


@dataclass(frozen=True, slots=True)
class DeskFacts:
    """Of one such envelope: whether its person serves where the dossier lies, and the code of what forbids it else."""

    reaches: bool
    refusal: str | None = None


def said_in(answers: Mapping[str, Any]) -> Said:
    """What was said with the act. Refuses `answers.invalid`."""
    text, fields, proposal = (
        answers.get(name, default) for name, default in (("text", ""), ("fields", []), ("proposal", ""))
    )
    plain = isinstance(text, str) and isinstance(proposal, str) and isinstance(fields, list)
    if not plain or set(answers) - KEYS or not all(isinstance(each, str) for each in fields):
        raise Refusal("answers.invalid")
    return Said(text, tuple(fields), proposal, _cause_in(answers.get("cause")))


def _cause_in(cause: object) -> Cause | None:
    if cause is None:
        return None
    if not isinstance(cause, dict) or set(cause) != CAUSE or not all(isinstance(each, str) for each in cause.values()):
        raise Refusal("answers.invalid")
    return Cause(**cause)


def act_of_desk(name: str | None, standing: Standing, workflow: Workflow) -> Act:
    """The act of the workflow; refuses `dossier.act_not_open`."""
    act = workflow.act(name or "", standing.state)
    if act is None or not act.rights:
        raise Refusal("dossier.act_not_open", current=standing.public)
    return act


def taken_away(standing: Standing, agent: UUID, received_at: datetime) -> bool:
    """Whether somebody else has it in hand by now: then a superior looks at what its first holder decided."""
    return in_hands_of(standing, received_at) not in (None, agent)


def check_desk_act(
    name: str | None, answers: Mapping[str, Any], base_revision: int, standing: Standing, workflow: Workflow, form: Form
) -> None:
    """Refuses `dossier.changed`, `dossier.act_not_open`, `answers.invalid`, and what an act cannot do without."""
    same_revision(standing, base_revision)
    act = act_of_desk(name, standing, workflow)
    check_said(act, said_in(answers), workflow, [field.id for field in form.fields()])

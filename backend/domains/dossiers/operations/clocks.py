"""Clocks that run out: superiors are told, by name, and it is written down."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import zip_longest
from typing import Any
from uuid import UUID

from backend.domains.catalogue.rules import Escalation, Workflow
from backend.domains.dossiers import queries
from backend.domains.dossiers.operations.lines import Line, write_lines
from backend.domains.dossiers.rules import LawNow, Standing, escalated
from backend.domains.dossiers.tables import Dossier
from backend.kernel.refusal import Refusal
from backend.storage.counters import lock_position
from backend.storage.database import tx
from backend.storage.keys import KeyFolder
from backend.storage.rows import update_many
from backend.storage.sealing import Sealer

BY_CLOCK = "clock"
ESCALATE_AT_ONCE = 200
Superiors = Callable[[Sequence[tuple[Standing, Escalation]]], Awaitable[list[list[str]]]]
"""For each dossier and escalation, the ids of those who are told."""


def known_workflow(workflow_of: Callable[[str], Workflow], service: str) -> Workflow | None:
    """The workflow of a service; nothing for a service that is no more: its dossiers stay as they are."""
    try:
        return workflow_of(service)
    except Refusal:
        return None


def _once_a_role(steps: Sequence[Escalation]) -> list[Escalation]:
    """Of several that tell the same people at once, the one of the step: what is late goes before what will be."""
    return list({each.tell: each for each in sorted(steps, key=lambda each: each.of == "step")}.values())


@tx
async def escalate(
    *,
    today: date,
    at: datetime,
    workflow_of: Callable[[str], Workflow],
    superiors: Superiors,
    law: LawNow,
    keys: KeyFolder,
    sealer: Sealer,
) -> int:
    """Escalates what is due, at most two hundred dossiers; how many were looked at. Each role that is due is told."""
    await lock_position()
    found = await queries.to_escalate(today, ESCALATE_AT_ONCE)
    holding = await law()
    due: list[tuple[Standing, Escalation]] = []
    nothing: list[dict[str, Any]] = []
    for each in found:
        if each.clock is None:
            continue
        workflow = known_workflow(workflow_of, each.service)
        if workflow is None:
            nothing.append({"id": each.id, "escalate_on": None})
            continue
        clock, steps = escalated(each.clock, workflow, today, holding)
        after = replace(each, escalated=clock.escalated, warned=clock.warned, escalate_on=clock.escalate_on)
        due += [(after, step) for step in _once_a_role(steps)]
        if not steps:
            nothing.append({"id": each.id, "escalate_on": clock.escalate_on})
    await update_many(Dossier, nothing, by=("id",))
    named = await superiors(due) if due else []
    lines: dict[UUID, list[Line]] = {}
    for (after, step), to in zip(due, named, strict=True):
        said = {"of": step.of, "tell": step.tell, "to": to}
        lines.setdefault(after.id, []).append(Line(after, "dossier.escalate", BY_CLOCK, said, beside=True))
    for together in zip_longest(*lines.values()):  # one line of each dossier, then the second ones
        await write_lines([line for line in together if line], at=at, keys=keys, sealer=sealer)
    return len(found)

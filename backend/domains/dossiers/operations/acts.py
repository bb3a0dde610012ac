"""An act of a workflow, by whoever filed or by staff."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from backend.domains.catalogue.rules import Act, Workflow
from backend.domains.dossiers import queries
from backend.domains.dossiers.operations.correcting import found_there, judge_anew, sent_on
from backend.domains.dossiers.operations.lines import Line, write_lines
from backend.domains.dossiers.operations.lost_days import give_lost_days
from backend.domains.dossiers.rules import (
    BY_FILER,
    LEASE,
    Clock,
    Corrected,
    Law,
    LawNow,
    Span,
    Standing,
    done_once,
    keeps,
    moved,
    place_of,
    same_revision,
)
from backend.domains.receipts import operations as receipts
from backend.kernel.days import day_in_algiers
from backend.kernel.refusal import Refusal
from backend.storage.counters import lock_position
from backend.storage.database import tx
from backend.storage.keys import KeyFolder
from backend.storage.sealing import Sealer


@tx
async def act(
    *,
    number: str,
    act: Act,
    workflow: Workflow,
    base_revision: int,
    actor: str,
    at: datetime,
    content: dict[str, Any] | None,
    law: LawNow,
    keys: KeyFolder,
    sealer: Sealer,
    corrected: Corrected | None = None,
) -> Standing:
    """One act moves a dossier on, or is noted beside it; with a correction it may go to another counter.

    Refuses `dossier.changed` when it was decided on an older revision, `dossier.once` for what is done once.
    """
    await lock_position()
    before = await queries.standing(number)
    if before is None:
        raise Refusal("dossier.unknown")
    same_revision(before, base_revision)
    if act.once:
        done_once(act, await queries.doers(before.id))
    agent = None if actor == BY_FILER else UUID(actor)
    fields = tuple(content["fields"]) if content and "fields" in act.wants else None
    holding = await law()
    stood = before.paused_on or before.closed_at
    given = (await queries.given([before.id], sealer)).get(before.id, ()) if stood else ()
    after = step(before, act, workflow, agent, at, holding, fields, given)
    if corrected is not None:
        after = await judge_anew(after, corrected, sealer)
    line = Line(after, f"dossier.{act.id}", actor, content, beside=act.to is None)
    (after,) = await write_lines([line], at=at, keys=keys, sealer=sealer)
    if corrected is not None and corrected.to is not None and place_of(after) != corrected.to:
        await found_there([after], corrected.to)
        moving = sent_on(after, corrected.to, actor, {"told": False}, day_in_algiers(at))
        (after,) = await write_lines([moving], at=at, keys=keys, sealer=sealer)
    if act.to is not None:
        (after,) = await give_lost_days(
            {after: day_in_algiers(at)}, at=at, workflow_of=lambda _: workflow, law=holding, keys=keys, sealer=sealer
        )
    if act.id == "withdraw":
        await receipts.withdraw(number=number, at=at)
    elif act.id == "correct":
        await receipts.correct(number=number, at=at)
    return after


def step(
    before: Standing,
    act: Act,
    workflow: Workflow,
    agent: UUID | None,
    at: datetime,
    law: Law,
    fields: tuple[str, ...] | None = None,
    given: Iterable[Span] = (),
) -> Standing:
    """The dossier after an act; `agent`: who of the staff does it, nobody for its filer; `given`: lost days it has."""
    if act.to is None:
        return before if agent is None else replace(before, holder=agent, held_until=at + LEASE)
    state, today = workflow.state(act.to), day_in_algiers(at)
    ended_on = day_in_algiers(before.closed_at) if before.closed_at else None
    clock = moved(before.clock or _begun_late(at), state, workflow, today, law, ended_on=ended_on, given=given)
    holder, held_until = before.holder, before.held_until
    if agent is not None:
        holder, held_until = (agent, at + LEASE) if keeps(act, workflow) else (None, None)
    if state.ended:
        holder = held_until = None
    elif state.awaits == "filer":
        held_until = None  # whoever asked stays named; anybody of the place may go on when the answer is long in coming
    elif agent is None and holder is not None:
        held_until = at + LEASE
    return replace(
        before,
        state=state.id,
        revision=before.revision + 1,
        holder=holder,
        held_until=held_until,
        answer_by=clock.answer_by,
        due_on=clock.due_on,
        paused_on=clock.paused_on,
        escalated=clock.escalated,
        warned=clock.warned,
        escalate_on=clock.escalate_on,
        closed_at=at if state.ended else None,
        open_fields=fields,
    )


def _begun_late(at: datetime) -> Clock:
    """For a dossier of before there were clocks: it is measured from its next act on."""
    far = day_in_algiers(at) + timedelta(days=60)
    return Clock(far, far)

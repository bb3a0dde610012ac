"""What staff do with dossiers: take them in hand, hand them on, note, and act on them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.domains.catalogue.rules import Act, Workflow
from backend.domains.dossiers import queries
from backend.domains.dossiers.operations.acts import act as do
from backend.domains.dossiers.operations.acts import step
from backend.domains.dossiers.operations.correcting import found_there, sent_on
from backend.domains.dossiers.operations.lines import Line, write_lines
from backend.domains.dossiers.operations.lost_days import give_lost_days
from backend.domains.dossiers.queries import Wanted
from backend.domains.dossiers.rules import (
    LEASE,
    LONGEST_TEXT,
    SHORTEST_TEXT,
    LawNow,
    Said,
    Standing,
    check_said,
    content_of_act,
    decides_now,
    decision_digest,
    decision_facts,
    free_for,
    in_hands_of,
    may_be_done,
    told,
)
from backend.domains.dossiers.tables import Dossier
from backend.domains.identity.rules import Scope
from backend.domains.receipts import operations as receipts
from backend.domains.receipts.ports import ReceiptSigner
from backend.kernel.days import day_in_algiers
from backend.kernel.refusal import Refusal
from backend.storage.counters import lock_position
from backend.storage.database import tx
from backend.storage.jobs import enqueue
from backend.storage.keys import KeyFolder
from backend.storage.rows import update_many
from backend.storage.sealing import Sealer

LETTER_PDF = "letter.pdf"
MOST_AT_ONCE, LOOKED_AT = 200, 50
TAKE_UP = "take_up"


@dataclass(frozen=True, slots=True)
class Serving:
    """Who of the staff acts and when, and what acting needs. `workflow_of`: from a service's code to its workflow.

    `signed`: the name and role under which they decide; `concerning`: which dossiers are about somebody, or filled in
    by them, by id: with those nothing of theirs is done.
    """

    agent: UUID
    at: datetime
    signed: tuple[str, str]
    workflow_of: Callable[[str], Workflow]
    law: LawNow
    keys: KeyFolder
    sealer: Sealer
    signer: ReceiptSigner
    concerning: Callable[[UUID, Collection[Standing]], Awaitable[set[UUID]]]


@tx
async def claim(serving: Serving, *, numbers: Sequence[str]) -> list[Standing]:
    """Takes those of these in hand that nobody else has; they come back, the others are left out.

    One that waits to be taken up is taken up by that.
    """
    await lock_position()
    found = await queries.standings(numbers[:MOST_AT_ONCE])
    free = [each for each in found.values() if _free(each, serving)]
    return await _claimed(serving, await _others(serving, free))


@tx
async def claim_next(serving: Serving, *, wanted: Wanted, count: int) -> list[Standing]:
    """Takes the next ones of a queue that nobody has in hand, the most urgent first; no two people get the same."""
    await lock_position()
    wanted, most = replace(wanted, free_at=serving.at), min(count, MOST_AT_ONCE)
    found: list[Standing] = []
    while len(found) < most:  # those that concern whoever takes them are left to others
        rows = [row.standing for row in await queries.queue(wanted, LOOKED_AT)]
        found += await _others(serving, rows)
        if len(rows) < LOOKED_AT or (day := rows[-1].due_on) is None:
            break
        wanted = replace(wanted, after=(day, rows[-1].id))
    return await _claimed(serving, found[:most])


async def _others(serving: Serving, standings: Sequence[Standing]) -> list[Standing]:
    """Those that do not concern whoever serves."""
    theirs = await serving.concerning(serving.agent, standings)
    return [each for each in standings if each.id not in theirs]


async def _claimed(serving: Serving, standings: Sequence[Standing]) -> list[Standing]:
    agent, at, law = serving.agent, serving.at, await serving.law()
    lines: list[Line] = []
    kept: list[Standing] = []
    for each in standings:
        workflow = serving.workflow_of(each.service)
        take_up = workflow.act(TAKE_UP, each.state)
        if take_up:
            after = step(each, take_up, workflow, agent, at, law)
            lines.append(Line(after, f"dossier.{TAKE_UP}", str(agent)))
        elif each.holder == agent:  # theirs for longer, which is no line of the story; what awaits its filer stays open
            kept.append(replace(each, held_until=None if each.paused_on else at + LEASE))
        else:
            after = replace(each, holder=agent, held_until=at + LEASE)
            lines.append(_beside(serving, after, "claim"))
    await update_many(Dossier, [{"id": each.id, "held_until": each.held_until} for each in kept], by=("id",))
    written = await _write(serving, lines)
    begun = [each for each, line in zip(written, lines, strict=True) if not line.beside]
    aside = [each for each, line in zip(written, lines, strict=True) if line.beside]
    return [*await _given(serving, begun), *aside, *kept]


async def _given(serving: Serving, standings: Sequence[Standing], *, new_step: bool = True) -> list[Standing]:
    """The same with the lost days that lie ahead of them."""
    return await give_lost_days(
        dict.fromkeys(standings, day_in_algiers(serving.at)),
        at=serving.at,
        workflow_of=serving.workflow_of,
        law=await serving.law(),
        keys=serving.keys,
        sealer=serving.sealer,
        new_step=new_step,
    )


@tx
async def release(serving: Serving, *, numbers: Sequence[str]) -> list[Standing]:
    """Gives back what this agent has in hand, for others to take."""
    await lock_position()
    found = await queries.standings(numbers[:MOST_AT_ONCE])
    mine = [each for each in found.values() if each.holder == serving.agent and each.closed_at is None]
    return await _write(serving, [_beside(serving, _let_go(each), "release") for each in mine])


@tx
async def assign(serving: Serving, *, number: str, to: UUID) -> Standing:
    """A superior gives a dossier to somebody, whoever has it now.

    Refuses `dossier.ended`, `dossier.own`, `dossier.theirs`.
    """
    before = await _open(number)
    if await serving.concerning(serving.agent, [before]):
        raise Refusal("dossier.own")
    if await serving.concerning(to, [before]):
        raise Refusal("dossier.theirs")
    after = replace(before, holder=to, held_until=serving.at + LEASE)
    (done,) = await _write(serving, [_beside(serving, after, "assign", {"to": str(to)})])
    return done


@tx
async def transfer(serving: Serving, *, numbers: Sequence[str], to: Scope, reason: str) -> list[Standing]:
    """Sends dossiers to another counter, wilaya or body; they are in nobody's hands there.

    Those that ended, that somebody else has or that concern this agent are left out. Refuses `dossier.text`.
    """
    content = {"text": _text(reason), "told": False}
    await lock_position()
    found = await queries.standings(numbers[:MOST_AT_ONCE])
    free = [each for each in found.values() if _free(each, serving)]
    going = await _others(serving, free)
    await found_there(going, to)
    today = day_in_algiers(serving.at)
    lines = [sent_on(each, to, str(serving.agent), content, today) for each in going]
    return await _given(serving, await _write(serving, lines), new_step=False)


@tx
async def note(serving: Serving, *, number: str, text: str) -> Standing:
    """What colleagues are to know, and nobody else. Refuses `dossier.text`, `dossier.unknown`, `dossier.own`."""
    content = {"text": _text(text), "told": False}
    await lock_position()
    before = await queries.standing(number)
    if before is None:
        raise Refusal("dossier.unknown")
    if await serving.concerning(serving.agent, [before]):
        raise Refusal("dossier.own")
    (done,) = await _write(serving, [_beside(serving, before, "note", content)])
    return done


@tx
async def act_at_desk(
    serving: Serving, *, number: str, act: Act, said: Said, fields: Sequence[str], base_revision: int
) -> Standing:
    """An act of staff, who then have it in hand where they can go on with it. `fields`: what may be asked for anew.

    Refuses `dossier.own`, `dossier.changed`, `dossier.held`, `dossier.four_eyes`, `dossier.once`, `dossier.waits`, and
    what an act cannot do without.
    """
    before = await _open(number)
    if await serving.concerning(serving.agent, [before]):
        raise Refusal("dossier.own")
    workflow = serving.workflow_of(before.service)
    check_said(act, said, workflow, fields)
    free_for(before, serving.agent, serving.at)
    may_be_done(act, serving.agent, await queries.doers(before.id))
    decides_now(act, await queries.waits_until(before, serving.at))
    content = content_of_act(said, told=told(act, workflow))
    if act.documents:
        content["signed"] = dict(zip(("name", "role"), serving.signed, strict=True))
        content |= {"answer_by": before.answer_by.isoformat()} if before.answer_by else {}
    after = await do(
        number=number,
        act=act,
        workflow=workflow,
        base_revision=base_revision,
        actor=str(serving.agent),
        at=serving.at,
        content=content,
        law=serving.law,
        keys=serving.keys,
        sealer=serving.sealer,
    )
    if act.documents:
        await _issue_letter(serving, after, act, content)
    return after


async def _issue_letter(serving: Serving, after: Standing, act: Act, content: dict[str, Any]) -> None:
    """The decision's letter; it is printed after the commit."""
    digest = decision_digest(after, act.id, content)
    token = serving.signer.token(decision_facts(after, digest, serving.at))
    letter = await receipts.issue_letter(
        number=after.number, revision=after.revision, digest=digest, token=token, issued_at=serving.at
    )
    await enqueue(LETTER_PDF, {"letter": str(letter)})


def _free(standing: Standing, serving: Serving) -> bool:
    """Open, and in no other hands."""
    return standing.closed_at is None and in_hands_of(standing, serving.at) in (None, serving.agent)


def _let_go(standing: Standing) -> Standing:
    return replace(standing, holder=None, held_until=None)


def _beside(serving: Serving, after: Standing, verb: str, content: dict[str, Any] | None = None) -> Line:
    return Line(after, f"dossier.{verb}", str(serving.agent), content, beside=True)


async def _write(serving: Serving, lines: Sequence[Line]) -> list[Standing]:
    return await write_lines(lines, at=serving.at, keys=serving.keys, sealer=serving.sealer) if lines else []


async def _open(number: str) -> Standing:
    await lock_position()
    before = await queries.standing(number)
    if before is None:
        raise Refusal("dossier.unknown")
    if before.closed_at is not None:
        raise Refusal("dossier.ended")
    return before


def _text(typed: str) -> str:
    text = typed.strip()
    if not SHORTEST_TEXT <= len(text) <= LONGEST_TEXT:
        raise Refusal("dossier.text", least=SHORTEST_TEXT, most=LONGEST_TEXT)
    return text

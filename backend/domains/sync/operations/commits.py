"""Pushes that come together share one commit: one wait for the disk, and one set of rows, serves them all."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID
from weakref import WeakKeyDictionary

from backend.domains.sync.operations.applying import Arrival
from backend.domains.sync.operations.recording import record
from backend.domains.sync.ports import Centre
from backend.domains.sync.rules.envelope import Envelope
from backend.domains.sync.rules.outcomes import Outcome, kept_on_device
from backend.kernel.refusal import Refusal
from backend.storage.counters import lock_position
from backend.storage.database import tx

MOST_TOGETHER = 100  # envelopes of one commit, so that nobody waits long behind others
log = logging.getLogger("shubbak.sync")


@dataclass(frozen=True, slots=True)
class _Waiting:
    centre: Centre
    arrivals: Sequence[Arrival]
    now: datetime
    answers: asyncio.Future[list[Outcome]]


@dataclass(slots=True)
class _Lane:
    """What waits on one event loop for the commit that is going on."""

    waiting: deque[_Waiting] = field(default_factory=deque)
    going: asyncio.Task[None] | None = None


_lanes: WeakKeyDictionary[asyncio.AbstractEventLoop, _Lane] = WeakKeyDictionary()


async def committed(centre: Centre, envelopes: Sequence[Envelope], carrier: UUID, now: datetime) -> list[Outcome]:
    """The outcomes of these envelopes, in order, once they are committed."""
    if not envelopes:
        return []
    loop = asyncio.get_running_loop()
    lane = _lanes.setdefault(loop, _Lane())
    arrivals = [Arrival(envelope, now, carrier) for envelope in envelopes]
    mine = _Waiting(centre, arrivals, now, loop.create_future())
    lane.waiting.append(mine)
    if lane.going is None or lane.going.done():
        # A task of its own: a caller that hangs up takes nobody else's commit with it.
        lane.going = asyncio.create_task(_drive(lane))
    return await mine.answers


async def _drive(lane: _Lane) -> None:
    while lane.waiting:
        together = _next(lane.waiting)
        try:
            answers = iter(await _commit(together))
        except Exception as fault:
            log.warning("a shared commit failed, envelopes are committed one by one: %s", type(fault).__name__)
            for each in together:
                await _one_by_one(each)
            continue
        for each in together:
            _tell(each, [next(answers) for _ in each.arrivals])


def _next(waiting: deque[_Waiting]) -> list[_Waiting]:
    together = [waiting.popleft()]
    size = len(together[0].arrivals)
    while waiting and size + len(waiting[0].arrivals) <= MOST_TOGETHER and waiting[0].centre is together[0].centre:
        together.append(waiting.popleft())
        size += len(together[-1].arrivals)
    return together


async def _one_by_one(push: _Waiting) -> None:
    """One envelope never blocks another: each gets a commit of its own. What the store refuses concerns them all."""
    try:
        _tell(push, [await _alone(replace(push, arrivals=[arrival])) for arrival in push.arrivals])
    except Refusal as refusal:
        _tell(push, refusal)


async def _alone(one: _Waiting) -> Outcome:
    try:
        (outcome,) = await _commit([one])
    except Refusal:
        raise
    except Exception as fault:  # a fault in the program, met by this envelope alone: it stays on its device
        log.error("an envelope could not be recorded", exc_info=fault)
        return kept_on_device("retry", "server.fault")
    return outcome


def _tell(each: _Waiting, answer: list[Outcome] | Exception) -> None:
    if each.answers.done():  # the caller hung up
        return
    if isinstance(answer, Exception):
        each.answers.set_exception(answer)
    else:
        each.answers.set_result(answer)


@tx
async def _commit(together: Sequence[_Waiting]) -> list[Outcome]:
    # One commit at a time passes here: whoever holds the counter sees all that was recorded before.
    await lock_position()
    answers: list[Outcome] = []
    now = max(each.now for each in together)
    for run in runs([arrival for each in together for arrival in each.arrivals]):
        answers += await record(together[0].centre, run, now)
    return answers


def runs(arrivals: Sequence[Arrival]) -> Iterator[list[Arrival]]:
    """Cuts what came, in order, where an envelope repeats or refers to one before it, and around each act."""
    run: list[Arrival] = []
    ids: set[UUID] = set()
    for arrival in arrivals:
        envelope = arrival.envelope
        refers = envelope.id in ids or ids.intersection(envelope.depends_on) or envelope.corrects in ids
        if run and (refers or envelope.kind != "dossier.file" or run[-1].envelope.kind != "dossier.file"):
            yield run
            run, ids = [], set()
        run.append(arrival)
        ids.add(envelope.id)
    if run:
        yield run

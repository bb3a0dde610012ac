"""Held envelopes end: the one they wait for was applied, their last file came, or thirty days have passed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from backend.domains.sync import queries
from backend.domains.sync.operations.applying import OF_ACTS, Arrival, apply_all
from backend.domains.sync.operations.verdicts import held_answer, verdict_on
from backend.domains.sync.ports import Centre
from backend.domains.sync.queries import Entry
from backend.domains.sync.rules.answers import written
from backend.domains.sync.rules.envelope import Envelope
from backend.domains.sync.rules.file_types import file_flags
from backend.domains.sync.rules.judging import Verdict, refused_for
from backend.domains.sync.rules.outcomes import FINAL, Outcome, refused
from backend.domains.sync.tables import Envelope as EnvelopeTable
from backend.domains.sync.tables import EnvelopeNeed
from backend.kernel.refusal import Refusal
from backend.storage.counters import lock_position
from backend.storage.database import savepoint, tx

PATIENCE = timedelta(days=30)
PIECES_MISSING = "pieces.missing"


async def wake(centre: Centre, ended: Collection[UUID], now: datetime) -> None:
    """Judges again what waited for these envelope ids, and then what waited for those."""
    while ended:
        entries = await queries.waiting_for(ended)
        ended = await settle(centre, entries, now)


async def settle(centre: Centre, entries: Collection[UUID], now: datetime) -> list[UUID]:
    """Judges held envelopes again, each in its turn; the ids of those that came to an end."""
    ended: list[UUID] = []
    complete = await queries.complete_files(entries)
    for entry, envelope in await queries.opened(centre, entries):
        come = complete.get(entry.entry, {})
        known = await queries.knowledge(centre, [envelope], now, {envelope.id: frozenset(come)})
        carried = entry.carrier != entry.device
        verdict = verdict_on(centre, envelope, carried=carried, known=known, received_at=entry.received_at)
        flags = file_flags(envelope.files, come)
        if await _conclude_alone(centre, entry, envelope, verdict, now, flags=flags) in FINAL:
            ended.append(envelope.id)
    return ended


async def _conclude_alone(
    centre: Centre, entry: Entry, envelope: Envelope, verdict: Verdict, now: datetime, *, flags: Sequence[str]
) -> str:
    """The same where no person looks on: an act that is refused by what it does stops nothing else."""
    try:
        async with savepoint():
            return await conclude(centre, entry, envelope, verdict, now, flags=flags)
    except Refusal as refusal:
        if not refusal.code.startswith(OF_ACTS):
            raise
        return await conclude(centre, entry, envelope, refused_for(refusal), now, flags=flags)


async def conclude(
    centre: Centre,
    entry: Entry,
    envelope: Envelope,
    verdict: Verdict,
    now: datetime,
    *,
    flags: Sequence[str] = (),
    by: str | None = None,
) -> str:
    """Gives a held envelope the outcome of a verdict, once; a final one is never changed. `by`: who decided it."""
    if entry.outcome in FINAL:
        return entry.outcome
    outcome, number, position = await _outcome(centre, entry, envelope, verdict, now, (*verdict.flags, *flags))
    await EnvelopeTable.update(
        {
            EnvelopeTable.outcome: outcome["outcome"],
            EnvelopeTable.code: outcome.get("code"),
            EnvelopeTable.number: number,
            EnvelopeTable.position: position,
            EnvelopeTable.answer: written(outcome),
            EnvelopeTable.resolved_by: by,
            EnvelopeTable.resolved_at: now if by else None,
        }
    ).where((EnvelopeTable.entry == entry.entry) & EnvelopeTable.outcome.not_in(sorted(FINAL)))
    if outcome["outcome"] != "waiting":
        await EnvelopeNeed.delete().where(EnvelopeNeed.entry == entry.entry)
    return str(outcome["outcome"])


async def _outcome(
    centre: Centre, entry: Entry, envelope: Envelope, verdict: Verdict, now: datetime, flags: tuple[str, ...]
) -> tuple[Outcome, str | None, int]:
    if verdict.outcome == "apply":
        arrival = Arrival(envelope, entry.received_at, entry.carrier, verdict.standing, flags, acted_at=now)
        (done,) = await apply_all(centre, [arrival])
        return done.outcome, done.number, done.outcome["position"]
    if verdict.outcome == "refused":
        return refused(verdict.code or "", verdict.fields, verdict.current), None, entry.position
    return held_answer(centre, envelope, verdict, entry.position, entry.received_at), None, entry.position


@tx
async def sweep(centre: Centre, now: datetime) -> int:
    """Ends what was held for thirty days; how many. Files that never came leave a dossier awaiting pieces."""
    await lock_position()
    old = await queries.held_before(now - PATIENCE, ("need_files", "waiting"))
    for each in old:
        ((entry, envelope),) = await queries.opened(centre, [each])
        if entry.outcome == "waiting":
            await conclude(centre, entry, envelope, Verdict("quarantined", "depends_on.missing"), now)
        elif entry.outcome == "need_files":
            await _go_without(centre, entry, envelope, now)
        # else: one that came to its end before it in this sweep brought it to its own
    return len(old)


async def _go_without(centre: Centre, entry: Entry, envelope: Envelope, now: datetime) -> None:
    come = (await queries.complete_files([entry.entry])).get(entry.entry, {})
    known = await queries.knowledge(
        centre, [envelope], now, {envelope.id: frozenset(file.sha256 for file in envelope.files)}
    )
    carried = entry.carrier != entry.device
    verdict = verdict_on(centre, envelope, carried=carried, known=known, received_at=entry.received_at)
    flags = [PIECES_MISSING, *file_flags(envelope.files, come)]
    if await _conclude_alone(centre, entry, envelope, verdict, now, flags=flags) in FINAL:
        await wake(centre, [envelope.id], now)

"""Recording a run of envelopes: what was known before, the verdict on each, and one set of rows for all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.domains.sync import queries
from backend.domains.sync.operations.applying import Applied, Arrival, apply_all, apply_alone
from backend.domains.sync.operations.settling import wake
from backend.domains.sync.operations.verdicts import held_answer, received_at, verdict_on, wilaya_of
from backend.domains.sync.ports import Centre
from backend.domains.sync.queries import Entry, present
from backend.domains.sync.rules.answers import revealed, written
from backend.domains.sync.rules.envelope import Envelope, FileEntry
from backend.domains.sync.rules.judging import Knowledge, Verdict
from backend.domains.sync.rules.outcomes import FINAL, HELD, Outcome, kept_on_device, refused
from backend.domains.sync.tables import Envelope as EnvelopeTable
from backend.domains.sync.tables import EnvelopeCarrier, EnvelopeFile, EnvelopeNeed
from backend.kernel.ids import uuid7
from backend.storage.counters import next_position
from backend.storage.rows import insert_many

ID_REUSED = Verdict("quarantined", "envelope.id_reused")


async def record(centre: Centre, run: Sequence[Arrival], now: datetime) -> list[Outcome]:
    """The outcome of each envelope of a run; one recorded before gets the outcome it has."""
    envelopes = [arrival.envelope for arrival in run]
    entries = await queries.entries([envelope.id for envelope in envelopes])
    known = await queries.knowledge(centre, envelopes, now)
    recorded = [_same(entries, envelope) for envelope in envelopes]
    fresh = [
        replace(arrival, received_at=received_at(centre, arrival.envelope, arrival.received_at))
        for arrival, entry in zip(run, recorded, strict=True)
        if entry is None
    ]
    verdicts = [_verdict(centre, arrival, entries, known) for arrival in fresh]
    stored = iter(await _store(centre, fresh, verdicts, now))
    await _note_carriers(zip(run, recorded, strict=True))
    return [present(centre, entry) if entry else next(stored) for entry in recorded]


async def _note_carriers(pairs: Iterable[tuple[Arrival, Entry | None]]) -> None:
    """Whoever carried an envelope may bring its files, also after another had brought it."""
    rows = [
        {"id": uuid7(), "entry": entry.entry, "carrier": arrival.carrier}
        for arrival, entry in pairs
        if entry and entry.outcome in HELD and arrival.carrier not in (entry.device, entry.carrier)
    ]
    await insert_many(EnvelopeCarrier, rows, on_conflict_do_nothing=True)


def _same(entries: dict[UUID, list[Entry]], envelope: Envelope) -> Entry | None:
    return next((entry for entry in entries.get(envelope.id, ()) if entry.digest == envelope.digest), None)


def _verdict(centre: Centre, arrival: Arrival, entries: dict[UUID, list[Entry]], known: Knowledge) -> Verdict:
    envelope = arrival.envelope
    if envelope.id in entries:
        return ID_REUSED
    carried = envelope.device_id != arrival.carrier
    return verdict_on(centre, envelope, carried=carried, known=known, received_at=arrival.received_at)


async def _store(centre: Centre, fresh: Sequence[Arrival], verdicts: Sequence[Verdict], now: datetime) -> list[Outcome]:
    pairs = [
        (replace(arrival, standing=verdict.standing, flags=verdict.flags), verdict)
        for arrival, verdict in zip(fresh, verdicts, strict=True)
    ]
    judged, applied = await _applied(centre, pairs)
    to_hold = sum(verdict.outcome in HELD for _, verdict in judged)
    position = await next_position(to_hold, centre.keys) - to_hold if to_hold else 0
    outcomes: list[Outcome] = []
    rows, files, needs = [], [], []
    for arrival, verdict in judged:
        done = next(applied) if verdict.outcome == "apply" else None
        position += verdict.outcome in HELD
        outcome = done.outcome if done else _unapplied(centre, arrival, verdict, position)
        outcomes.append(outcome)
        if outcome["outcome"] not in FINAL | HELD:
            continue
        row = _row(centre, arrival, outcome, done)
        rows.append(row)
        if outcome["outcome"] in HELD:
            files += [_file_row(row["entry"], file) for file in _distinct(arrival.envelope)]
        needs += [{"id": uuid7(), "entry": row["entry"], "needs": each} for each in verdict.waits_for]
    await insert_many(EnvelopeTable, rows)
    await insert_many(EnvelopeFile, files)
    await insert_many(EnvelopeNeed, needs)
    await wake(centre, [row["id"] for row in rows if row["outcome"] in FINAL], now)
    return [
        revealed(outcome, arrival.envelope.digest, queries.secret_of(centre))
        for outcome, arrival in zip(outcomes, fresh, strict=True)
    ]


async def _applied(
    centre: Centre, pairs: Sequence[tuple[Arrival, Verdict]]
) -> tuple[Sequence[tuple[Arrival, Verdict]], Iterator[Applied]]:
    """Applies what is to be; an act, which is a run by itself, may still be refused by what it does."""
    to_apply = [arrival for arrival, verdict in pairs if verdict.outcome == "apply"]
    if all(arrival.envelope.kind == "dossier.file" for arrival in to_apply):
        return pairs, iter(await apply_all(centre, to_apply))
    ((arrival, _),) = pairs
    done = await apply_alone(centre, arrival)
    return ([(arrival, done)], iter(())) if isinstance(done, Verdict) else (pairs, iter([done]))


def _unapplied(centre: Centre, arrival: Arrival, verdict: Verdict, position: int) -> Outcome:
    if verdict.outcome == "upgrade":
        return kept_on_device("upgrade")
    if verdict.outcome == "refused":
        return refused(verdict.code or "", verdict.fields, verdict.current)
    return held_answer(centre, arrival.envelope, verdict, position, arrival.received_at)


def _distinct(envelope: Envelope) -> list[FileEntry]:
    return list({file.sha256: file for file in envelope.files}.values())


def _file_row(entry: UUID, file: FileEntry) -> dict[str, Any]:
    return {"id": uuid7(), "entry": entry, "sha256": bytes.fromhex(file.sha256), "size": file.size}


def _row(centre: Centre, arrival: Arrival, outcome: Outcome, done: Applied | None) -> dict[str, Any]:
    entry, envelope = uuid7(), arrival.envelope
    return {
        "entry": entry,
        "wilaya_code": arrival.standing.wilaya_code if arrival.standing else wilaya_of(centre, envelope),
        "id": envelope.id,
        "digest": envelope.digest,
        "first": outcome.get("code") != ID_REUSED.code,
        "device": envelope.device_id,
        "carrier": arrival.carrier,
        "person": envelope.person,
        "kind": envelope.kind,
        "service": envelope.service,
        "received_at": arrival.received_at,
        "position": outcome.get("position", 0),
        "outcome": outcome["outcome"],
        "code": outcome.get("code"),
        "number": done.number if done else None,
        "claim": bytes.fromhex(envelope.claim) if envelope.claim else None,
        "answer": written(outcome),
        "body": centre.sealer.seal(envelope.kept, table="envelope", column="body", row=str(entry)),
    }

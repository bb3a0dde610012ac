"""Reads of devices, envelopes and changes."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.domains.dossiers import queries as dossiers
from backend.domains.sync.ports import Centre
from backend.domains.sync.rules.answers import SecretOf, revealed
from backend.domains.sync.rules.envelope import Envelope, read_envelope
from backend.domains.sync.rules.judging import DeviceFacts, EntryFacts, Knowledge
from backend.domains.sync.rules.outcomes import Outcome
from backend.domains.sync.rules.pulling import MOST_CHANGES, Cursor
from backend.domains.sync.tables import Device, EnvelopeFile, EnvelopeNeed
from backend.domains.sync.tables import Envelope as EnvelopeTable
from backend.storage.counters import current_epoch, current_position
from backend.storage.rows import rows_in


@dataclass(frozen=True, slots=True)
class Entry:
    """One recorded envelope: who sent it, and the outcome it has now."""

    entry: UUID
    id: UUID
    digest: bytes
    first: bool
    device: UUID
    carrier: UUID
    outcome: str
    number: str | None
    position: int
    received_at: datetime
    answer: str


async def devices(ids: Collection[UUID]) -> dict[UUID, DeviceFacts]:
    """What is known of these devices, by id; the unknown are left out."""
    rows = await rows_in(Device, "id", ids, columns=DeviceFacts.__slots__)
    return {row["id"]: DeviceFacts(**row) for row in rows}


async def entries(ids: Collection[UUID]) -> dict[UUID, list[Entry]]:
    """Every recorded envelope that bears one of these ids, the first digest first."""
    found: dict[UUID, list[Entry]] = {}
    rows = [Entry(**row) for row in await rows_in(EnvelopeTable, "id", ids, columns=Entry.__slots__)]
    for entry in sorted(rows, key=lambda entry: not entry.first):
        found.setdefault(entry.id, []).append(entry)
    return found


async def knowledge(run: Sequence[Envelope], complete_files: dict[UUID, frozenset[str]] | None = None) -> Knowledge:
    """What judging these envelopes may look at."""
    known_devices = await devices({each.device_id for each in run})
    referred = {each for envelope in run for each in _referred(envelope)}
    facts = {
        envelope_id: EntryFacts(first.device, first.digest, first.outcome, first.number)
        for envelope_id, (first, *_) in (await entries(referred)).items()
    }
    numbers = {each.dossier for each in run if each.dossier} | {fact.number for fact in facts.values() if fact.number}
    return Knowledge(known_devices, facts, await dossiers.standings(numbers), complete_files or {})


def _referred(envelope: Envelope) -> set[UUID]:
    filing = set()
    if envelope.dossier is not None and len(envelope.dossier) == 36:
        try:
            filing = {UUID(envelope.dossier)}
        except ValueError:
            filing = set()
    return {*envelope.depends_on, *filing, *([envelope.corrects] if envelope.corrects else [])}


def present(centre: Centre, entry: Entry) -> Outcome:
    """The outcome an envelope has now, the same bytes at each asking once it is final."""
    return revealed(json.loads(entry.answer), entry.digest, secret_of(centre))


def secret_of(centre: Centre) -> SecretOf:
    """Key id → tracking key."""
    return lambda kid: centre.keys.key("tracking", kid).secret


async def opened(centre: Centre, ids: Collection[UUID]) -> list[tuple[Entry, Envelope]]:
    """Recorded envelopes by entry, in the order they came, with what was signed."""
    rows = await rows_in(EnvelopeTable, "entry", ids, columns=(*Entry.__slots__, "body"))
    pairs = [(Entry(**{name: row[name] for name in Entry.__slots__}), _opened(centre, row)) for row in rows]
    return sorted(pairs, key=lambda pair: pair[0].position)


def _opened(centre: Centre, row: dict[str, Any]) -> Envelope:
    sealed = centre.sealer.open(row["body"], table="envelope", column="body", row=str(row["entry"]))
    return read_envelope(json.loads(sealed))


async def complete_files(entries_: Collection[UUID]) -> dict[UUID, dict[str, str | None]]:
    """The files that have come whole, by entry: SHA-256 in hex → the type that their bytes are of."""
    rows = await rows_in(EnvelopeFile, "entry", entries_, columns=("entry", "sha256", "complete_at", "seems"))
    found: dict[UUID, dict[str, str | None]] = {}
    for row in rows:
        if row["complete_at"] is not None:
            found.setdefault(row["entry"], {})[bytes(row["sha256"]).hex()] = row["seems"]
    return found


async def held_before(moment: datetime, outcomes_: Sequence[str]) -> list[UUID]:
    """The entries received before a moment that still have one of these outcomes, in the order they came."""
    rows = (
        await EnvelopeTable.select(EnvelopeTable.entry)
        .where(EnvelopeTable.outcome.is_in(list(outcomes_)) & (EnvelopeTable.received_at < moment))
        .order_by(EnvelopeTable.position)
    )
    return [row["entry"] for row in rows]


async def waiting_for(ids: Collection[UUID]) -> list[UUID]:
    """The entries that wait for one of these envelope ids."""
    rows = await rows_in(EnvelopeNeed, "needs", ids, columns=("entry",))
    return sorted({row["entry"] for row in rows})


async def outcomes(centre: Centre, device: UUID, ids: Sequence[UUID]) -> dict[UUID, Outcome]:
    """The present outcomes of a device's own envelopes; of an id used twice, the first digest's."""
    found = await entries(ids)
    mine = {envelope_id: first for envelope_id, (first, *_) in found.items() if first.device == device}
    return {
        each: {"id": str(each), "digest": entry.digest.hex()} | present(centre, entry) for each, entry in mine.items()
    }


async def changes(centre: Centre, device: DeviceFacts, after: str) -> dict[str, Any]:
    """What happened to the dossiers of a device after a cursor, at most 200 changes, oldest first."""
    epoch, last = await current_epoch(), await current_position()
    cursor = Cursor.read(after, str(epoch.id), last)
    rows = await dossiers.changes(device.id, cursor.position, MOST_CHANGES)
    receipts = await _receipts(centre, rows)
    shown = [_change(row, receipts) for row in rows]
    position = rows[-1]["position"] if rows else max(cursor.position, 0)
    return {"cursor": str(Cursor(str(epoch.id), position)), "reset": cursor.reset, "changes": shown}


async def _receipts(centre: Centre, changes_: Collection[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The filing receipt of each dossier, by its number: of an id used twice, the envelope that became the dossier."""
    numbers = {row["dossier.envelope"]: row["dossier.number"] for row in changes_}
    found = [entry for same in (await entries(numbers)).values() for entry in same]
    return {
        entry.number: present(centre, entry)["receipt"]
        for entry in found
        if entry.number and entry.number == numbers[entry.id]
    }


def _change(row: dict[str, Any], receipts: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return {
        "position": row["position"],
        "dossier": {
            "number": row["dossier.number"],
            "envelope": str(row["dossier.envelope"]),
            "service": row["dossier.service"],
            "version": row["dossier.service_version"],
            "state": row["state"],
            "revision": row["revision"],
            "at": row["at"].isoformat(timespec="seconds"),
            "open_fields": None,
            "messages": [],
            "receipt": receipts.get(row["dossier.number"]),
        },
    }


async def durable_position() -> int:
    """Up to here everything is safe: without a backup, the last position that was synced to disk."""
    return await current_position()


async def code_of(entry: UUID) -> str | None:
    """Why an envelope is held or was refused."""
    row = await EnvelopeTable.select(EnvelopeTable.code).where(EnvelopeTable.entry == entry).first()
    return row["code"] if row else None


async def number_of(envelope: UUID) -> str | None:
    """The number of the dossier that an envelope id became."""
    row = (
        await EnvelopeTable.select(EnvelopeTable.number)
        .where((EnvelopeTable.id == envelope) & EnvelopeTable.number.is_not_null())
        .first()
    )
    return row["number"] if row else None

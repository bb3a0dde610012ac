"""What is recorded: devices, and envelopes with what they wait for and what came of them."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.domains.identity import queries as identity
from backend.domains.sync.ports import Centre
from backend.domains.sync.rules.envelope import Envelope, read_envelope
from backend.domains.sync.rules.judging import Bound, DeviceFacts
from backend.domains.sync.tables import Device, DevicePerson, EnvelopeFile, EnvelopeNeed
from backend.domains.sync.tables import Envelope as EnvelopeTable
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
    person: str | None
    service: str
    outcome: str
    number: str | None
    position: int
    received_at: datetime
    answer: str


async def devices(ids: Collection[UUID]) -> dict[UUID, DeviceFacts]:
    """What is known of these devices, by id; the unknown are left out."""
    rows = await rows_in(Device, "id", ids, columns=DeviceFacts.__slots__)
    return {row["id"]: DeviceFacts(**row) for row in rows}


async def bound(devices_: Collection[UUID]) -> dict[tuple[UUID, str], Bound]:
    """These devices with the people who were ever signed in on them."""
    rows = await rows_in(DevicePerson, "device", devices_, columns=("device", "person", "disowned_at", "left_at"))
    return {(row["device"], str(row["person"])): Bound(row["disowned_at"], row["left_at"]) for row in rows}


async def people_on(device: UUID, now: datetime) -> set[UUID]:
    """Whose a device is now: of whoever signed in on it, until they leave or the session in which they did is ended."""
    rows = await _here(device)
    known = await identity.sessions_by_id([row["session"] for row in rows])
    return {row["person"] for row in rows if row["session"] not in known or known[row["session"]].holds(now)}


async def signed_in_on(device: UUID, now: datetime) -> list[UUID]:
    """The people whose session on a device lasts."""
    known = await identity.sessions_by_id([row["session"] for row in await _here(device)])
    return [session.person for session in known.values() if session.lasts(now)]


async def served_on(device: UUID, now: datetime) -> bool:
    """Whether somebody of the staff is signed in on a device."""
    known = await identity.sessions_by_id([row["session"] for row in await _here(device)])
    return any(session.staff and session.lasts(now) for session in known.values())


async def _here(device: UUID) -> list[dict[str, Any]]:
    rows = await rows_in(DevicePerson, "device", [device], columns=("person", "session", "left_at"))
    return [row for row in rows if row["left_at"] is None]


async def entries(ids: Collection[UUID]) -> dict[UUID, list[Entry]]:
    """Every recorded envelope that bears one of these ids, the first digest first."""
    found: dict[UUID, list[Entry]] = {}
    rows = [Entry(**row) for row in await rows_in(EnvelopeTable, "id", ids, columns=Entry.__slots__)]
    for entry in sorted(rows, key=lambda entry: not entry.first):
        found.setdefault(entry.id, []).append(entry)
    return found


async def claimed(claim: bytes) -> Entry | None:
    """The envelope that bears this claim: of several, the one that was applied, else the first that came.

    A claim belongs to the device whose envelope brought it first: whoever carried that one has read it, and may not
    answer the code with a request of his own.
    """
    columns = [getattr(EnvelopeTable, name) for name in Entry.__slots__]
    rows = await EnvelopeTable.select(*columns).where(EnvelopeTable.claim == claim).order_by(EnvelopeTable.received_at)
    found = [Entry(**row) for row in rows]
    own = [entry for entry in found if entry.device == found[0].device]
    return min(own, key=lambda entry: (entry.outcome != "applied", not entry.first, entry.entry), default=None)


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

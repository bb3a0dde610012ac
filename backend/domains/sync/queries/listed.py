"""What staff go through on the command line: what waits for a person, and which devices are known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.domains.sync.tables import Device, DevicePerson
from backend.domains.sync.tables import Envelope as EnvelopeTable
from backend.storage.rows import rows_in


@dataclass(frozen=True, slots=True)
class Quarantined:
    """An envelope that waits for a named person, without what it says."""

    entry: UUID
    id: UUID
    code: str
    kind: str
    service: str
    wilaya_code: str
    device: UUID
    received_at: datetime


@dataclass(frozen=True, slots=True)
class KnownDevice:
    """A device that made itself known."""

    id: UUID
    kind: str
    enrolled_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class OwnDevice:
    """A device on which a person is or was signed in."""

    device: UUID
    bound_at: datetime
    left_at: datetime | None
    disowned_at: datetime | None


async def own_devices(person: UUID) -> list[OwnDevice]:
    """The devices of a person that they have not given up, the latest first."""
    rows = await rows_in(DevicePerson, "person", [person], columns=OwnDevice.__slots__)
    found = [OwnDevice(**row) for row in rows if row["disowned_at"] is None]
    return sorted(found, key=lambda each: each.bound_at, reverse=True)


async def quarantined() -> list[Quarantined]:
    """Every envelope that waits for a named person, in the order they came."""
    columns = [getattr(EnvelopeTable, name) for name in Quarantined.__slots__]
    rows = EnvelopeTable.select(*columns).where(EnvelopeTable.outcome == "quarantined")
    return [Quarantined(**row) for row in await rows.order_by(EnvelopeTable.position)]


async def quarantined_one(entry: UUID) -> Quarantined | None:
    """One of them, while it waits."""
    columns = [getattr(EnvelopeTable, name) for name in Quarantined.__slots__]
    waits = (EnvelopeTable.entry == entry) & (EnvelopeTable.outcome == "quarantined")
    row = await EnvelopeTable.select(*columns).where(waits).first()
    return Quarantined(**row) if row else None


async def known_devices() -> list[KnownDevice]:
    """Every device but the phones, and every one that is revoked, the oldest first."""
    columns = [getattr(Device, name) for name in KnownDevice.__slots__]
    rows = Device.select(*columns).where((Device.kind != "phone") | Device.revoked_at.is_not_null())
    return [KnownDevice(**row) for row in await rows.order_by(Device.enrolled_at)]

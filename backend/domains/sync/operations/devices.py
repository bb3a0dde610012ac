"""Devices come, are known again, and are revoked."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.domains.dossiers import operations as dossiers
from backend.domains.identity.rules import Session
from backend.domains.sync import queries
from backend.domains.sync.ports import Centre
from backend.domains.sync.rules.devices import CODE_LIFE, Enrolment
from backend.domains.sync.tables import Device, DeviceCode, DevicePerson
from backend.kernel.codes import code_from, new_code
from backend.kernel.ids import uuid7
from backend.kernel.refusal import Refusal
from backend.storage.database import tx
from backend.storage.rows import insert_many


@tx
async def enrol(centre: Centre, *, enrolment: Enrolment, now: datetime) -> bool:
    """Makes a device known by its key; whether it is new. Does nothing for one that is known by the same key.

    Refusals: `device.signature`, `device.id_taken` (another key), `device.code` (a kiosk or desk without a fresh code).
    """
    if not centre.verify(enrolment.key, enrolment.signed, enrolment.signature):
        raise Refusal("device.signature")
    row = {"id": enrolment.device_id, "kind": enrolment.kind, "point": enrolment.key, "enrolled_at": now}
    # Inserted before anything is looked at: two first contacts at once are one device.
    if await insert_many(Device, [row], on_conflict_do_nothing=True, returning=("id",)):
        if enrolment.kind != "phone":
            await _use_code(centre, enrolment, now)
        return True
    known = (await queries.devices([enrolment.device_id]))[enrolment.device_id]
    if known.point != enrolment.key:
        raise Refusal("device.id_taken")
    return False


async def _use_code(centre: Centre, enrolment: Enrolment, now: datetime) -> None:
    used = (
        await DeviceCode.update({DeviceCode.used_at: now})
        .where(
            (DeviceCode.hash == _hash(centre, enrolment.code or ""))
            & (DeviceCode.kind == enrolment.kind)
            & DeviceCode.used_at.is_null()
            & (DeviceCode.expires_at > now)
        )
        .returning(DeviceCode.hash)
    )
    if not used:
        raise Refusal("device.code")


@tx
async def issue_code(centre: Centre, *, kind: str, now: datetime) -> str:
    """A one-time code that enrols one kiosk or desk within seven days. Only its keyed hash is kept."""
    code = new_code()
    await insert_many(DeviceCode, [{"hash": _hash(centre, code), "kind": kind, "expires_at": now + CODE_LIFE}])
    return code


@tx
async def revoke(device_id: UUID, *, now: datetime) -> None:
    """What this device made and was not received before is held from now on. Refuses `device.unknown`."""
    done = (
        await Device.update({Device.revoked_at: now})
        .where((Device.id == device_id) & Device.revoked_at.is_null())
        .returning(Device.id)
    )
    if not done and device_id not in await queries.devices([device_id]):
        raise Refusal("device.unknown")


def _hash(centre: Centre, code: str) -> bytes:
    return centre.sealer.blind(code_from(code), purpose="device_code")


@tx
async def bind(
    centre: Centre, *, device: UUID, session: Session, take_over: Collection[UUID], now: datetime
) -> list[UUID]:
    """A person is signed in on a device, and takes over what it filed without an account by these envelopes.

    What comes back are the envelopes taken over: those that are dossiers by now and nobody's.
    """
    await unbind(device=device, now=now)  # one at a time: whoever was here has left
    person = session.person
    row = {"id": uuid7(), "device": device, "person": person, "bound_at": now}
    await insert_many(DevicePerson, [row], on_conflict_do_nothing=True)
    mine = (DevicePerson.device == device) & (DevicePerson.person == person)
    # Whoever signs in again on what was lost has found it.
    found: dict[Any, Any] = {
        DevicePerson.session: session.id,
        DevicePerson.left_at: None,
        DevicePerson.disowned_at: None,
    }
    await DevicePerson.update(found).where(mine)
    return await dossiers.take_over(
        envelopes=take_over, owner=device, person=person, at=now, keys=centre.keys, sealer=centre.sealer
    )


@tx
async def unbind(*, device: UUID, now: datetime) -> None:
    """Nobody is signed in on this device any more. What was filled on it before stays whose it was."""
    here = (DevicePerson.device == device) & DevicePerson.left_at.is_null()
    await DevicePerson.update({DevicePerson.left_at: now}).where(here)


@tx
async def disown(*, person: UUID, device: UUID | None, now: datetime) -> None:
    """A device, or every one, is a person's no more: it is told nothing of theirs, and nothing new from it is theirs.

    Refuses `device.not_found`: not one of theirs.
    """
    theirs = (DevicePerson.person == person) & DevicePerson.disowned_at.is_null()
    which = theirs if device is None else theirs & (DevicePerson.device == device)
    given_up = await (
        DevicePerson.update({DevicePerson.disowned_at: now, DevicePerson.left_at: now})
        .where(which)
        .returning(DevicePerson.id)
    )
    if device is not None and not given_up:
        raise Refusal("device.not_found")

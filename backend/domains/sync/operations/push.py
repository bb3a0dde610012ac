"""A push: each item is read, its signature checked, and then recorded with its outcome, in one commit.

Source: the sync contract, Order of checks.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.domains.sync import queries
from backend.domains.sync.operations.commits import committed
from backend.domains.sync.ports import Centre
from backend.domains.sync.rules.devices import unbase64url
from backend.domains.sync.rules.envelope import Envelope, Upgrade, id_and_digest, read_envelope
from backend.domains.sync.rules.judging import DeviceFacts
from backend.domains.sync.rules.outcomes import Outcome, for_carrier, kept_on_device, refused
from backend.kernel.refusal import Refusal


async def push(centre: Centre, *, carrier: UUID, items: Sequence[Any], now: datetime) -> list[Outcome]:
    """The outcome of each item, in the order sent. What is answered as stored is committed and synced to disk.

    Refusals: `device.unknown` (the carrier's; it enrols and sends again).
    """
    read = [_read(item) for item in items]
    wanted = {carrier, *(each.device_id for each in read if isinstance(each, Envelope))}
    devices = await queries.devices(wanted)
    if carrier not in devices:
        raise Refusal("device.unknown")
    sound = [_sound(centre, each, devices) if isinstance(each, Envelope) else each for each in read]
    envelopes = [each for each in sound if isinstance(each, Envelope)]
    recorded = iter(await committed(centre, envelopes, carrier, now))
    answers = [next(recorded) if isinstance(each, Envelope) else each for each in sound]
    return [
        id_and_digest(item) | _told(answer, item_read, carrier)
        for item, item_read, answer in zip(items, read, answers, strict=True)
    ]


def _read(item: Any) -> Envelope | Outcome:
    try:
        return read_envelope(item)
    except Upgrade:
        return kept_on_device("upgrade")
    except Refusal as refusal:
        return refused(refusal.code)


def _sound(centre: Centre, envelope: Envelope, devices: dict[UUID, DeviceFacts]) -> Envelope | Outcome:
    if envelope.computed_digest != envelope.digest:
        return refused("envelope.bad_digest")
    device = devices.get(envelope.device_id)
    if device is None:
        return kept_on_device("retry", "device.unknown")
    if not centre.verify(device.point, envelope.digest, unbase64url(envelope.signature)):
        return refused("envelope.bad_signature")
    return envelope


def _told(answer: Outcome, read: Envelope | Outcome, carrier: UUID) -> Outcome:
    carried = isinstance(read, Envelope) and read.device_id != carrier
    return for_carrier(answer) if carried else answer

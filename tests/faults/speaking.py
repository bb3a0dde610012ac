"""Speaking the contract to the centre in this process."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.domains.sync import queries
from backend.domains.sync.operations.files import append, arrived, begin_upload, end_upload
from backend.domains.sync.operations.push import push
from backend.domains.sync.ports import Centre
from backend.domains.sync.rules.judging import DeviceFacts
from backend.kernel.ids import uuid7
from tests.people import Phone, an_hour_before, stoppage
from tests.sync.conftest import NOW

FILLED = an_hour_before(NOW)
JPEG = b"\xff\xd8\xff\xe0 jpeg"


def filing(phone: Phone, site: str = "Chantier", **changed: Any) -> dict[str, Any]:
    return phone.envelope(filled_at=FILLED, answers=stoppage(FILLED, site=site), **changed)


def withdrawal(phone: Phone, dossier: str, **changed: Any) -> dict[str, Any]:
    act = {"kind": "dossier.withdraw", "dossier": dossier, "base_revision": 1}
    return phone.signed(phone.envelope(filled_at=FILLED, answers={}) | act | changed)


def of_another_employer() -> dict[str, Any]:
    """Answers that are nobody's double."""
    return stoppage(FILLED, employer=f"49{uuid7().int % 10**6:06}")


async def outcome_of(
    centre: Centre, phone: Phone, *, answers: dict[str, Any] | None = None, changed: dict[str, Any] | None = None
) -> Any:
    """What became of a filing with these answers, or these keys of the envelope; a good one beside it is applied."""
    good = phone.envelope(filled_at=FILLED, answers=of_another_employer())
    sound = phone.envelope(filled_at=FILLED, answers=of_another_employer() | (answers or {}))
    bad = phone.signed(sound | (changed or {}))
    outcome, beside = await sent(centre, phone, bad, good)
    assert beside["outcome"] == "applied"
    return outcome


async def sent(centre: Centre, phone: Phone, *items: Any, at: datetime = NOW) -> list[dict[str, Any]]:
    """The outcomes of a push of the phone itself."""
    return await push(centre, carrier=phone.id, items=list(items), now=at)


async def answered(centre: Centre, carrier: Phone, *items: Any, at: datetime = NOW) -> list[dict[str, Any]]:
    """The outcomes of a push. That there is an answer is part of every promise."""
    try:
        return await sent(centre, carrier, *items, at=at)
    except Exception as fault:
        raise AssertionError("a push was not answered") from fault


async def told(centre: Centre, phone: Phone, envelope: dict[str, Any]) -> dict[str, Any]:
    """The outcome that an envelope has now."""
    return (await queries.outcomes(centre, phone.id, [UUID(envelope["id"])]))[UUID(envelope["id"])]


async def pulled(centre: Centre, phone: Phone) -> list[dict[str, Any]]:
    """All that a chain of pulls brings."""
    device, cursor, changes = facts(phone), "", list[dict[str, Any]]()
    while (said := await queries.changes(centre, device, cursor, NOW))["changes"]:
        cursor = said["cursor"]
        changes += said["changes"]
    return changes


def facts(phone: Phone) -> DeviceFacts:
    return DeviceFacts(phone.id, phone.kind, b"", None)


async def comes(centre: Centre, phone: Phone, envelope: dict[str, Any], content: bytes, at: datetime = NOW) -> None:
    """A file of an envelope is uploaded by the phone, whole."""
    device = (await queries.devices([phone.id]))[phone.id]
    sha256 = hashlib.sha256(content).digest()
    going = await begin_upload(
        centre, device=device, envelope=UUID(envelope["id"]), sha256=sha256, size=len(content), now=at
    )
    await arrived(centre, going)
    await append(centre, going, content)
    await end_upload(centre, going, now=at)

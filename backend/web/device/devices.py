"""`POST /sync/devices`: a device shows its key; and the binding of a device to a person."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Response, delete, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from backend.domains.identity.operations import shorten_at_kiosk
from backend.domains.identity.rules import Session
from backend.domains.sync.operations import devices as operations
from backend.domains.sync.ports import Centre
from backend.domains.sync.rules.devices import read_enrolment
from backend.domains.sync.rules.judging import DeviceFacts
from backend.kernel.ids import is_uuid7
from backend.kernel.refusal import Refusal
from backend.web.device.contract import Call, json_of, now, said, signed_device
from backend.web.device.quota import Quotas

MOST_REQUESTS = 1000


@post("/sync/devices")
async def devices(request: Call, centre: NamedDependency[Centre], quotas: NamedDependency[Quotas]) -> Response[bytes]:
    quotas.admit(request)
    enrolment = read_enrolment(await json_of(request))
    new = await operations.enrol(centre, enrolment=enrolment, now=now())
    return said({"device_id": str(enrolment.device_id)}, status=201 if new else 200)


@post("/sync/devices/{device_id:uuid}/person", status_code=200)
async def bind(
    request: Call, device_id: FromPath[UUID], centre: NamedDependency[Centre], session: NamedDependency[Session]
) -> Response[bytes]:
    """The one call under /sync to which a cookie belongs: who is signed in here uses this device for themselves."""
    take_over = _requests(await json_of(request))
    device = await _own(request, device_id, centre, await request.body())
    if device.kind == "kiosk":
        await shorten_at_kiosk(session=session.id)
    taken = await operations.bind(centre, device=device.id, session=session, take_over=take_over, now=now())
    return said({"person": str(session.person), "requests": [str(each) for each in taken]})


@delete("/sync/devices/{device_id:uuid}/person", status_code=200)
async def unbind(request: Call, device_id: FromPath[UUID], centre: NamedDependency[Centre]) -> Response[bytes]:
    """Whoever was signed in has left: the device is told no news of theirs any more. Its signature is enough."""
    await operations.unbind(device=(await _own(request, device_id, centre, b"")).id, now=now())
    return said({})


async def _own(request: Call, device_id: UUID, centre: Centre, body: bytes) -> DeviceFacts:
    device = await signed_device(request, centre, body)
    if device.id != device_id:
        raise Refusal("device.signature")
    return device


def _requests(sent: Any) -> list[UUID]:
    ids = sent.get("requests") if isinstance(sent, dict) and set(sent) == {"requests"} else None
    if not isinstance(ids, list) or len(ids) > MOST_REQUESTS:
        raise Refusal("body.malformed")
    if not all(isinstance(each, str) and is_uuid7(each) for each in ids):
        raise Refusal("body.malformed")
    return [UUID(each) for each in ids]

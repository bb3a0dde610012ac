"""`POST /sync/devices`: a device shows its key; and the binding of a device to a person."""

from __future__ import annotations

from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from backend.domains.sync.operations.devices import enrol
from backend.domains.sync.ports import Centre
from backend.domains.sync.rules.devices import read_enrolment
from backend.kernel.refusal import Refusal
from backend.web.device.contract import Call, json_of, now, said
from backend.web.device.quota import Quotas


@post("/sync/devices")
async def devices(request: Call, centre: NamedDependency[Centre], quotas: NamedDependency[Quotas]) -> Response[bytes]:
    quotas.admit(request)
    enrolment = read_enrolment(await json_of(request))
    new = await enrol(centre, enrolment=enrolment, now=now())
    return said({"device_id": str(enrolment.device_id)}, status=201 if new else 200)


@post("/sync/devices/{device_id:uuid}/person", status_code=200)
async def person(device_id: FromPath[UUID]) -> Response[bytes]:
    # A device is bound by a signed-in session, and nobody can sign in yet.
    raise Refusal("session.required")

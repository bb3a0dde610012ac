"""`POST /sync/push`: envelopes come in, each gets its outcome."""

from __future__ import annotations

from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency

from backend.domains.sync.operations import push as operations
from backend.domains.sync.ports import Centre
from backend.domains.sync.rules.wire import read_push
from backend.kernel.ids import is_uuid7
from backend.kernel.refusal import Refusal
from backend.web.device.contract import Call, body_of, now, said_of_life
from backend.web.device.quota import Quotas


@post("/sync/push", status_code=200)
async def push(request: Call, centre: NamedDependency[Centre], quotas: NamedDependency[Quotas]) -> Response[bytes]:
    quotas.admit(request)
    carrier, items = read_push(await body_of(request))
    if not is_uuid7(carrier):
        raise Refusal("push.malformed", reason="carrier")
    quotas.admit(request, carrier)
    outcomes = await operations.push(centre, carrier=UUID(carrier), items=items, now=now())
    return await said_of_life(outcomes=outcomes)

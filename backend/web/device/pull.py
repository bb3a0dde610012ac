"""`GET /sync/pull`: what has changed since a cursor, of what this device or its person may see."""

from __future__ import annotations

from litestar import Response, get
from litestar.di import NamedDependency

from backend.domains.sync import queries
from backend.domains.sync.ports import Centre
from backend.web.device.contract import Call, now, said, signed_device


@get("/sync/pull")
async def pull(request: Call, centre: NamedDependency[Centre]) -> Response[bytes]:
    device = await signed_device(request, centre)
    changes = await queries.changes(centre, device, request.query_params.get("after", ""), now())
    return said(changes)

"""`POST /sync/outcomes`: what became of envelopes, asked by the device that made them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency

from backend.domains.sync import queries
from backend.domains.sync.ports import Centre
from backend.kernel.canonical import parse
from backend.kernel.ids import is_uuid7
from backend.kernel.refusal import Refusal
from backend.web.device.contract import Call, body_of, said_of_life, signed_device

MOST_IDS = 1000


@post("/sync/outcomes", status_code=200)
async def outcomes(request: Call, centre: NamedDependency[Centre]) -> Response[bytes]:
    body = await body_of(request)
    device = await signed_device(request, centre, await request.body())
    ids = _ids(body)
    known = await queries.outcomes(centre, device.id, ids)
    unknown = {"outcome": "unknown"}
    answers = [known.get(each, {"id": str(each), **unknown}) for each in ids]
    return await said_of_life(outcomes=answers)


def _ids(body: bytes) -> list[UUID]:
    try:
        asked: Any = parse(body)
    except Refusal:
        raise Refusal("body.malformed") from None
    if not isinstance(asked, dict) or set(asked) != {"ids"} or not isinstance(asked["ids"], list):
        raise Refusal("body.malformed")
    ids = asked["ids"]
    if len(ids) > MOST_IDS or not all(isinstance(each, str) and is_uuid7(each) for each in ids):
        raise Refusal("body.malformed")
    return [UUID(each) for each in ids]

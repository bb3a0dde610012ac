"""What every answer under /sync carries, what every call must show, and how bodies are read."""

from __future__ import annotations

import zlib
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from litestar import Request, Response
from litestar.datastructures import State
from litestar.types import Message, Scope

from backend.domains.sync import queries
from backend.domains.sync.ports import Centre
from backend.domains.sync.rules.devices import read_call_signature
from backend.domains.sync.rules.judging import DeviceFacts
from backend.domains.sync.rules.times import time_token
from backend.domains.sync.rules.wire import PUSH_BYTES
from backend.kernel.canonical import parse, written
from backend.kernel.refusal import Refusal
from backend.web.security import add_headers

Call = Request[Any, Any, State]
DURABLE = "Shubbak-Durable"
DURABLE_LINE = DURABLE.lower().encode()
LARGEST_BODY = 1024 * 1024


def now() -> datetime:
    """The server's clock; the domains below are told the time and never ask."""
    return datetime.now(UTC)


def refuse_cross_site(request: Call) -> None:
    """Refuses `call.cross_site`: no page of another site speaks to /sync through somebody's browser."""
    if request.headers.get("sec-fetch-site") == "cross-site":
        raise Refusal("call.cross_site")


async def body_of(request: Call) -> bytes:
    """The body as sent, inflated where it says gzip.

    Refuses `call.cross_site`, `body.not_json`, `body.too_large`, `body.unreadable`.
    """
    refuse_cross_site(request)
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise Refusal("body.not_json")
    sent = await request.body()
    if len(sent) > LARGEST_BODY:
        raise Refusal("body.too_large", bytes=LARGEST_BODY)
    encoding = request.headers.get("content-encoding", "identity")
    if encoding == "identity":
        return sent
    if encoding != "gzip":
        raise Refusal("body.unreadable")
    return inflated(sent)


def inflated(sent: bytes) -> bytes:
    """The body that gzip made smaller, never more than 8 MiB of it."""
    stream = zlib.decompressobj(wbits=31)
    try:
        body = stream.decompress(sent, PUSH_BYTES + 1)
    except zlib.error:
        raise Refusal("body.unreadable") from None
    if len(body) > PUSH_BYTES:
        raise Refusal("body.too_large", bytes=PUSH_BYTES)
    if not stream.eof or stream.unused_data:
        raise Refusal("body.unreadable")
    return body


async def json_of(request: Call) -> Any:
    """The JSON of a small call. Refuses `body.malformed` and what `body_of` refuses."""
    body = await body_of(request)
    try:
        return parse(body)
    except Refusal:
        raise Refusal("body.malformed") from None


async def signed_device(request: Call, centre: Centre, body: bytes = b"") -> DeviceFacts:
    """The device that signed this call. Refuses `device.signature`, `device.unknown`, `clock.skew`."""
    refuse_cross_site(request)
    signature = read_call_signature(request.headers.get("shubbak-device"), now())
    device = (await queries.devices([signature.device_id])).get(signature.device_id)
    if device is None:
        raise Refusal("device.unknown")
    query = request.scope["query_string"]
    # Some servers leave the query in the raw path.
    target = request.scope["raw_path"].partition(b"?")[0] + (b"?" + query if query else b"")
    message = signature.message(request.method, target.decode("latin-1"), body)
    if not centre.verify(device.point, message, signature.signature):
        raise Refusal("device.signature")
    return device


async def said_of_life(**content: Any) -> Response[bytes]:
    """An answer that names the life it was given in, asked once with how far that life is durable."""
    epoch, durable = await queries.durable_life()
    return said({"epoch": str(epoch.id), **content}, headers={DURABLE: str(durable)})


def said(content: Any, *, status: int = 200, headers: dict[str, str] | None = None) -> Response[bytes]:
    """An authentic answer: the same bytes for the same content."""
    return Response(
        written(content),
        status_code=status,
        media_type="application/json",
        headers={"Cache-Control": "no-store"} | (headers or {}),
    )


async def carry(message: Message, scope: Scope) -> None:
    """Litestar's `before_send`: every answer under /sync, refusals included, tells the time and how far it is durable.

    By these headers a device knows that the answer is ours.
    """
    # The raw path: under a mount, as the uploads are, `path` has lost its beginning.
    if message["type"] != "http.response.start" or not scope["raw_path"].startswith(b"/sync/"):
        return
    centre: Centre = scope["litestar_app"].state.centre
    at, key = now(), centre.keys.current("time")
    headers = {
        "Shubbak-Time": at.isoformat(timespec="seconds"),
        "Shubbak-Time-Token": time_token(key.kid, key.secret, at),
    }
    if not any(name == DURABLE_LINE for name, _ in message["headers"]):
        with suppress(Refusal):  # the database does not answer: that is what the answer says
            headers[DURABLE] = str((await queries.durable_life())[1])
    add_headers(message, headers)

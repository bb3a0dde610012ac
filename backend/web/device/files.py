"""`/sync/files`: resumable uploads by tus 1.0.0.

A plain ASGI handler: what a cut connection brought before it broke is kept, and only here do those bytes arrive.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from datetime import UTC

from litestar import Request, asgi
from litestar.types import HTTPScope, Receive, Send

from backend.domains.sync.operations import files as operations
from backend.domains.sync.ports import Centre
from backend.domains.sync.rules.envelope import LARGEST_FILE
from backend.domains.sync.rules.judging import DeviceFacts
from backend.kernel.canonical import canonical
from backend.kernel.refusal import Refusal
from backend.web.device import contract, tus
from backend.web.device.turns import Cut, Stopped, chunks, turn
from backend.web.device.tus import Answer
from backend.web.errors import put_off, status_of

PATH = "/sync/files"
FRAME = 256 * 1024
EXTENSIONS = {
    "Tus-Extension": "creation,checksum,expiration,termination",
    "Tus-Checksum-Algorithm": ",".join(tus.CHECKSUMS),
}


@asgi(PATH, is_mount=True, copy_scope=True)
async def files(scope: HTTPScope, receive: Receive, send: Send) -> None:
    centre: Centre = scope["litestar_app"].state.centre
    try:
        answer = await _answer(scope, receive, centre)
    except Cut:
        return
    except Refusal as refusal:
        status = tus.STATUS.get(refusal.code) or status_of(refusal)
        headers = {"Content-Type": "application/json"} | put_off(refusal)
        answer = Answer(status, headers, canonical({"code": refusal.code, **_plain(refusal)}))
    headers = answer.headers | {"Tus-Resumable": tus.VERSION, "Cache-Control": "no-store"}
    raw = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]
    raw.append((b"content-length", str(len(answer.body)).encode()))
    await send({"type": "http.response.start", "status": answer.status, "headers": raw})
    await send({"type": "http.response.body", "body": answer.body, "more_body": False})


def _plain(refusal: Refusal) -> dict[str, str]:
    return {key: value for key, value in refusal.details.items() if isinstance(value, str)}


async def _answer(scope: HTTPScope, receive: Receive, centre: Centre) -> Answer:
    method, headers = scope["method"], tus.headers_of(scope)
    if headers.get("sec-fetch-site") == "cross-site":
        raise Refusal("call.cross_site")
    if method == "OPTIONS":
        return Answer(204, {"Tus-Version": tus.VERSION, "Tus-Max-Size": str(LARGEST_FILE), **EXTENSIONS})
    if headers.get("tus-resumable") != tus.VERSION:
        return Answer(412, {"Tus-Version": tus.VERSION})
    device = await contract.signed_device(Request(scope), centre)
    token = scope["raw_path"].decode("latin-1").partition("?")[0].removeprefix(PATH).strip("/")
    if method == "POST" and not token:
        return await _create(centre, device, headers)
    acts: dict[str, Callable[..., Awaitable[Answer]]] = {"HEAD": _head, "PATCH": _patch, "DELETE": _delete}
    if method not in acts:
        raise Refusal("tus.method")
    going = await operations.upload(device, token)
    if going.expires_at < contract.now() and not going.complete:
        raise Refusal("tus.gone")
    return await acts[method](centre, going, headers, receive)


async def _create(centre: Centre, device: DeviceFacts, headers: dict[str, str]) -> Answer:
    size = tus.whole(headers.get("upload-length"))
    if size > LARGEST_FILE:
        raise Refusal("file.too_large")
    envelope, sha256 = tus.named_file(headers.get("upload-metadata"))
    going = await operations.begin_upload(
        centre, device=device, envelope=envelope, sha256=sha256, size=size, now=contract.now()
    )
    return Answer(201, {"Location": f"{PATH}/{going.token}", **tus.expires(going.expires_at.astimezone(UTC))})


async def _head(centre: Centre, going: operations.Upload, headers: dict[str, str], receive: Receive) -> Answer:
    async with turn(going.token):
        come = await operations.resumed(centre, await operations.renewed(going), now=contract.now())
    return Answer(200, {"Upload-Offset": str(come), "Upload-Length": str(going.size)})


async def _delete(centre: Centre, going: operations.Upload, headers: dict[str, str], receive: Receive) -> Answer:
    async with turn(going.token):
        if (await operations.renewed(going)).complete:
            raise Refusal("tus.gone")
        await operations.cancel_upload(centre, going)
    return Answer(204)


async def _patch(centre: Centre, going: operations.Upload, headers: dict[str, str], receive: Receive) -> Answer:
    if headers.get("content-type") != tus.OFFSET_BYTES:
        raise Refusal("tus.type")
    async with turn(going.token) as asked:
        return await _append(centre, await operations.renewed(going), headers, receive, asked)


async def _append(
    centre: Centre, going: operations.Upload, headers: dict[str, str], receive: Receive, asked: asyncio.Event
) -> Answer:
    offset = await operations.arrived(centre, going)
    if tus.whole(headers.get("upload-offset")) != offset:
        raise Refusal("tus.offset")
    if not going.complete:
        offset = await _receive(centre, going, offset, headers.get("upload-checksum"), chunks(receive, asked))
        if offset == going.size:
            await operations.end_upload(centre, going, now=contract.now())
    return Answer(204, {"Upload-Offset": str(offset), **tus.expires(going.expires_at.astimezone(UTC))})


async def _receive(
    centre: Centre, going: operations.Upload, offset: int, checksum: str | None, body: AsyncGenerator[bytes, None]
) -> int:
    """Appends what comes, also of a body that breaks off; with a checksum, all of it or nothing."""
    waiting = bytearray()
    broke: Exception | None = None
    try:
        async with aclosing(body):
            async for chunk in body:
                if offset + len(waiting) + len(chunk) > going.size:
                    raise Refusal("file.size")
                waiting += chunk
                if checksum is None and len(waiting) >= FRAME:
                    await operations.append(centre, going, bytes(waiting))
                    offset += len(waiting)
                    waiting.clear()
    except (Cut, Stopped) as error:
        broke = error
    if checksum is not None and broke is None:
        tus.checksum(checksum, bytes(waiting))
    if waiting and (checksum is None or broke is None):
        await operations.append(centre, going, bytes(waiting))
    if broke is not None:
        raise broke
    return offset + len(waiting)

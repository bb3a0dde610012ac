"""Uploading by tus 1.0.0 over a line of one's own."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from tests.faults.wire import Answer, Line, head_of, now
from tests.people import Phone


async def call(line: Line, phone: Phone, method: str, target: str, body: bytes = b"", **headers: str) -> Answer:
    """The answer to a signed call."""
    return await line.call(method, target, body, **_signed(phone, method, target), **headers)


async def begun(line: Line, phone: Phone, envelope: dict[str, Any], content: bytes) -> str:
    """Where the bytes go."""
    named = {"envelope": envelope["id"], "sha256": hashlib.sha256(content).hexdigest()}
    metadata = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in named.items())
    answer = await call(line, phone, "POST", "/sync/files", Upload_Length=str(len(content)), Upload_Metadata=metadata)
    assert answer.status == 201, answer
    return answer.headers["location"]


async def arrived(line: Line, phone: Phone, target: str) -> int:
    """How many bytes the server says it has."""
    answer = await call(line, phone, "HEAD", target)
    assert answer.status == 200, answer
    return int(answer.headers["upload-offset"])


def patch_of(phone: Phone, target: str, offset: int, size: int, **headers: str) -> bytes:
    """The head of a request for `size` bytes, whatever is sent of them."""
    return head_of("PATCH", target, size, _signed(phone, "PATCH", target) | _piece(offset) | headers)


async def patched(line: Line, phone: Phone, target: str, offset: int, body: bytes) -> Answer:
    """The answer to one piece."""
    return await call(line, phone, "PATCH", target, body, **_piece(offset))


def _piece(offset: int) -> dict[str, str]:
    return {"Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}


def _signed(phone: Phone, method: str, target: str) -> dict[str, str]:
    """Of the body nothing is signed."""
    return {"Tus-Resumable": "1.0.0"} | phone.call(method, target, b"", now())

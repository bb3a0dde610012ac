"""Uploading by tus 1.0.0 over a line of one's own."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from tests.faults.wire import Answer, Line, now
from tests.people import Phone


async def call(line: Line, phone: Phone, method: str, target: str, body: bytes = b"", **headers: str) -> Answer:
    """A signed call; of its body nothing is signed."""
    signed = phone.call(method, target, b"", now())
    return await line.call(method, target, body, Tus_Resumable="1.0.0", **headers, **signed)


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


async def patched(line: Line, phone: Phone, target: str, offset: int, body: bytes) -> Answer:
    """The answer to one piece."""
    return await call(
        line,
        phone,
        "PATCH",
        target,
        body,
        Upload_Offset=str(offset),
        Content_Type="application/offset+octet-stream",
    )

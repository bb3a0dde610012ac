"""The words of tus 1.0.0: what a request says, what an answer carries.

Source: tus resumable upload protocol 1.0.0 (core, creation, checksum, expiration, termination).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from uuid import UUID

from litestar.types import HTTPScope

from backend.kernel.ids import is_uuid7
from backend.kernel.refusal import Refusal

VERSION = "1.0.0"
CHECKSUMS = {"sha1": hashlib.sha1, "sha256": hashlib.sha256}
OFFSET_BYTES = "application/offset+octet-stream"
STATUS = {
    "tus.version": 412,
    "tus.malformed": 400,
    "tus.offset": 409,
    "tus.type": 415,
    "tus.checksum_unknown": 400,
    "tus.checksum": 460,
    "tus.locked": 423,
    "tus.gone": 410,
    "tus.method": 405,
    "file.unknown": 404,
    "file.size": 400,
    "file.too_large": 413,
    "file.altered": 460,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer without a body, or with a refusal's JSON."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


def headers_of(scope: HTTPScope) -> dict[str, str]:
    """The request's headers, names in lower case."""
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}


def whole(text: str | None) -> int:
    """A count of bytes in a header; refuses `tus.malformed`."""
    if text is None or not text.isascii() or not text.isdigit() or len(text) > 15:
        raise Refusal("tus.malformed")
    return int(text)


def named_file(metadata: str | None) -> tuple[UUID, bytes]:
    """The envelope and the SHA-256 that `Upload-Metadata` names; refuses `tus.malformed`."""
    named: dict[str, str] = {}
    for pair in (metadata or "").split(","):
        key, _, value = pair.strip().partition(" ")
        try:
            named[key] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, ValueError):
            raise Refusal("tus.malformed") from None
    envelope, sha256 = named.get("envelope", ""), named.get("sha256", "")
    if not is_uuid7(envelope) or len(sha256) != 64:
        raise Refusal("tus.malformed")
    try:
        return UUID(envelope), bytes.fromhex(sha256)
    except ValueError:
        raise Refusal("tus.malformed") from None


def checksum(header: str, data: bytes) -> None:
    """Refuses `tus.checksum` (other bytes than the header speaks of), `tus.checksum_unknown`, `tus.malformed`."""
    algorithm, _, value = header.partition(" ")
    if algorithm not in CHECKSUMS:
        raise Refusal("tus.checksum_unknown")
    try:
        expected = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        raise Refusal("tus.malformed") from None
    if CHECKSUMS[algorithm](data).digest() != expected:
        raise Refusal("tus.checksum")


def expires(at: datetime) -> dict[str, str]:
    """`Upload-Expires`, as an HTTP date."""
    return {"Upload-Expires": format_datetime(at, usegmt=True)}

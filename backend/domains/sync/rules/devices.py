"""Device keys as they travel, and the header that signs a call.

Source: the sync contract, section Calls.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from backend.domains.sync.rules.times import SKEW
from backend.kernel.canonical import canonical
from backend.kernel.ids import is_uuid7
from backend.kernel.refusal import Refusal

KINDS = ("phone", "kiosk", "desk")
CODE_LIFE = timedelta(days=7)
HEADER = re.compile(r"([0-9a-f-]{36});t=(\d{1,12});sig=([A-Za-z0-9_-]{86})")


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A device that presents itself: `signed` are the bytes its `signature` is over."""

    device_id: UUID
    kind: str
    key: bytes
    code: str | None
    signed: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class CallSignature:
    """What the `Shubbak-Device` header says of a call."""

    device_id: UUID
    at: datetime
    seconds: str
    signature: bytes

    def message(self, method: str, target: str, body: bytes) -> bytes:
        """The bytes that are signed: method, target exactly as sent, time, hash of the body as sent."""
        return f"{method}\n{target}\n{self.seconds}\n{hashlib.sha256(body).hexdigest()}".encode()


def unbase64url(text: str) -> bytes:
    """The bytes of base64url without padding; refuses `base64url.malformed`."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise Refusal("base64url.malformed") from None


def read_enrolment(body: Any) -> Enrolment:
    """The enrolment in a request's JSON; refuses `device.malformed`."""
    required, optional = {"device_id", "public_key", "kind", "at", "signature"}, {"code"}
    if not isinstance(body, dict) or not required <= set(body) <= required | optional:
        raise Refusal("device.malformed")
    code = body.get("code")
    fits = (
        isinstance(body["device_id"], str)
        and is_uuid7(body["device_id"])
        and body["kind"] in KINDS
        and isinstance(body["at"], str)
        and isinstance(body["signature"], str)
        and (code is None or isinstance(code, str))
    )
    if not fits:
        raise Refusal("device.malformed")
    signed = canonical({key: value for key, value in body.items() if key != "signature"})
    try:
        point, signature = _point(body["public_key"]), unbase64url(body["signature"])
    except Refusal:
        raise Refusal("device.malformed") from None
    return Enrolment(UUID(body["device_id"]), body["kind"], point, code, signed, signature)


def _point(jwk: Any) -> bytes:
    if not isinstance(jwk, dict) or jwk.get("kty") != "EC" or jwk.get("crv") != "P-256":
        raise Refusal("device.malformed")
    if not all(isinstance(jwk.get(axis), str) for axis in ("x", "y")) or "d" in jwk:
        raise Refusal("device.malformed")
    x, y = unbase64url(jwk["x"]), unbase64url(jwk["y"])
    if len(x) != 32 or len(y) != 32:
        raise Refusal("device.malformed")
    return x + y


def read_call_signature(header: str | None, now: datetime) -> CallSignature:
    """The call's signature, its time near ours. Refuses `device.signature`, `clock.skew` (with `server_time`)."""
    match = HEADER.fullmatch(header or "")
    if match is None:
        raise Refusal("device.signature")
    device_id, seconds, signature = match.groups()
    try:
        read = CallSignature(
            UUID(device_id), datetime.fromtimestamp(int(seconds), UTC), seconds, unbase64url(signature)
        )
    except (ValueError, OverflowError, OSError, Refusal):
        raise Refusal("device.signature") from None
    if abs(read.at - now) > SKEW:
        raise Refusal("clock.skew", server_time=now.isoformat(timespec="seconds"))
    return read

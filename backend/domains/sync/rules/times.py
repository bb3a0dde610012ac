"""The server's word on time: a MACed token that a device shows back, and what a filled-in time is worth.

Source: the sync contract, fields `seen` and `filled_at`.
"""

from __future__ import annotations

import hmac
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from backend.kernel.base64url import base64url

SKEW = timedelta(seconds=300)


def time_token(kid: str, secret: bytes, now: datetime) -> str:
    """`<epoch seconds>.<key id>.<mac>`: proves that a device was in contact at that second, not before."""
    said = f"{int(now.timestamp())}.{kid}"
    return f"{said}.{_mac(secret, said)}"


def seen_at(token: str | None, secrets: dict[str, bytes]) -> datetime | None:
    """The instant a time token proves; None without a token that verifies. `secrets`: key id → secret."""
    seconds, _, rest = (token or "").partition(".")
    kid, _, mac = rest.partition(".")
    if kid not in secrets or not seconds.isascii() or not seconds.isdigit() or len(seconds) > 12:
        return None
    if not hmac.compare_digest(_mac(secrets[kid], f"{seconds}.{kid}").encode(), mac.encode()):
        return None
    return datetime.fromtimestamp(int(seconds), UTC)


def clock_doubtful(filled_at: datetime, seen: datetime | None, received_at: datetime) -> bool:
    """Whether `filled_at` lies more than 300 s outside what the server itself can vouch for."""
    return seen is None or not seen - SKEW <= filled_at <= received_at + SKEW


# A phone shows the same token with each envelope, and all answers of one second carry the same.
@lru_cache(maxsize=4096)
def _mac(secret: bytes, said: str) -> str:
    return base64url(hmac.digest(secret, said.encode(), "sha256")[:16])

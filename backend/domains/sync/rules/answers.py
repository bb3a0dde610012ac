"""The answer of an applied envelope: what is kept of it, and what is added anew each time it is told.

The tracking secret is derived and never stored (the sync contract, Receipts): what is kept names its key.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from backend.domains.receipts.rules import tracking_secret
from backend.domains.sync.rules.outcomes import Outcome
from backend.kernel import canonical
from backend.kernel.base64url import base64url

SecretOf = Callable[[str], bytes]
"""Key id → the tracking key."""


def kept_receipt(number: str, token: bytes, key_id: str) -> dict[str, Any]:
    """A receipt as it is kept: without its secret."""
    return {"number": number, "token": base64url(token), "url": f"/r/{number}", "secret_key": key_id}


def told_receipt(receipt: dict[str, Any], digest: bytes, secret_of: SecretOf) -> dict[str, Any]:
    """A receipt as its filer is told it: with its secret."""
    told = dict(receipt)
    key = secret_of(told.pop("secret_key"))
    return told | {"secret": tracking_secret(key, told["number"], digest)}


def revealed(outcome: Outcome, digest: bytes, secret_of: SecretOf) -> Outcome:
    """An outcome as it is told; the same bytes at each telling."""
    receipt = outcome.get("receipt")
    if receipt is None or "secret_key" not in receipt:
        return outcome
    return outcome | {"receipt": told_receipt(receipt, digest, secret_of)}


def written(outcome: Outcome) -> str:
    """An outcome as it is kept."""
    return canonical.written(outcome).decode()

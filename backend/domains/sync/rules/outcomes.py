"""What is answered for each item of a push, as the contract spells it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Outcome = dict[str, Any]

# What a carrier that is not the envelope's own device may be told as it is; of all else it learns "received".
OPEN_TO_CARRIERS = {"envelope.malformed", "envelope.bad_digest", "envelope.bad_signature"}
FINAL = {"applied", "refused"}
HELD = {"need_files", "waiting", "quarantined"}


def refused(code: str, fields: Mapping[str, str] | None = None, current: Mapping[str, Any] | None = None) -> Outcome:
    """Final: never given on content to a kiosk or carrier."""
    answer: Outcome = {"outcome": "refused", "code": code, "fields": dict(fields or {})}
    return answer if current is None else answer | {"current": dict(current)}


def applied(
    position: int, dossier: Mapping[str, Any], receipt: Mapping[str, Any] | None, flags: Sequence[str]
) -> Outcome:
    """Final. The tracking secret is not part of what is kept: it is derived anew for each answer."""
    return {
        "outcome": "applied",
        "position": position,
        "dossier": dict(dossier),
        "receipt": None if receipt is None else dict(receipt),
        "flags": list(flags),
    }


def held(outcome: str, position: int, token: str, **rest: Any) -> Outcome:
    """`need_files`, `waiting` or `quarantined`: stored, and the date is secured by a token of kind received."""
    return {"outcome": outcome, "position": position, "receipt": {"token": token}, **rest}


def kept_on_device(outcome: str, code: str | None = None) -> Outcome:
    """`upgrade` or `retry`: not stored here."""
    return {"outcome": outcome} if code is None else {"outcome": outcome, "code": code}


def for_carrier(outcome: Outcome) -> Outcome:
    """What a carrier that did not make the envelope is told of it."""
    if outcome["outcome"] in ("upgrade", "retry") or outcome.get("code") in OPEN_TO_CARRIERS:
        return outcome
    return {"outcome": "received"}

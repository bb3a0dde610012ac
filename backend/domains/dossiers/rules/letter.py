"""What the letter of a decision says, and what its token vouches for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from backend.domains.dossiers.rules.dossier import Event, Standing
from backend.domains.parameters.rules import Parameters
from backend.domains.receipts.rules import DIGEST_BYTES, Kind, LetterContent, ReceiptContent, TokenFacts, written
from backend.kernel.canonical import canonical
from backend.kernel.days import day_in_algiers

COURT = "court_months"


def decision_digest(after: Standing, act: str, content: Mapping[str, Any]) -> bytes:
    """SHA-256 of what was decided: of which dossier, at which revision, which act, in which words."""
    said = {"number": after.number, "revision": after.revision, "act": act, "content": dict(content)}
    return sha256(canonical(said)).digest()


def decision_facts(after: Standing, digest: bytes, at: datetime) -> TokenFacts:
    """The facts of its token, of kind decided."""
    return TokenFacts(after.number, after.service, digest[:DIGEST_BYTES], at, at, Kind.DECIDED)


def court_months(parameters: Parameters, at: datetime) -> int:
    """Within how many months of a decision a court may be asked (loi 08-09, art. 829)."""
    return parameters.in_force(COURT, day_in_algiers(at)).whole


def letter_content(event: Event, receipt: ReceiptContent, parameters: Parameters) -> LetterContent:
    """The letter of one decision; `receipt`: what the receipt of its dossier says, with the letter's own proof."""
    content = event.content or {}
    signed = content.get("signed") or {}
    return LetterContent(
        receipt=receipt,
        act=event.name,
        text=written(content.get("text", "")),
        decided_at=event.at,
        by=signed.get("name", ""),
        role=signed.get("role", ""),
        months=court_months(parameters, event.at),
    )

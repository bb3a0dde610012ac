"""The way back for whoever lost every passkey: two agents, a code, a day's wait for what money goes to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from backend.kernel.refusal import Refusal

CODE_LIFE = timedelta(hours=24)
OPEN_FOR = timedelta(days=2)
"""A recovery that nobody has confirmed by then is begun anew."""
WAIT = timedelta(hours=24)
"""So long after a recovery no payment goes to an account just named: whoever was impersonated has time to object."""


class Evidence(StrEnum):
    """What an agent looked at."""

    CARD = "card"
    PASSPORT = "passport"
    LICENCE = "licence"


@dataclass(frozen=True, slots=True)
class Recovery:
    """One way back. `evidence`: what was looked at, and the end of its number."""

    id: UUID
    person: UUID
    body: str
    wilaya_code: str | None
    agency: str | None
    evidence: str
    begun_by: UUID
    begun_at: datetime
    confirmed_by: UUID | None
    confirmed_at: datetime | None
    refused_at: datetime | None
    done_at: datetime | None

    def waits(self, now: datetime) -> bool:
        """Whether a second agent is still awaited."""
        return self.confirmed_at is None and self.refused_at is None and now - self.begun_at < OPEN_FOR


def evidence_of(kind: str, number: str) -> str:
    """What was looked at: the kind of paper and the last four letters of its number. Refuses `recovery.evidence`."""
    ending = "".join(letter for letter in number if letter.isalnum())[-4:]
    if kind not in set(Evidence) or len(ending) < 4:
        raise Refusal("recovery.evidence")
    return f"{kind} …{ending}"


def may_begin(person: UUID, by: UUID) -> None:
    """Refuses `recovery.own`: nobody opens their own account at the counter they serve at."""
    if person == by:
        raise Refusal("recovery.own")


def may_confirm(recovery: Recovery, by: UUID, now: datetime) -> None:
    """Refuses `recovery.gone`, `recovery.second` (it takes another agent), `recovery.own`."""
    if not recovery.waits(now):
        raise Refusal("recovery.gone")
    if by == recovery.begun_by:
        raise Refusal("recovery.second")
    if by == recovery.person:
        raise Refusal("recovery.own")

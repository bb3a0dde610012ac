"""Reading what lies outside one's place, when somebody is in need: for a reason, for a while, and never unseen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from backend.kernel.refusal import Refusal
from backend.kernel.text import clean

OPEN_FOR = timedelta(minutes=30)
MOST_A_DAY = 10
SHORTEST, LONGEST = 15, 500


@dataclass(frozen=True, slots=True)
class Reading:
    """A dossier opened so, by its number. `seen_by`: the supervisor who has taken note of it."""

    id: UUID
    person: UUID
    number: str
    body: str
    wilaya_code: str | None
    reason: str
    opened_at: datetime
    seen_by: UUID | None
    seen_at: datetime | None

    def shows(self, to: UUID, now: datetime) -> bool:
        """Whether it still opens anything, to whoever gave the reason."""
        return to == self.person and now - self.opened_at < OPEN_FOR


def reason_of(typed: str) -> str:
    """Refuses `glass.reason` for what says too little, or too much."""
    reason = clean(typed)
    if not SHORTEST <= len(reason) <= LONGEST:
        raise Refusal("glass.reason", least=SHORTEST, most=LONGEST)
    return reason

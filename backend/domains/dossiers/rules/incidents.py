"""A counter that was closed, a service that was down: what those days do to the limits of dossiers.

The body's own limits grow by the days that were lost to it. A limit of whoever files that ends meanwhile ends at the
same hour of the first day after: nobody is late because we could not be reached.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from backend.kernel.days import ALGIERS, day_in_algiers
from backend.kernel.refusal import Refusal

LONGEST = timedelta(days=92)
SHORTEST_REASON, LONGEST_REASON = 10, 500


@dataclass(frozen=True, slots=True)
class Incident:
    """Days, both included, on which a body, a wilaya or an agency of it could not work. `done_at`: all were told."""

    id: UUID
    body: str
    wilaya_code: str | None
    agency: str | None
    first: date
    last: date
    reason: str
    declared_by: UUID
    declared_at: datetime
    done_at: datetime | None = None

    def before(self, other: Incident) -> bool:
        """Whether it was declared before another: each day that both have is given once, by the first."""
        return (self.declared_at, self.id) < (other.declared_at, other.id)

    def lost(self, begun: date, until: date, paused_on: date | None = None, given: Iterable[Incident] = ()) -> int:
        """How many of its days lie in a time that runs from a day until another, both included.

        Not those that other incidents have given already, nor those from `paused_on` on: the pause gives them back.
        """
        if paused_on is not None:
            until = min(until, paused_on - timedelta(days=1))
        elsewhere = [*given]
        days = (self.first + timedelta(days=each) for each in range((self.last - self.first).days + 1))
        return sum(
            begun <= day <= until and not any(each.first <= day <= each.last for each in elsewhere) for day in days
        )

    def touches(self, body: str, wilaya_code: str, agency: str | None) -> bool:
        """Whether a dossier that lies there lies in it."""
        return (
            self.body == body
            and self.wilaya_code in (None, wilaya_code)
            and (self.agency is None or self.agency == agency)
        )


def check_incident(first: date, last: date, reason: str, today: date) -> None:
    """Refuses `incident.days` (the wrong way round, too long, too far ahead) and `incident.reason`."""
    if not first <= last <= first + LONGEST or last > today + timedelta(days=31):
        raise Refusal("incident.days")
    if not SHORTEST_REASON <= len(reason.strip()) <= LONGEST_REASON:
        raise Refusal("incident.reason", least=SHORTEST_REASON, most=LONGEST_REASON)


def put_off(due: datetime, incidents: Iterable[Incident]) -> datetime:
    """A filer's limit, moved past every incident in which it would end."""
    for incident in sorted(incidents, key=lambda each: each.first):
        day = day_in_algiers(due)
        if incident.first <= day <= incident.last:
            local = due.astimezone(ALGIERS)
            due = datetime.combine(incident.last + timedelta(days=1), local.timetz())
    return due

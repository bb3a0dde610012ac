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
ONE_DAY = timedelta(days=1)
SHORTEST_REASON, LONGEST_REASON = 10, 500

Span = tuple[date, date]
"""From a day until another, both included."""


@dataclass(frozen=True, slots=True)
class Incident:
    """Days, both included, on which a body or a wilaya of it could not work. `done_at`: all were told."""

    id: UUID
    body: str
    wilaya_code: str | None
    first: date
    last: date
    reason: str
    declared_by: UUID
    declared_at: datetime
    done_at: datetime | None = None

    def lost(self, begun: date, until: date, paused_on: date | None = None, given: Iterable[Span] = ()) -> list[date]:
        """Its days in a time from a day until another, both included; each of them makes that time a day longer.

        Not those that were given already, nor those from `paused_on` on: the pause gives them back.
        """
        last = self.last if paused_on is None else min(self.last, paused_on - ONE_DAY)
        spans, found, day = [*given], [], max(self.first, begun)
        while day <= min(last, until):
            if not any(first <= day <= end for first, end in spans):
                found.append(day)
                until += ONE_DAY
            day += ONE_DAY
        return found

    def touches(self, body: str, wilaya_code: str) -> bool:
        """Whether a dossier that lies there lies in it."""
        return self.body == body and self.wilaya_code in (None, wilaya_code)


def check_incident(first: date, last: date, reason: str, today: date) -> None:
    """Refuses `incident.days` (the wrong way round, too long, too far ahead) and `incident.reason`."""
    if last > today + timedelta(days=31) or not first <= last <= first + LONGEST:
        raise Refusal("incident.days")
    if not SHORTEST_REASON <= len(reason.strip()) <= LONGEST_REASON:
        raise Refusal("incident.reason", least=SHORTEST_REASON, most=LONGEST_REASON)


def days_beside(begun: date, end: date, given: Iterable[Span]) -> int:
    """How many days lie from a day until before another and in none of these times."""
    spans = [*given]
    days = (begun + timedelta(days=each) for each in range((end - begun).days))
    return sum(not any(first <= day <= last for first, last in spans) for day in days)


def put_off(due: datetime, incidents: Iterable[Incident]) -> datetime:
    """A filer's limit, moved past every incident in which it would end."""
    for incident in sorted(incidents, key=lambda each: each.first):
        day = day_in_algiers(due)
        if incident.first <= day <= incident.last:
            local = due.astimezone(ALGIERS)
            due = datetime.combine(incident.last + ONE_DAY, local.timetz())
    return due

"""Who may act for whom: what a mandate lets its holder do, and when it does."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from backend.kernel.days import day_in_algiers
from backend.kernel.refusal import Refusal

LONGEST = timedelta(days=2 * 366)
"""A mandate is given anew at least every other year; only whoever answers for an employer has one without end."""
CODE_LIFE = timedelta(days=7)


class Power(StrEnum):
    """What a mandate lets its holder do; each includes those after it."""

    MANAGE = "manage"  # give and end mandates of an employer
    FILE = "file"
    READ = "read"


_INCLUDED = {
    Power.MANAGE: frozenset(Power),
    Power.FILE: frozenset({Power.FILE, Power.READ}),
    Power.READ: frozenset({Power.READ}),
}


@dataclass(frozen=True, slots=True)
class Mandate:
    """`employer` or else `person` lets `holder` act for them. No `services`: in all. `called`: who was meant."""

    id: UUID
    employer: UUID | None
    person: UUID | None
    holder: UUID | None
    called: str
    power: Power
    services: tuple[str, ...]
    until: date | None
    given_by: UUID
    given_at: datetime
    accepted_at: datetime | None
    ended_at: datetime | None

    @property
    def giver(self) -> UUID:
        """For whom its holder acts."""
        found = self.employer or self.person
        if found is None:
            raise LookupError("a mandate of nobody")
        return found

    def holds(self, at: datetime) -> bool:
        """Whether it was in force at a moment. Its last day is one of its days."""
        begun = self.accepted_at is not None and self.accepted_at <= at
        ended = self.ended_at is not None and self.ended_at <= at
        return begun and not ended and not self.is_over(day_in_algiers(at))

    def is_over(self, today: date) -> bool:
        """Whether its last day has gone."""
        return self.until is not None and self.until < today

    def files(self, at: datetime) -> bool:
        """Whether its holder may file something at a moment."""
        return self.holds(at) and Power.FILE in _INCLUDED[self.power]

    def lets(self, power: Power, service: str, at: datetime) -> bool:
        """Whether its holder had this power over a service at a moment."""
        return self.holds(at) and self._gives(power, service)

    def filed_in(self, service: str) -> bool:
        """Whether its holder may file in a service, or once might."""
        return self.accepted_at is not None and self._gives(Power.FILE, service)

    def _gives(self, power: Power, service: str) -> bool:
        return power in _INCLUDED[self.power] and (not self.services or service in self.services)


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody for whom others act. `confirmed`: whether the fund has confirmed that this employer is who it says."""

    id: UUID
    name: str
    confirmed: bool


def manages(employer: UUID, by: UUID, mandates: Collection[Mandate], now: datetime) -> bool:
    """Whether somebody answers for an employer now."""
    own = [each for each in mandates if each.employer == employer and each.holder == by]
    return any(each.power is Power.MANAGE and each.holds(now) for each in own)


def may_manage(employer: UUID, by: UUID, mandates: Collection[Mandate], now: datetime) -> None:
    """Refuses `mandate.not_found` to whoever does not answer for that employer: nothing tells them that it exists."""
    if not manages(employer, by, mandates, now):
        raise Refusal("mandate.not_found")


def last_day(power: Power, until: date | None, today: date) -> date | None:
    """The last day of a mandate to be given.

    Refuses `mandate.until`: none, one that has gone, or one too far away. Whoever manages has none.
    """
    if power is Power.MANAGE:
        return None
    if until is None or not today <= until <= today + LONGEST:
        raise Refusal("mandate.until", date=today + LONGEST)
    return until


def one_still_manages(ending: Mandate, mandates: Collection[Mandate], now: datetime) -> None:
    """Refuses `mandate.last_manager`: an employer for whom nobody answered could not be helped by itself any more."""
    if ending.power is not Power.MANAGE or not ending.holds(now):
        return
    others = [each for each in mandates if each.id != ending.id and each.employer == ending.employer]
    if not any(each.power is Power.MANAGE and each.holds(now) for each in others):
        raise Refusal("mandate.last_manager")

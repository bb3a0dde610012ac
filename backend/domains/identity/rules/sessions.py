"""How long a session lasts."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Limits:
    """`whole`: from the sign-in; `idle`: since anything was last asked."""

    whole: timedelta
    idle: timedelta


CITIZEN = Limits(whole=timedelta(hours=24), idle=timedelta(hours=1))
STAFF = Limits(whole=timedelta(hours=12), idle=timedelta(minutes=30))
FRESH = timedelta(minutes=10)
NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Session:
    """A browser in which a person is signed in. `staff`: the person serves, and the session lasts for less long."""

    id: UUID
    person: UUID
    passkey: UUID
    began_at: datetime
    seen_at: datetime
    verified_at: datetime
    ended_at: datetime | None
    staff: bool

    def lasts(self, now: datetime) -> bool:
        """Whether it still opens anything."""
        limits = STAFF if self.staff else CITIZEN
        return self.ended_at is None and now - self.began_at < limits.whole and now - self.seen_at < limits.idle

    def proved(self, now: datetime) -> bool:
        """Whether a passkey was shown a moment ago."""
        return now - self.verified_at < FRESH

    def to_be_noted(self, now: datetime) -> bool:
        """Whether it is time to write down that it was seen: not at every request."""
        return now - self.seen_at >= NOTED_EVERY

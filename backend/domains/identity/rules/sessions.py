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
KIOSK = Limits(whole=timedelta(minutes=30), idle=timedelta(seconds=90))
FRESH = timedelta(minutes=10)
NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Session:
    """A browser in which a person is signed in. `staff`: the person serves; `kiosk`: everybody's machine."""

    id: UUID
    person: UUID
    passkey: UUID
    began_at: datetime
    seen_at: datetime
    verified_at: datetime
    ended_at: datetime | None
    staff: bool
    kiosk: bool

    @property
    def limits(self) -> Limits:
        """How long it lasts: the shortest that applies."""
        if self.kiosk:
            return KIOSK
        return STAFF if self.staff else CITIZEN

    def lasts(self, now: datetime) -> bool:
        """Whether it still opens anything."""
        within = now - self.began_at < self.limits.whole and now - self.seen_at < self.limits.idle
        return self.ended_at is None and within

    def holds(self, now: datetime) -> bool:
        """Whether a device used in it is still its person's: a phone until they end it, a kiosk while it lasts."""
        return self.lasts(now) if self.kiosk else self.ended_at is None

    def proved(self, now: datetime) -> bool:
        """Whether a passkey was shown a moment ago."""
        return now - self.verified_at < FRESH

    def to_be_noted(self, now: datetime) -> bool:
        """Whether it is time to write down that it was seen: not at every request."""
        return now - self.seen_at >= min(NOTED_EVERY, self.limits.idle / 9)

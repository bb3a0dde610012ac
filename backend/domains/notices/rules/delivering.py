"""When a notice is sent, and when it is tried again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from backend.domains.notices.rules.contacts import Channel, Contact
from backend.kernel.days import ALGIERS

MOST_TRIES = 8
QUIET_FROM, QUIET_TO = time(21), time(8)
_LONGEST = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One notice on its way to one address. `state`: waiting, sent, failed."""

    id: UUID
    notice: UUID
    contact: UUID
    state: str
    attempts: int
    error: str | None
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent. `id` is the same at each try, so that whoever passes it on can tell a second one."""

    id: UUID
    lang: str
    subject: str
    text: str
    url: str


def not_before(contact: Contact, now: datetime) -> datetime:
    """When it may be sent there: at once, or in the morning where the night is quiet. Mail wakes nobody."""
    local = now.astimezone(ALGIERS)
    if contact.channel is Channel.MAIL or not contact.quiet or QUIET_TO <= local.time() < QUIET_FROM:
        return now
    morning = local.replace(hour=QUIET_TO.hour, minute=0, second=0, microsecond=0)
    return morning if local.time() < QUIET_TO else morning + timedelta(days=1)


def next_try(attempts: int, now: datetime) -> datetime | None:
    """When to try again after so many tries; None when it is given up."""
    return now + min(_LONGEST, timedelta(seconds=30) * 4 ** (attempts - 1)) if attempts < MOST_TRIES else None

"""Telling people: each thing once, into their inbox and to every address that they proved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.domains.notices import queries
from backend.domains.notices.rules import Delivery, not_before
from backend.domains.notices.tables import Contact, Notice
from backend.domains.notices.tables import Delivery as DeliveryTable
from backend.kernel.ids import uuid7
from backend.storage.database import tx
from backend.storage.jobs import enqueue_many
from backend.storage.rows import insert_many
from backend.storage.sealing import Sealer

SEND = "notice.send"


@dataclass(frozen=True, slots=True)
class News:
    """Something happened of which a person is told. `subject`: what makes it one thing, told once."""

    person: UUID
    kind: str
    subject: str
    number: str | None = None
    state: str | None = None


@tx
async def tell(news: Sequence[News], *, sealer: Sealer, now: datetime) -> int:
    """Tells what was not told yet; how much that was."""
    rows = [
        {
            "id": uuid7(),
            "person": each.person,
            "kind": each.kind,
            "subject": each.subject,
            "number": each.number,
            "state": each.state,
            "created_at": now,
        }
        for each in news
    ]
    told = await insert_many(Notice, rows, on_conflict_do_nothing=True, returning=("id", "person"))
    contacts = [
        each for each in await queries.contacts({row["person"] for row in told}, sealer) if each.verified_at is not None
    ]
    sending = [
        ({"id": uuid7(), "notice": row["id"], "contact": each.id, "state": "waiting", "attempts": 0}, each)
        for row in told
        for each in contacts
        if each.person == row["person"]
    ]
    await insert_many(DeliveryTable, [row for row, _ in sending])
    for due_at in {not_before(contact, now) for _, contact in sending}:
        ids = [str(row["id"]) for row, contact in sending if not_before(contact, now) == due_at]
        await enqueue_many(SEND, [{"delivery": id_} for id_ in ids], dedupe_keys=ids, due_at=due_at)
    return len(told)


@tx
async def mark_read(*, person: UUID, now: datetime) -> None:
    """The inbox was looked at."""
    await Notice.update({Notice.read_at: now}).where((Notice.person == person) & Notice.read_at.is_null())


@tx
async def delivered(*, delivery: Delivery, now: datetime) -> None:
    """It was taken there."""
    await DeliveryTable.update(
        {DeliveryTable.state: "sent", DeliveryTable.sent_at: now, DeliveryTable.attempts: delivery.attempts + 1}
    ).where(DeliveryTable.id == delivery.id)


@tx
async def not_delivered(*, delivery: Delivery, error: str, given_up: bool, gone: bool, now: datetime) -> None:
    """It was not taken; `given_up`: it is shown so. `gone`: nothing is sent to that address any more."""
    changed: dict[Any, Any] = {
        DeliveryTable.attempts: delivery.attempts + 1,
        DeliveryTable.error: error,
        DeliveryTable.state: "failed" if given_up else "waiting",
    }
    await DeliveryTable.update(changed).where(DeliveryTable.id == delivery.id)
    if gone:
        await Contact.update({Contact.ended_at: now}).where(Contact.id == delivery.contact)

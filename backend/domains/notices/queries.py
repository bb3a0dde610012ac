"""Reads of notices, addresses and deliveries."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from backend.domains.notices.rules import Channel, Contact, Delivery, Notice
from backend.domains.notices.tables import Contact as ContactTable
from backend.domains.notices.tables import Delivery as DeliveryTable
from backend.domains.notices.tables import Notice as NoticeTable
from backend.storage.rows import rows_in
from backend.storage.sealing import Sealer

MOST_LISTED = 100


async def inbox(person: UUID) -> list[Notice]:
    """The notices of a person, the latest first."""
    columns = [getattr(NoticeTable, name) for name in Notice.__slots__]
    rows = NoticeTable.select(*columns).where(NoticeTable.person == person)
    return [Notice(**row) for row in await rows.order_by(NoticeTable.created_at, ascending=False).limit(MOST_LISTED)]


async def unread(person: UUID) -> int:
    """How many of them were not looked at."""
    found: int = await NoticeTable.count().where((NoticeTable.person == person) & NoticeTable.read_at.is_null())
    return found


async def contacts(people: Collection[UUID], sealer: Sealer) -> list[Contact]:
    """The addresses of these people, the oldest first, those not proved yet too."""
    columns = (*Contact.__slots__, "ended_at")
    rows = [row for row in await rows_in(ContactTable, "person", people, columns=columns) if row["ended_at"] is None]
    return sorted((_contact(row, sealer) for row in rows), key=lambda each: each.added_at)


async def contact(id_: UUID, sealer: Sealer) -> Contact | None:
    """One address, unless it has ended."""
    rows = await rows_in(ContactTable, "id", [id_], columns=(*Contact.__slots__, "ended_at"))
    return _contact(rows[0], sealer) if rows and rows[0]["ended_at"] is None else None


async def failing(people: Collection[UUID], sealer: Sealer) -> set[UUID]:
    """Of the addresses of these people, those to which the latest notice could not be brought."""
    ids = [each.id for each in await contacts(people, sealer)]
    rows = await rows_in(DeliveryTable, "contact", ids, columns=("id", "contact", "state"))
    last = {row["contact"]: row["state"] for row in sorted(rows, key=lambda row: row["id"])}
    return {contact for contact, state in last.items() if state == "failed"}


async def delivery(id_: UUID, sealer: Sealer) -> tuple[Delivery, Notice, Contact | None] | None:
    """One delivery, with what is told and where to: nowhere, once its owner has ended the address.

    What concerns the account itself still goes there: whoever took it over does not silence its owner so.
    """
    rows = await rows_in(DeliveryTable, "id", [id_], columns=Delivery.__slots__)
    if not rows:
        return None
    found = Delivery(**rows[0])
    (said,) = await rows_in(NoticeTable, "id", [found.notice], columns=Notice.__slots__)
    (to,) = await rows_in(ContactTable, "id", [found.contact], columns=(*Contact.__slots__, "ended_at"))
    notice = Notice(**said)
    silent = to["ended_at"] is not None and not (notice.of_account and to["ended_at"] > notice.created_at)
    return found, notice, None if silent else _contact(to, sealer)


def _contact(row: dict[str, Any], sealer: Sealer) -> Contact:
    address = sealer.open(bytes(row["address"]), table="contact", column="address", row=str(row["id"])).decode()
    said = {name: row[name] for name in Contact.__slots__}
    return Contact(**said | {"address": address, "channel": Channel(row["channel"])})

"""Addresses of people: added by them, proved by a code that is sent there, ended at any time."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from backend.domains.identity.operations import issue_code, subject_of, use_code
from backend.domains.notices import queries
from backend.domains.notices.rules import Channel, address_from, may_be_added
from backend.domains.notices.tables import Contact
from backend.kernel.ids import uuid7
from backend.kernel.refusal import Refusal
from backend.storage.database import tx
from backend.storage.jobs import enqueue
from backend.storage.rows import insert_many
from backend.storage.sealing import Sealer
from backend.storage.tries import count_up

CODE = "contact.code"
PURPOSE = "contact"
LIFE = timedelta(hours=1)
MOST_ADDED = 10
"""An hour: nobody makes our counter write to strangers."""


@tx
async def add_contact(
    *,
    person: UUID,
    channel: Channel,
    typed: str,
    lang: str,
    quiet: bool,
    push_hosts: Collection[str],
    sealer: Sealer,
    now: datetime,
) -> UUID:
    """A new address; a code is sent there, by which its owner proves to read it. A push has been proved by its browser.

    Refuses `contact.mail`, `contact.sms`, `contact.push`, `contact.too_many`, `code.too_many`.
    """
    address = address_from(channel, typed, push_hosts)
    known = await queries.contacts([person], sealer)
    same = next((each for each in known if each.address == address), None)
    if same is not None and same.verified_at is not None:
        return same.id
    if same is None:
        may_be_added(known)
    if await count_up(f"contact/{person}", now=now) > MOST_ADDED:
        raise Refusal("code.too_many", minutes=60 - now.minute)
    id_ = same.id if same else uuid7()
    proved = now if channel is Channel.PUSH else None
    if same is None:
        said = sealer.seal(address.encode(), table="contact", column="address", row=str(id_))
        row = {
            "id": id_,
            "person": person,
            "channel": channel.value,
            "address": said,
            "lang": lang,
            "quiet": quiet,
            "added_at": now,
            "verified_at": proved,
        }
        await insert_many(Contact, [row])
    if proved is None:
        await enqueue(CODE, {"contact": str(id_)}, dedupe_key=str(id_))
    return id_


async def code_for(*, contact: UUID, sealer: Sealer, now: datetime) -> str:
    """The code that is sent to an address; the one before is worth nothing any more."""
    return await issue_code(purpose=PURPOSE, subject=contact, life=LIFE, sealer=sealer, now=now)


async def verify_contact(*, person: UUID, typed: str, sealer: Sealer, now: datetime) -> None:
    """The code came there: it is read by this person. Refuses `code.wrong`, `code.too_many`."""
    contact = await subject_of(purpose=PURPOSE, typed=typed, by=str(person), sealer=sealer, now=now)
    if contact not in {each.id for each in await queries.contacts([person], sealer)}:
        raise Refusal("code.wrong")
    await _verify(contact, typed, sealer, now)


@tx
async def _verify(contact: UUID, typed: str, sealer: Sealer, now: datetime) -> None:
    await use_code(purpose=PURPOSE, typed=typed, sealer=sealer, now=now)
    await Contact.update({Contact.verified_at: now}).where(Contact.id == contact)


@tx
async def end_contact(*, person: UUID, contact: UUID, now: datetime) -> None:
    """Nothing is sent there any more. Refuses `contact.not_found`."""
    ended = (
        await Contact.update({Contact.ended_at: now})
        .where((Contact.id == contact) & (Contact.person == person) & Contact.ended_at.is_null())
        .returning(Contact.id)
    )
    if not ended:
        raise Refusal("contact.not_found")

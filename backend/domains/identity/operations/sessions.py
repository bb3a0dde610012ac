"""Sessions begin with a passkey, are opened by a cookie, and end."""

from __future__ import annotations

import secrets
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from backend.domains.identity import queries
from backend.domains.identity.rules import Session
from backend.domains.identity.tables import Session as SessionTable
from backend.kernel.ids import uuid7
from backend.kernel.refusal import Refusal
from backend.storage.database import tx
from backend.storage.rows import insert_many


@tx
async def begin_session(*, person: UUID, passkey: UUID, now: datetime, instead_of: str | None = None) -> str:
    """A token that only its browser knows; the one `instead_of` opens nothing any more.

    Whoever comes in again where they were signed in goes on in the same session: what they bound in it stays bound.
    """
    token = secrets.token_urlsafe(32)
    begun: dict[Any, Any] = {
        "hash": _hash(token),
        "passkey": passkey,
        "began_at": now,
        "seen_at": now,
        "verified_at": now,
        "staff": await queries.serves(person),
    }
    if instead_of is not None:
        before = (SessionTable.hash == _hash(instead_of)) & SessionTable.ended_at.is_null()
        own = before & (SessionTable.person == person)
        if await SessionTable.update(begun).where(own).returning(SessionTable.id):
            return token
        await _end(before, now)
    await insert_many(SessionTable, [{"id": uuid7(), "person": person, "kiosk": False, **begun}])
    return token


async def open_session(*, token: str | None, now: datetime, seen: bool = True) -> Session | None:
    """The session of a token while it lasts. That its person was `seen` is written down now and then, not each time."""
    found = await queries.session(token) if token else None
    if found is None or not found.lasts(now):
        return None
    if seen and found.to_be_noted(now):
        await _note(found.id, now)
    return found


@tx
async def _note(session: UUID, now: datetime) -> None:
    await SessionTable.update({SessionTable.seen_at: now}).where(SessionTable.id == session)


async def note_proof(session: UUID, now: datetime) -> None:
    """Inside the caller's act: a passkey was shown in this session just now."""
    await SessionTable.update({SessionTable.verified_at: now}).where(SessionTable.id == session)


@tx
async def end_session(*, session: UUID, person: UUID, now: datetime) -> None:
    """Ends one of a person's sessions at once; of another's, refuses `session.not_found`."""
    if not await _end((SessionTable.id == session) & (SessionTable.person == person), now):
        raise Refusal("session.not_found")


async def end_sessions_of(passkey: UUID, now: datetime) -> None:
    """Inside the caller's act: whatever this passkey opened is closed."""
    await _end(SessionTable.passkey == passkey, now)


async def shorten_sessions_of(person: UUID) -> None:
    """Inside the caller's act: this person serves from now on."""
    await SessionTable.update({SessionTable.staff: True}).where(SessionTable.person == person)


@tx
async def shorten_at_kiosk(*, session: UUID) -> None:
    """This session is at a kiosk: it ends by itself when whoever stood there has gone."""
    await SessionTable.update({SessionTable.kiosk: True}).where(SessionTable.id == session)


async def end_sessions_of_person(person: UUID, now: datetime) -> None:
    """Inside the caller's act: this person is signed in nowhere any more."""
    await _end(SessionTable.person == person, now)


async def _end(which: object, now: datetime) -> bool:
    update = SessionTable.update({SessionTable.ended_at: now})
    return bool(await update.where(which & SessionTable.ended_at.is_null()).returning(SessionTable.id))  # type: ignore[operator]


def _hash(token: str) -> bytes:
    return sha256(token.encode()).digest()

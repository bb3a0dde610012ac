"""Reads of people, passkeys and sessions."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from backend.domains.identity.rules import CITIZEN, Passkey, Session
from backend.domains.identity.tables import Passkey as PasskeyTable
from backend.domains.identity.tables import Person as PersonTable
from backend.domains.identity.tables import Session as SessionTable
from backend.storage.rows import rows_in
from backend.storage.sealing import Sealer


async def session(token: str) -> Session | None:
    """The session that a cookie's token names, lasting or not."""
    row = await _sessions().where(SessionTable.hash == sha256(token.encode()).digest()).first()
    return Session(**row) if row else None


async def sessions_by_id(ids: Collection[UUID | None]) -> dict[UUID, Session]:
    """These sessions by id, lasting or not."""
    rows = await rows_in(SessionTable, "id", [each for each in ids if each], columns=Session.__slots__)
    return {row["id"]: Session(**row) for row in rows}


async def sessions(person: UUID, now: datetime) -> list[Session]:
    """Where a person is signed in, the latest first."""
    began = SessionTable.began_at > now - CITIZEN.whole
    rows = await (
        _sessions()
        .where((SessionTable.person == person) & began & SessionTable.ended_at.is_null())
        .order_by(SessionTable.began_at, ascending=False)
    )
    return [one for one in (Session(**row) for row in rows) if one.lasts(now)]


def _sessions() -> Any:
    return SessionTable.select(*(getattr(SessionTable, name) for name in Session.__slots__))


async def passkeys(person: UUID, sealer: Sealer) -> list[Passkey]:
    """A person's passkeys that were not removed, the oldest first."""
    rows = await (
        PasskeyTable.select()
        .where((PasskeyTable.person == person) & PasskeyTable.removed_at.is_null())
        .order_by(PasskeyTable.added_at)
    )
    return [_passkey(row, sealer) for row in rows]


async def passkey(credential: bytes, sealer: Sealer) -> Passkey | None:
    """The passkey of that id, unless it was removed."""
    row = (
        await PasskeyTable.select()
        .where((PasskeyTable.credential == credential) & PasskeyTable.removed_at.is_null())
        .first()
    )
    return _passkey(row, sealer) if row else None


async def passkeys_named(credentials: Collection[bytes], sealer: Sealer) -> dict[bytes, Passkey]:
    """The passkeys of these ids, save those removed."""
    columns = ("id", "person", "credential", "public_key", "signs", "name", "added_at", "used_at", "removed_at")
    rows = await rows_in(PasskeyTable, "credential", credentials, columns=columns)
    found = [_passkey(row, sealer) for row in rows if row["removed_at"] is None]
    return {each.credential: each for each in found}


def _passkey(row: dict[str, Any], sealer: Sealer) -> Passkey:
    name = sealer.open(bytes(row["name"]), table="passkey", column="name", row=str(row["id"])).decode()
    return Passkey(
        id=row["id"],
        person=row["person"],
        credential=bytes(row["credential"]),
        public_key=bytes(row["public_key"]),
        signs=row["signs"],
        name=name,
        added_at=row["added_at"],
        used_at=row["used_at"],
    )


async def name_of(person: UUID, sealer: Sealer) -> str:
    """What a person is called."""
    row = await PersonTable.select(PersonTable.name).where(PersonTable.id == person).first()
    if row is None:
        raise LookupError("a session or passkey of nobody")
    return sealer.open(bytes(row["name"]), table="person", column="name", row=str(person)).decode()

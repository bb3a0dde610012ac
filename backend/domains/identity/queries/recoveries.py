"""Reads of recoveries."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.domains.identity.rules import RECOVERY_OPEN_FOR, Recovery
from backend.domains.identity.tables import Recovery as RecoveryTable
from backend.storage.rows import rows_in
from backend.storage.sealing import Sealer


async def recovery(id_: UUID, sealer: Sealer) -> Recovery | None:
    """One recovery."""
    rows = await rows_in(RecoveryTable, "id", [id_], columns=Recovery.__slots__)
    return _recovery(rows[0], sealer) if rows else None


async def open_recoveries(bodies: Collection[str], sealer: Sealer, now: datetime) -> list[Recovery]:
    """Those of these bodies for which a second agent is awaited, the oldest first."""
    if not bodies:
        return []
    rows = await (
        RecoveryTable.select(*(getattr(RecoveryTable, name) for name in Recovery.__slots__))
        .where(
            RecoveryTable.body.is_in(sorted(bodies))
            & RecoveryTable.confirmed_at.is_null()
            & RecoveryTable.refused_at.is_null()
            & (RecoveryTable.begun_at > now - RECOVERY_OPEN_FOR)
        )
        .order_by(RecoveryTable.begun_at)
    )
    return [_recovery(row, sealer) for row in rows]


async def recovered_since(people: Collection[UUID], since: datetime) -> dict[UUID, datetime]:
    """When each of these people last got back in at a counter, where that was after a moment."""
    rows = await rows_in(RecoveryTable, "person", people, columns=("person", "done_at"))
    found: dict[UUID, datetime] = {}
    for row in rows:
        if row["done_at"] is not None and row["done_at"] > since:
            found[row["person"]] = max(row["done_at"], found.get(row["person"], row["done_at"]))
    return found


def _recovery(row: dict[str, Any], sealer: Sealer) -> Recovery:
    opened = sealer.open(bytes(row["evidence"]), table="recovery", column="evidence", row=str(row["id"])).decode()
    return Recovery(**row | {"evidence": opened})

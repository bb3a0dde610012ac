"""Reads of files that were asked for, and of the figures that are kept."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.domains.reports.rules import KEPT, Export, Figures
from backend.domains.reports.tables import Export as ExportTable
from backend.domains.reports.tables import Kept
from backend.storage.rows import rows_in

MOST_LISTED = 50


async def exports(person: UUID, now: datetime) -> list[Export]:
    """What somebody asked for within the day, the latest first."""
    columns = [getattr(ExportTable, name) for name in Export.__slots__]
    rows = ExportTable.select(*columns).where((ExportTable.person == person) & (ExportTable.asked_at > now - KEPT))
    found = await rows.order_by(ExportTable.asked_at, ascending=False).limit(MOST_LISTED)
    return [_export(row) for row in found]


async def export(id_: UUID) -> Export | None:
    """One of them."""
    rows = await rows_in(ExportTable, "id", [id_], columns=Export.__slots__)
    return _export(rows[0]) if rows else None


def _export(row: dict[str, Any]) -> Export:
    return Export(**row | {"asked": json.loads(row["asked"])})


async def figures(name: str) -> Figures | None:
    """What was worked out last; nothing before the first time."""
    row = await Kept.select().where(Kept.name == name).first()
    if row is None or row["content"] is None:
        return None
    said = json.loads(row["content"])
    since, until = (date.fromisoformat(said[day]) for day in ("since", "until"))
    return Figures(since, until, said["bodies"], row["made_at"])

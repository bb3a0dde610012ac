"""Reads of files that were asked for."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.domains.reports.rules import KEPT, Export
from backend.domains.reports.tables import Export as ExportTable
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

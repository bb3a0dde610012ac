"""Reads of the filters that people keep."""

from __future__ import annotations

import json
from uuid import UUID

from backend.domains.dossiers.rules import SavedFilter
from backend.domains.dossiers.tables import SavedFilter as SavedFilterTable
from backend.storage.rows import rows_in
from backend.storage.sealing import Sealer


async def filters_of(person: UUID, sealer: Sealer) -> list[SavedFilter]:
    """What somebody keeps, the oldest first."""
    rows = await rows_in(SavedFilterTable, "person", [person], columns=SavedFilter.__slots__)
    return [
        SavedFilter(
            row["id"],
            sealer.open(bytes(row["name"]), table="saved_filter", column="name", row=str(row["id"])).decode(),
            json.loads(row["asked"]),
        )
        for row in sorted(rows, key=lambda row: row["id"])
    ]

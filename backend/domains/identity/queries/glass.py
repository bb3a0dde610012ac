"""Reads of what staff read outside their place."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.domains.identity.rules import Reading
from backend.domains.identity.tables import GlassReading
from backend.storage.rows import rows_in
from backend.storage.sealing import Sealer

MOST_LISTED = 200


async def reading(id_: UUID, sealer: Sealer) -> Reading | None:
    """One reading."""
    rows = await rows_in(GlassReading, "id", [id_], columns=Reading.__slots__)
    return _reading(rows[0], sealer) if rows else None


async def readings_of(person: UUID, since: datetime, sealer: Sealer) -> list[Reading]:
    """What one person opened after a moment, the latest first."""
    return await _listed((GlassReading.person == person) & (GlassReading.opened_at > since), sealer)


async def unseen_readings(body: str, wilayas: Collection[str], sealer: Sealer, *, nowhere: bool) -> list[Reading]:
    """Those in a body's wilayas that no supervisor has taken note of, latest first; `nowhere`: and of no wilaya."""
    place: Any = GlassReading.wilaya_code.is_in([*sorted(wilayas), "-"])
    if nowhere:
        place = place | GlassReading.wilaya_code.is_null()
    return await _listed((GlassReading.body == body) & GlassReading.seen_at.is_null() & place, sealer)


async def _listed(which: Any, sealer: Sealer) -> list[Reading]:
    columns = [getattr(GlassReading, name) for name in Reading.__slots__]
    rows = GlassReading.select(*columns).where(which).order_by(GlassReading.opened_at, ascending=False)
    return [_reading(row, sealer) for row in await rows.limit(MOST_LISTED)]


def _reading(row: dict[str, Any], sealer: Sealer) -> Reading:
    reason = sealer.open(bytes(row["reason"]), table="glass_reading", column="reason", row=str(row["id"])).decode()
    return Reading(**row | {"reason": reason})

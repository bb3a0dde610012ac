"""Breaking the glass: a reason is given, a supervisor is told, and it closes by itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from backend.domains.identity import queries
from backend.domains.identity.rules import GLASS_MOST_A_DAY, Scope, reason_of
from backend.domains.identity.tables import GlassReading
from backend.kernel.ids import uuid7
from backend.kernel.refusal import Refusal
from backend.storage.database import tx
from backend.storage.rows import insert_many
from backend.storage.sealing import Sealer


@tx
async def break_glass(*, person: UUID, number: str, scope: Scope, reason: str, sealer: Sealer, now: datetime) -> UUID:
    """A dossier is opened to one person for half an hour. Refuses `glass.reason`, and `glass.too_many` of one day."""
    given = reason_of(reason)
    if len(await queries.readings_of(person, now - timedelta(days=1), sealer)) >= GLASS_MOST_A_DAY:
        raise Refusal("glass.too_many", most=GLASS_MOST_A_DAY)
    reading = uuid7()
    row = {
        "id": reading,
        "person": person,
        "number": number,
        "body": scope.body,
        "wilaya_code": scope.wilaya_code,
        "reason": sealer.seal(given.encode(), table="glass_reading", column="reason", row=str(reading)),
        "opened_at": now,
    }
    await insert_many(GlassReading, [row])
    return reading


@tx
async def note_reading(*, reading: UUID, by: UUID, now: datetime) -> None:
    """A supervisor has taken note. Refuses `glass.gone`: nobody takes note of what they read themselves."""
    noted = (
        await GlassReading.update({GlassReading.seen_by: by, GlassReading.seen_at: now})
        .where((GlassReading.id == reading) & GlassReading.seen_at.is_null() & (GlassReading.person != by))
        .returning(GlassReading.id)
    )
    if not noted:
        raise Refusal("glass.gone")

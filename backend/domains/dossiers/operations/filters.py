"""Keeping a filter of the queue under a name, and letting it go."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.domains.dossiers import queries
from backend.domains.dossiers.rules import filter_named, name_of_filter, one_more_kept
from backend.domains.dossiers.tables import SavedFilter
from backend.kernel.canonical import written
from backend.kernel.ids import uuid7
from backend.kernel.refusal import Refusal
from backend.storage.counters import lock_position
from backend.storage.database import tx
from backend.storage.rows import insert_many, update_many
from backend.storage.sealing import Sealer


@tx
async def keep_filter(*, person: UUID, typed: str, asked: Mapping[str, str], sealer: Sealer, now: datetime) -> UUID:
    """Keeps what was asked under a name; one of the same name is replaced. Refuses `filter.name`, `filter.too_many`."""
    name = name_of_filter(typed)
    await lock_position()  # two presses at once make neither a thirteenth nor the same name twice
    kept = await queries.filters_of(person, sealer)
    same = filter_named(name, kept)
    if same is None:
        one_more_kept(kept)
    id_ = same.id if same else uuid7()
    row: dict[str, Any] = {
        "id": id_,
        "person": person,
        "name": sealer.seal(name.encode(), table="saved_filter", column="name", row=str(id_)),
        "asked": written(dict(asked)).decode(),
        "kept_at": now,
    }
    if same is None:
        await insert_many(SavedFilter, [row])
    else:
        await update_many(SavedFilter, [row], by=("id",))
    return id_


@tx
async def drop_filter(*, person: UUID, id_: UUID) -> None:
    """It is kept no longer. Another's is as unknown as none: `filter.unknown`."""
    gone = await (
        SavedFilter.delete().where((SavedFilter.id == id_) & (SavedFilter.person == person)).returning(SavedFilter.id)
    )
    if not gone:
        raise Refusal("filter.unknown")

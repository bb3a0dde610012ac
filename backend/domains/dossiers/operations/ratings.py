"""Keeping what whoever filed thought of it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from backend.domains.dossiers import queries
from backend.domains.dossiers.operations.lines import Line, write_lines
from backend.domains.dossiers.rules import BY_FILER, Marks
from backend.domains.dossiers.tables import Rating
from backend.kernel.refusal import Refusal
from backend.storage.counters import lock_position
from backend.storage.database import tx
from backend.storage.keys import KeyFolder
from backend.storage.rows import insert_many
from backend.storage.sealing import Sealer


@tx
async def rate(*, number: str, marks: Marks, at: datetime, keys: KeyFolder, sealer: Sealer) -> None:
    """Once, when it has ended. Refuses `rating.too_early`, `dossier.once`, `dossier.unknown`."""
    await lock_position()
    standing = await queries.standing(number)
    if standing is None:
        raise Refusal("dossier.unknown")
    if standing.closed_at is None:
        raise Refusal("rating.too_early")
    row = {name: getattr(standing, name) for name in ("service", "body", "wilaya_code", "agency")}
    row |= {"dossier": standing.id, "rated_at": at, **asdict(marks)}
    if not await insert_many(Rating, [row], on_conflict_do_nothing=True, returning=("dossier",)):
        raise Refusal("dossier.once")
    await write_lines([Line(standing, "dossier.rate", BY_FILER, beside=True)], at=at, keys=keys, sealer=sealer)

"""Reads of the open dossiers whose days may follow from a day off, and of how their present step began."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.domains.dossiers.queries.standings import STANDING, standing_of
from backend.domains.dossiers.queries.story import said_in
from backend.domains.dossiers.rules import Standing
from backend.domains.dossiers.tables import DossierEvent
from backend.kernel.days import day_in_algiers
from backend.storage.database import fetch
from backend.storage.rows import rows_in
from backend.storage.sealing import Sealer

NO_STEP = ("dossier.take_over",)
"""Acts that raise the revision and begin nothing."""
LONGER = ("dossier.extend", "dossier.lengthen")


@dataclass(frozen=True, slots=True)
class Begun:
    """When the present step of a dossier began, and by how many days it was made longer since."""

    on: date
    longer: int = 0


async def measured_beyond(day: date, after: UUID | None, limit: int) -> list[Standing]:
    """The open dossiers with a limit on a day or later, in the order of their ids, from beyond one."""
    columns = ", ".join(f"d.{name}" for name in STANDING)
    beyond = "d.closed_at IS NULL AND (d.due_on >= $1 OR d.answer_by >= $1 OR d.escalate_on >= $1)"
    values, onward = ([day, limit], "") if after is None else ([day, limit, after], " AND d.id > $3")
    sql = f"SELECT {columns} FROM dossier d WHERE {beyond}{onward} ORDER BY d.id LIMIT $2"  # noqa: S608
    return [standing_of(row) for row in await fetch(sql, *values)]


async def begun(dossiers: Collection[UUID], sealer: Sealer) -> dict[UUID, Begun]:
    """How the present step of each of these began."""
    columns = ("id", "dossier", "verb", "at", "position", "beside")
    rows = sorted(await rows_in(DossierEvent, "dossier", dossiers, columns=columns), key=lambda row: row["position"])
    found: dict[UUID, Begun] = {}
    extensions: dict[UUID, list[UUID]] = {}
    for row in rows:
        if not row["beside"] and row["verb"] not in NO_STEP:
            found[row["dossier"]] = Begun(day_in_algiers(row["at"]))
            extensions[row["dossier"]] = []
        elif row["verb"] in LONGER:
            extensions.setdefault(row["dossier"], []).append(row["id"])
    ids = [id_ for each in extensions.values() for id_ in each]
    said = await rows_in(DossierEvent, "id", ids, columns=("id", "content")) if ids else []
    days = {row["id"]: int(said_in(row, sealer)["days"]) for row in said}
    return {dossier: Begun(each.on, sum(days[id_] for id_ in extensions[dossier])) for dossier, each in found.items()}

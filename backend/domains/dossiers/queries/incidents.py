"""Reads of incidents, and of the dossiers they touch."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from backend.domains.dossiers.queries.queues import COLUMNS, Row, row_of
from backend.domains.dossiers.rules import Incident
from backend.domains.dossiers.tables import Incident as IncidentTable
from backend.kernel.refusal import Refusal
from backend.storage.database import fetch
from backend.storage.rows import rows_in
from backend.storage.sealing import Sealer

MOST_LISTED = 200


async def incidents(bodies: Collection[str], since: date, sealer: Sealer) -> list[Incident]:
    """Those of these bodies that lasted until a day or longer, the latest first."""
    rows = await rows_in(IncidentTable, "body", bodies, columns=Incident.__slots__)
    found = [_incident(row, sealer) for row in rows if row["last"] >= since]
    return sorted(found, key=lambda each: each.first, reverse=True)[:MOST_LISTED]


async def incident_with_place(id_: UUID, sealer: Sealer) -> tuple[Incident, UUID | None]:
    """One of them, and the last dossier that it was said of. Refuses `incident.unknown`."""
    rows = await rows_in(IncidentTable, "id", [id_], columns=(*Incident.__slots__, "come_to"))
    if not rows:
        raise Refusal("incident.unknown")
    come_to = rows[0].pop("come_to")
    return _incident(rows[0], sealer), come_to


async def touched(incident: Incident, after: UUID | None, limit: int) -> list[Row]:
    """The open dossiers that lie in an incident, in the order of their ids, from beyond one."""
    values: list[Any] = [incident.body]
    where = ["d.body = $1", "d.closed_at IS NULL"]
    for column, value, compared in (
        ("wilaya_code", incident.wilaya_code, "="),
        ("agency", incident.agency, "="),
        ("id", after, ">"),
    ):
        if value is not None:
            values.append(value)
            where.append(f"d.{column} {compared} ${len(values)}")
    values.append(limit)
    sql = f"SELECT {COLUMNS} FROM dossier d WHERE {' AND '.join(where)} ORDER BY d.id LIMIT ${len(values)}"  # noqa: S608
    return [row_of(row) for row in await fetch(sql, *values)]


def _incident(row: dict[str, Any], sealer: Sealer) -> Incident:
    reason = sealer.open(bytes(row["reason"]), table="incident", column="reason", row=str(row["id"])).decode()
    return Incident(**row | {"reason": reason})

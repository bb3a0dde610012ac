"""Reads of incidents, and of the dossiers they touch."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from backend.domains.dossiers.queries.queues import COLUMNS, Row, row_of
from backend.domains.dossiers.queries.story import said_in
from backend.domains.dossiers.rules import Incident, Span
from backend.domains.dossiers.tables import DossierEvent
from backend.domains.dossiers.tables import Incident as IncidentTable
from backend.kernel.refusal import Refusal
from backend.storage.database import fetch
from backend.storage.rows import rows_in
from backend.storage.sealing import Sealer

MOST_LISTED = 200


async def incidents(bodies: Collection[str], since: date, sealer: Sealer) -> list[Incident]:
    """Those of these bodies that lasted until a day or longer, the latest first."""
    if not bodies:
        return []
    rows = await (
        IncidentTable.select(*(getattr(IncidentTable, name) for name in Incident.__slots__))
        .where(IncidentTable.body.is_in(list(bodies)) & (IncidentTable.last >= since))
        .order_by(IncidentTable.first, ascending=False)
        .limit(MOST_LISTED)
    )
    return [_incident(row, sealer) for row in rows]


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
        ("id", after, ">"),
    ):
        if value is not None:
            values.append(value)
            where.append(f"d.{column} {compared} ${len(values)}")
    values.append(limit)
    sql = f"SELECT {COLUMNS} FROM dossier d WHERE {' AND '.join(where)} ORDER BY d.id LIMIT ${len(values)}"  # noqa: S608
    return [row_of(row) for row in await fetch(sql, *values)]


async def given(dossiers: Collection[UUID], sealer: Sealer) -> dict[UUID, list[Span]]:
    """The lost days that each of these was given already, as its story tells."""
    if not dossiers:
        return {}
    rows = await DossierEvent.select(DossierEvent.id, DossierEvent.dossier, DossierEvent.content).where(
        DossierEvent.dossier.is_in(list(dossiers)) & (DossierEvent.verb == "dossier.extend")
    )
    said = [(row["dossier"], said_in(row, sealer)) for row in rows]
    whole = await _spans({UUID(each["incident"]) for _, each in said if "first" not in each})
    found: dict[UUID, list[Span]] = {}
    for dossier, each in said:
        span = _span(each) if "first" in each else whole[UUID(each["incident"])]
        found.setdefault(dossier, []).append(span)
    return found


def _span(said: dict[str, Any]) -> Span:
    return date.fromisoformat(said["first"]), date.fromisoformat(said["last"])


async def _spans(ids: Collection[UUID]) -> dict[UUID, Span]:
    """All days of these incidents: lines of before they named days stand for all of them."""
    rows = await rows_in(IncidentTable, "id", ids, columns=("id", "first", "last")) if ids else []
    return {row["id"]: (row["first"], row["last"]) for row in rows}


def _incident(row: dict[str, Any], sealer: Sealer) -> Incident:
    reason = sealer.open(bytes(row["reason"]), table="incident", column="reason", row=str(row["id"])).decode()
    return Incident(**row | {"reason": reason})

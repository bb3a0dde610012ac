"""Declaring an incident, and making longer, with a trace, what it shortened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.domains.catalogue.rules import Workflow
from backend.domains.dossiers import queries
from backend.domains.dossiers.operations.lines import write_lines
from backend.domains.dossiers.operations.lost_days import made_longer
from backend.domains.dossiers.rules import LawNow, check_incident
from backend.domains.dossiers.tables import Incident
from backend.domains.identity.rules import Scope
from backend.kernel.days import day_in_algiers
from backend.kernel.ids import uuid7
from backend.kernel.refusal import Refusal
from backend.storage.counters import lock_position
from backend.storage.database import tx
from backend.storage.jobs import enqueue
from backend.storage.keys import KeyFolder
from backend.storage.rows import insert_many
from backend.storage.sealing import Sealer

EXTEND = "incident.extend"
AT_ONCE = 200


@tx
async def declare_incident(
    *, scope: Scope, first: date, last: date, reason: str, by: UUID, now: datetime, sealer: Sealer
) -> UUID:
    """Writes an incident down; the dossiers it touches are extended in the background, each once.

    Refuses `incident.days`, `incident.reason`, and `incident.known`: a second press declares nothing more.
    """
    check_incident(first, last, reason, day_in_algiers(now))
    await lock_position()
    for known in await queries.incidents([scope.body], last, sealer):
        if (known.wilaya_code, known.first, known.last) == (scope.wilaya_code, first, last):
            raise Refusal("incident.known")
    id_ = uuid7()
    said = sealer.seal(reason.strip().encode(), table="incident", column="reason", row=str(id_))
    row = {
        "id": id_,
        "body": scope.body,
        "wilaya_code": scope.wilaya_code,
        "first": first,
        "last": last,
        "reason": said,
        "declared_by": by,
        "declared_at": now,
    }
    await insert_many(Incident, [row])
    await enqueue(EXTEND, {"incident": str(id_)}, dedupe_key=str(id_))
    return id_


@tx
async def extend_some(
    *, id_: UUID, at: datetime, workflow_of: Callable[[str], Workflow], law: LawNow, keys: KeyFolder, sealer: Sealer
) -> bool:
    """Extends the next two hundred dossiers that an incident touches; whether there may be more."""
    await lock_position()
    incident, come_to = await queries.incident_with_place(id_, sealer)
    if incident.done_at is not None:  # whoever asks again, after a stop in between
        return False
    rows = await queries.touched(incident, come_to, AT_ONCE)
    ids = [row.standing.id for row in rows]
    given, begun, holding = await queries.given(ids, sealer), await queries.begun(ids, sealer), await law()
    lines = []
    for row in rows:
        received_on, had = day_in_algiers(row.received_at), given.get(row.standing.id, ())
        began = begun[row.standing.id].on if row.standing.id in begun else received_on
        line = made_longer(incident, row.standing, received_on, workflow_of, holding, had, began, had)
        if line is not None:
            lines.append(line)
    if lines:
        await write_lines(lines, at=at, keys=keys, sealer=sealer)
    last = rows[-1].standing.id if rows else None
    more = len(rows) == AT_ONCE
    changed: dict[Any, Any] = {Incident.come_to: last or come_to} | ({} if more else {Incident.done_at: at})
    await Incident.update(changed).where(Incident.id == id_)
    return more

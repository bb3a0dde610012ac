"""What an act leaves behind: the dossier as it stands after it, and the line of its history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from backend.domains.dossiers.rules import Standing
from backend.domains.dossiers.tables import Dossier, DossierEvent
from backend.kernel.canonical import written
from backend.kernel.ids import uuid7
from backend.storage.counters import next_position
from backend.storage.keys import KeyFolder
from backend.storage.rows import insert_many, update_many
from backend.storage.sealing import Sealer

CHANGING = (
    "id",
    "person",
    "wilaya_code",
    "body",
    "agency",
    "state",
    "revision",
    "position",
    "holder",
    "held_until",
    "answer_by",
    "due_on",
    "paused_on",
    "escalated",
    "warned",
    "escalate_on",
    "closed_at",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One act: the dossier after it, save for its position. `beside`: it moved nothing, and the revision stays."""

    after: Standing
    verb: str
    actor: str
    content: dict[str, Any] | None = None
    beside: bool = False


async def write_lines(lines: Sequence[Line], *, at: datetime, keys: KeyFolder, sealer: Sealer) -> list[Standing]:
    """Writes acts, each on another dossier, inside the caller's transaction; the dossiers as they then stand."""
    position = await next_position(len(lines), keys) - len(lines)
    placed = [
        replace(line, after=replace(line.after, position=position + place)) for place, line in enumerate(lines, 1)
    ]
    rows = [
        {name: getattr(line.after, name) for name in CHANGING}
        | {"flags": " ".join(line.after.flags)}
        | {"open_fields": None if line.after.open_fields is None else " ".join(line.after.open_fields)}
        for line in placed
    ]
    await update_many(Dossier, rows, by=("id",))
    await insert_many(DossierEvent, [event_row(line, at, sealer) for line in placed])
    return [line.after for line in placed]


def event_row(line: Line, at: datetime, sealer: Sealer) -> dict[str, Any]:
    """A line of history; what was said lies sealed in it."""
    event, standing = uuid7(), line.after
    said = None
    if line.content is not None:
        said = sealer.seal(written(line.content), table="dossier_event", column="content", row=str(event))
    return {
        "id": event,
        "dossier": standing.id,
        "wilaya_code": standing.wilaya_code,
        "owner": standing.owner,
        "person": standing.person,
        "on_behalf": standing.on_behalf,
        "position": standing.position,
        "revision": standing.revision,
        "verb": line.verb,
        "state": standing.state,
        "actor": line.actor,
        "at": at,
        "content": said,
        "beside": line.beside or None,
    }

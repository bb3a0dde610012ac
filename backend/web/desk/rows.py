"""Dossiers as lists of the desk show them: whose they are, what state, how much time is left, who has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from backend.domains.dossiers import queries
from backend.domains.dossiers.queries import Row
from backend.domains.dossiers.rules import Standing, in_hands_of
from backend.domains.identity import queries as identity
from backend.domains.sync.ports import Centre
from backend.kernel.days import day_in_algiers

Tone = Literal["late", "today", "left", "paused", "ended"]


@dataclass(frozen=True, slots=True)
class Time:
    """How a dossier's time stands: `days` late or left until `due_on`; `passed` of `whole` days are gone."""

    tone: Tone
    days: int
    due_on: date | None
    passed: int
    whole: int


@dataclass(frozen=True, slots=True)
class Shown:
    """One line of a list. `holder`: the name of who has it, nothing where nobody has; `mine`: whoever looks.

    `before`: the name of who had it last and left it open, where nobody has it now.
    """

    standing: Standing
    received_at: datetime
    name: str | None
    time: Time
    holder: str | None
    mine: bool
    before: str | None


async def shown(rows: Sequence[Row], centre: Centre, me: UUID, now: datetime) -> list[Shown]:
    """These dossiers, with the names that belong to them."""
    said = await queries.contents([row.standing.id for row in rows], centre.sealer)
    holders = {row.standing.id: in_hands_of(row.standing, now) for row in rows}
    last = {row.standing.id: row.standing.holder for row in rows if holders[row.standing.id] is None}
    parties = await identity.parties({each for each in (*holders.values(), *last.values()) if each}, centre.sealer)

    def name(holder: UUID | None) -> str | None:
        return parties[holder].name if holder in parties else None

    return [
        Shown(
            row.standing,
            row.received_at,
            said[row.standing.id].get("depositor"),
            time_of(row, day_in_algiers(now)),
            name(holders[row.standing.id]),
            holders[row.standing.id] == me,
            name(last.get(row.standing.id)),
        )
        for row in rows
    ]


def time_of(row: Row, today: date) -> Time:
    """How the time of a dossier stands today."""
    standing, begun = row.standing, day_in_algiers(row.received_at)
    if standing.closed_at is not None or standing.due_on is None:
        return Time("ended", 0, None, 0, 1)
    left, whole = (standing.due_on - today).days, max((standing.due_on - begun).days, 1)
    tone: Tone = "paused" if standing.paused_on else "late" if left < 0 else "today" if left == 0 else "left"
    return Time(tone, abs(left), standing.due_on, min(max((today - begun).days, 0), whole), whole)

"""Reads of what was said about days off, and the calendar that follows from it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from backend.domains.parameters.rules import AnnouncedDay, Calendar, Computed, Kind, Saying, Word, announced
from backend.storage.database import fetch
from backend.storage.sealing import Sealer

_WORDS = "SELECT id, revision, kind, first, days, moved_to, takes_back, said, said_by, said_at FROM announced_day"


class KeptCalendar:
    """The calendar of one process: it is put together anew once something was said, and kept until then."""

    def __init__(self, computed: Computed, in_file: Sequence[AnnouncedDay], sealer: Sealer) -> None:
        self._computed = computed
        self._in_file = tuple(in_file)
        self._sealer = sealer
        self._kept = 0, Calendar(computed, in_file)

    async def now(self) -> Calendar:
        """One look at the last revision; whoever holds the counter of positions sees all that was said before."""
        revision, calendar = self._kept
        if await last_revision() != revision:
            told = await words(self._sealer)
            calendar = Calendar(self._computed, [*self._in_file, *announced(told)])
            self._kept = max((word.revision for word in told), default=0), calendar
        return calendar


async def last_revision() -> int:
    """How much was said."""
    rows = await fetch("SELECT MAX(revision) AS last FROM announced_day")
    return int(rows[0]["last"] or 0)


async def words(sealer: Sealer) -> list[Word]:
    """All that was said, in order."""
    return [_word(row, sealer) for row in await fetch(f"{_WORDS} ORDER BY revision")]


def _word(row: dict[str, Any], sealer: Sealer) -> Word:
    said = json.loads(sealer.open(bytes(row["said"]), table="announced_day", column="said", row=str(row["id"])))
    saying = Saying(
        Kind(row["kind"]), row["first"], row["days"], row["moved_to"], said.get("names", {}), row["takes_back"]
    )
    return Word(row["id"], row["revision"], saying, said["source"], row["said_by"], row["said_at"])

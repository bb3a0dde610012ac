"""What may be taken away as a file: any list of the desk, and the monthly register of concerns of a counter."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from backend.kernel.digits import fold_digits
from backend.kernel.refusal import Refusal

LIST, REGISTER = "list", "register"
FORMATS: Mapping[str, tuple[str, ...]] = {LIST: ("csv", "xlsx"), REGISTER: ("pdf", "xlsx")}
KEPT = timedelta(days=1)
MOST_ROWS = 100_000
_MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Export:
    """One file that somebody asked for: `asked` of what, `done` of `total` rows; `blob`: once it is there."""

    id: UUID
    person: UUID
    kind: str
    format: str
    lang: str
    asked: Mapping[str, Any]
    total: int
    done: int
    blob: str | None
    asked_at: datetime
    ready_at: datetime | None

    def kept(self, now: datetime) -> bool:
        """Whether it is still there to be fetched."""
        return self.asked_at + KEPT > now

    def within(self, wilayas: Collection[str] | None, agencies: Collection[str]) -> bool:
        """Whether all that it may hold lies in these wilayas (`None`: everywhere) or agencies of its body."""
        if wilayas is None:
            return True
        had, only = self.asked.get("wilayas"), self.asked.get("wilaya")
        if only is not None and (had is None or only in had):
            had = [only]
        return had is not None and set(had) <= set(wilayas) and set(self.asked.get("agencies", ())) <= set(agencies)


def check_format(kind: str, format_: str) -> None:
    """Refuses `export.format`."""
    if format_ not in FORMATS.get(kind, ()):
        raise Refusal("export.format")


def month_from(typed: str) -> tuple[date, date]:
    """First and last day of a month written 2026-11. Refuses `export.month`."""
    plain = fold_digits(typed.strip())
    if not _MONTH.fullmatch(plain):
        raise Refusal("export.month")
    first = date.fromisoformat(f"{plain}-01")
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)

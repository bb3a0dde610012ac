"""Days off as they were really announced: `reference/holidays.toml`."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class AnnouncedDay:
    """What was decided for a date: a holiday with its names, or a day worked although a holiday was estimated."""

    day: date
    observed: bool
    source: str
    name_ar: str = ""
    name_fr: str = ""


@cache
def load_announced_days() -> tuple[AnnouncedDay, ...]:
    """Every announced day, read once."""
    file = resources.files("backend.domains.parameters").joinpath("reference", "holidays.toml")
    rows = tomllib.loads(file.read_text(encoding="utf-8"))["day"]
    return tuple(AnnouncedDay(day=row.pop("date"), **row) for row in rows)

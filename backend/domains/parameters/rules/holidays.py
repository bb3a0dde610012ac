"""Days off as they were really announced."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class AnnouncedDay:
    """What was decided for a date: a holiday with its names, or a day worked although a holiday was estimated."""

    day: date
    observed: bool
    source: str
    name_ar: str = ""
    name_fr: str = ""

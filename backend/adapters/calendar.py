"""Public holidays of Algeria: the fixed ones, the Islamic ones as estimated, and what was really announced."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import holidays

from backend.domains.parameters.loader import load_announced_days
from backend.domains.parameters.rules import AnnouncedDay
from backend.kernel.languages import LANGUAGES

_ESTIMATED = "(estimé)"


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day off. `estimated`: only the moon will tell; an announced day is never estimated."""

    day: date
    names: dict[str, str]
    estimated: bool


class Calendar:
    """Public holidays by year, the announced days in place of the computed ones."""

    def __init__(self, announced: Iterable[AnnouncedDay]) -> None:
        self._announced = tuple(announced)
        self._between: dict[tuple[int, int], frozenset[date]] = {}

    def holidays(self, year: int) -> tuple[Holiday, ...]:
        """The holidays of a year in order, also those that fall on a weekend."""
        days = {one.day: one for one in _computed(year)}
        for announced in self._announced:
            if announced.day.year != year:
                continue
            days.pop(announced.day, None)
            if announced.observed:
                names = {"ar": announced.name_ar, "fr": announced.name_fr, "kab": announced.name_fr}
                days[announced.day] = Holiday(announced.day, names, estimated=False)
        return tuple(days[day] for day in sorted(days))

    def between(self, first: date, last: date) -> frozenset[date]:
        """Every holiday of those years, for `kernel.days.add_working_days`."""
        years = first.year, last.year
        if years not in self._between:
            found = (one.day for year in range(first.year, last.year + 1) for one in self.holidays(year))
            self._between[years] = frozenset(found)
        return self._between[years]

    def estimated(self, first: date, last: date) -> frozenset[date]:
        """Those of `between` that may still move."""
        years = range(first.year, last.year + 1)
        return frozenset(one.day for year in years for one in self.holidays(year) if one.estimated)


@lru_cache(maxsize=1)
def algerian_calendar() -> Calendar:
    """The calendar with the announced days that come with the program."""
    return Calendar(load_announced_days())


@lru_cache(maxsize=16)
def _computed(year: int) -> tuple[Holiday, ...]:
    # Without an explicit language the library answers in whichever it likes.
    named = {lang: holidays.country_holidays("DZ", years=year, language=lang) for lang in LANGUAGES}
    found = []
    for day, french in sorted(named["fr"].items()):
        names = {lang: _plain(days[day]) for lang, days in named.items()}
        # Two holidays on one day: a certain one makes the day certain.
        estimated = all(_ESTIMATED in name for name in french.split("; "))
        found.append(Holiday(day, names, estimated))
    return tuple(found)


def _plain(name: str) -> str:
    """`name` without the library's remark that the date is an estimate."""
    parts = (part.partition(" (")[0] for part in name.split("; "))
    return "; ".join(parts).replace("'", "’")

"""Days off: those that are computed, and those that were really announced."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class AnnouncedDay:
    """What was decided for a date: a holiday with its names, or a day worked although a holiday was estimated."""

    day: date
    observed: bool
    source: str
    name_ar: str = ""
    name_fr: str = ""
    name_kab: str = ""

    @property
    def names(self) -> dict[str, str]:
        return {"ar": self.name_ar, "fr": self.name_fr, "kab": self.name_kab or self.name_fr}


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day off. `estimated`: only the moon will tell; an announced day is never estimated."""

    day: date
    names: Mapping[str, str]
    estimated: bool
    announced: bool = False


Computed = Callable[[int], Sequence[Holiday]]
"""The holidays of a year as they can be computed."""


class Calendar:
    """Public holidays by year, the announced days in place of the computed ones; of two about one day, the last."""

    def __init__(self, computed: Computed, announced: Iterable[AnnouncedDay]) -> None:
        self._computed = computed
        self._announced = tuple(announced)
        self._between: dict[tuple[int, int], frozenset[date]] = {}

    def holidays(self, year: int) -> tuple[Holiday, ...]:
        """The holidays of a year in order, also those that fall on a weekend."""
        certain = {one.day: one for one in self._computed(year) if not one.estimated}
        days = {one.day: one for one in self._computed(year)}
        for announced in self._announced:
            if announced.day.year != year:
                continue
            days.pop(announced.day, None)
            if announced.observed:
                names = _together(announced.names, certain.get(announced.day))
                days[announced.day] = Holiday(announced.day, names, estimated=False, announced=True)
        return tuple(days[day] for day in sorted(days))

    def on(self, day: date) -> Holiday | None:
        """The holiday of a day."""
        return next((one for one in self.holidays(day.year) if one.day == day), None)

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


@dataclass(frozen=True, slots=True)
class Feast:
    """Days off that follow one another under the same names and with the same certainty."""

    first: date
    days: int
    names: Mapping[str, str]
    estimated: bool
    announced: bool

    @property
    def last(self) -> date:
        return self.first + DAY * (self.days - 1)


def feasts(holidays: Iterable[Holiday]) -> list[Feast]:
    """Holidays in order, those of one feast together."""
    found: list[Feast] = []
    for one in holidays:
        before = found[-1] if found else None
        same = (one.names, one.estimated, one.announced)
        if before and (before.names, before.estimated, before.announced) == same and before.last + DAY == one.day:
            found[-1] = Feast(before.first, before.days + 1, *same)
        else:
            found.append(Feast(one.day, 1, *same))
    return found


def _together(names: Mapping[str, str], computed: Holiday | None) -> dict[str, str]:
    """The names of a feast announced for a day that was off without it."""
    if computed is None or computed.names == names:
        return dict(names)
    return {lang: f"{name}; {computed.names[lang]}" for lang, name in names.items()}

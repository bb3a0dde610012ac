"""What is said about days off: a feast announced on other days, an estimate confirmed, a day added by decree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from backend.domains.parameters.rules.holidays import DAY, AnnouncedDay, Calendar, Feast, feasts
from backend.kernel.refusal import Refusal

SOURCE, NAME = (3, 200), (3, 80)
"""The least and the most letters of a text."""
FARTHEST = 10
"""No moon moves a feast by more days."""


class Kind(StrEnum):
    MOVED = "moved"
    CONFIRMED = "confirmed"
    ADDED = "added"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, slots=True)
class Saying:
    """What somebody says of so many days from `day` on; `to`: the first of them as they were announced."""

    kind: Kind
    day: date
    days: int = 1
    to: date | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    takes_back: UUID | None = None

    @property
    def last(self) -> date:
        return self.day + DAY * (self.days - 1)

    @property
    def last_to(self) -> date | None:
        return None if self.to is None else self.to + DAY * (self.days - 1)

    @property
    def changed(self) -> frozenset[date]:
        """The days that may be off now and were not, or the other way round."""
        if self.kind is Kind.CONFIRMED:
            return frozenset()
        return frozenset(_days(self.day, self.days)) ^ frozenset(_days(self.to, self.days) if self.to else ())


@dataclass(frozen=True, slots=True)
class Word:
    """What was said: from where it is known, by whom and when. `revision`: its place in the order of all words."""

    id: UUID
    revision: int
    saying: Saying
    source: str
    said_by: UUID
    said_at: datetime


def standing(words: Iterable[Word]) -> list[Word]:
    """Those that count, in order: they take nothing back, and nobody took them back."""
    told = sorted(words, key=lambda word: word.revision)
    gone = {word.saying.takes_back for word in told}
    return [word for word in told if word.saying.takes_back is None and word.id not in gone]


def announced(words: Iterable[Word]) -> list[AnnouncedDay]:
    """What these words decide, in order: the last about a day counts."""
    found = []
    for word in standing(words):
        saying = word.saying
        if saying.to is not None:
            found += [AnnouncedDay(day, False, word.source) for day in _days(saying.day, saying.days)]
        names = (saying.names["ar"], saying.names["fr"], saying.names["kab"])
        found += [AnnouncedDay(day, True, word.source, *names) for day in _days(saying.to or saying.day, saying.days)]
    return found


def moved(calendar: Calendar, day: date, to: date, today: date) -> Saying:
    """The feast that was estimated from `day` on was announced from `to` on.

    Refuses `holiday.not_estimated`, `holiday.same`, `holiday.far`.
    """
    feast = _estimated(calendar, day, today)
    if to == day:
        raise Refusal("holiday.same", field="to")
    if abs((to - day).days) > FARTHEST:
        raise Refusal("holiday.far", field="to", most=FARTHEST)
    return Saying(Kind.MOVED, day, feast.days, to, feast.names)


def confirmed(calendar: Calendar, day: date, today: date) -> Saying:
    """The feast that was estimated from `day` on is on those days. Refuses `holiday.not_estimated`."""
    feast = _estimated(calendar, day, today)
    return Saying(Kind.CONFIRMED, day, feast.days, None, feast.names)


def added(calendar: Calendar, day: date, name_ar: str, name_fr: str, today: date) -> Saying:
    """A day of this year or the next is off by decree.

    Refuses `holiday.years`, `holiday.already`, `holiday.name_ar`, `holiday.name_fr`.
    """
    if day.year not in years(today):
        raise Refusal("holiday.years", field="day", first=today.year, last=today.year + 1)
    if calendar.on(day) is not None:
        raise Refusal("holiday.already", field="day", date=day)
    arabic, french = _text(name_ar, NAME), _text(name_fr, NAME)
    if arabic is None:
        raise Refusal("holiday.name_ar", field="name_ar", least=NAME[0], most=NAME[1])
    if french is None:
        raise Refusal("holiday.name_fr", field="name_fr", least=NAME[0], most=NAME[1])
    return Saying(Kind.ADDED, day, names={"ar": arabic, "fr": french, "kab": french})


def taken_back(words: Sequence[Word], id_: UUID) -> Saying:
    """What somebody said no longer counts; what was before it does again. Refuses `holiday.unknown`."""
    word = next((each for each in standing(words) if each.id == id_), None)
    if word is None:
        raise Refusal("holiday.unknown")
    return Saying(Kind.TAKEN_BACK, word.saying.day, word.saying.days, word.saying.to, takes_back=id_)


def sourced(text: str) -> str:
    """From where it is known. Refuses `holiday.source`."""
    source = _text(text, SOURCE)
    if source is None:
        raise Refusal("holiday.source", field="source", least=SOURCE[0], most=SOURCE[1])
    return source


def years(today: date) -> range:
    """Of which days off are shown and said."""
    return range(today.year, today.year + 2)


def _estimated(calendar: Calendar, day: date, today: date) -> Feast:
    for feast in feasts(calendar.holidays(day.year)) if day.year in years(today) else ():
        if feast.first == day and feast.estimated:
            return feast
    raise Refusal("holiday.not_estimated", date=day)


def _days(first: date, count: int) -> list[date]:
    return [first + DAY * place for place in range(count)]


def _text(typed: str, between: tuple[int, int]) -> str | None:
    """What was typed, without needless space, if it has so many letters."""
    text, (least, most) = " ".join(typed.split()), between
    return text if least <= len(text) <= most else None

"""Days off as computed, as they came in a file and as they were announced: the last word about a day counts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.adapters.calendar import computed
from backend.domains.parameters import operations, queries
from backend.domains.parameters.operations import Said
from backend.domains.parameters.queries import KeptCalendar
from backend.domains.parameters.rules import (
    AnnouncedDay,
    Calendar,
    Saying,
    Word,
    added,
    announced,
    confirmed,
    feasts,
    moved,
    standing,
    taken_back,
)
from backend.kernel.ids import uuid7
from backend.kernel.refusal import Refusal
from backend.storage.keys import KeyFolder
from backend.storage.sealing import Sealer

NOW = datetime(2026, 11, 27, 9, tzinfo=UTC)
TODAY = NOW.date()
FITR = date(2027, 3, 9)
SOMEBODY = uuid7()
IN_FILE = (AnnouncedDay(date(2027, 6, 15), observed=False, source="file"),)


def calendar(words: list[Word]) -> Calendar:
    return Calendar(computed, [*IN_FILE, *announced(words)])


def word(saying: Saying, revision: int) -> Word:
    return Word(uuid7(), revision, saying, "Communiqué", SOMEBODY, NOW)


def off(found: Calendar) -> dict[date, tuple[bool, str]]:
    return {one.day: (one.estimated, one.names["fr"]) for year in (2026, 2027) for one in found.holidays(year)}


def refused(call: Any, *args: Any) -> str:
    with pytest.raises(Refusal) as refusal:
        call(*args)
    return refusal.value.code


def test_a_feast_moves_as_a_whole() -> None:
    found = calendar([word(moved(calendar([]), FITR, FITR + timedelta(days=1), TODAY), 1)])
    assert found.on(FITR) is None
    assert [found.on(date(2027, 3, day)) is not None for day in (10, 11, 12, 13)] == [True, True, True, False]
    (feast,) = [each for each in feasts(found.holidays(2027)) if each.announced]
    assert (feast.first, feast.last, feast.names["ar"]) == (date(2027, 3, 10), date(2027, 3, 12), "عيد الفطر")
    assert not feast.estimated


def test_what_is_certain_neither_moves_nor_is_confirmed() -> None:
    once = calendar([word(confirmed(calendar([]), FITR, TODAY), 1)])
    for day in (FITR, date(2027, 11, 1), FITR + timedelta(days=1)):
        assert refused(moved, once, day, day + timedelta(days=1), TODAY) == "holiday.not_estimated"
        assert refused(confirmed, once, day, TODAY) == "holiday.not_estimated"
    assert refused(confirmed, once, date(2025, 3, 30), TODAY) == "holiday.not_estimated"  # of another year


def test_no_moon_moves_a_feast_by_weeks() -> None:
    assert refused(moved, calendar([]), FITR, date(2027, 4, 9), TODAY) == "holiday.far"
    assert refused(moved, calendar([]), FITR, FITR, TODAY) == "holiday.same"


def test_a_decree_adds_a_day_that_was_worked() -> None:
    assert refused(added, calendar([]), FITR, "عطلة", "Jour chômé", TODAY) == "holiday.already"
    assert refused(added, calendar([]), date(2029, 1, 3), "عطلة", "Jour chômé", TODAY) == "holiday.years"
    assert refused(added, calendar([]), date(2027, 1, 3), "ع", "Jour chômé", TODAY) == "holiday.name_ar"
    assert refused(added, calendar([]), date(2027, 1, 3), "عطلة", " J ", TODAY) == "holiday.name_fr"
    day = calendar([word(added(calendar([]), date(2027, 1, 3), "عطلة", " Jour  chômé ", TODAY), 1)]).on(
        date(2027, 1, 3)
    )
    assert day is not None
    assert day.names == {"ar": "عطلة", "fr": "Jour chômé", "kab": "Jour chômé"}


def test_a_feast_announced_on_a_day_that_was_off_bears_both_names() -> None:
    days = [AnnouncedDay(date(2027, 7, 5), observed=True, source="x", name_ar="عاشورة", name_fr="Achoura")]
    found = Calendar(computed, days).on(date(2027, 7, 5))
    assert found is not None
    assert found.names["fr"] == "Achoura; Fête de l’Indépendance"


def test_nothing_is_taken_back_twice() -> None:
    first = word(confirmed(calendar([]), FITR, TODAY), 1)
    second = word(taken_back([first], first.id), 2)
    assert refused(taken_back, [first, second], first.id) == "holiday.unknown"
    assert refused(taken_back, [first, second], second.id) == "holiday.unknown"


@st.composite
def told(draw: st.DrawFn) -> list[Word]:
    """What people say one after another, each as the calendar stands then."""
    words: list[Word] = []
    for revision in range(1, draw(st.integers(0, 8)) + 1):
        saying = draw(st.sampled_from(_open(words)))
        words.append(word(saying(draw), revision))
    return words


def _open(words: list[Word]) -> list[Any]:
    now = calendar(words)
    free = [day for day in _days_of_2027() if now.on(day) is None]
    found: list[Any] = [
        lambda draw: added(now, draw(st.sampled_from(free)), "عطلة خاصة", "Jour chômé", TODAY),
    ]
    estimated = [each.first for each in feasts(now.holidays(2027)) if each.estimated]
    if estimated:
        found.append(lambda draw: confirmed(now, draw(st.sampled_from(estimated)), TODAY))
        by = st.sampled_from([-2, -1, 1, 2])

        def move(draw: st.DrawFn) -> Saying:
            day = draw(st.sampled_from(estimated))
            return moved(now, day, day + timedelta(days=draw(by)), TODAY)

        found.append(move)
    if standing(words):
        found.append(lambda draw: taken_back(words, draw(st.sampled_from([each.id for each in standing(words)]))))
    return found


@cache
def _days_of_2027() -> list[date]:
    return [date(2027, 1, 1) + timedelta(days=each) for each in range(365)]


@given(told())
def test_an_announced_day_is_never_estimated(words: list[Word]) -> None:
    found = calendar(words)
    estimated = found.estimated(date(2027, 1, 1), date(2027, 12, 31))
    said = {each.day: each.observed for each in announced(words)}
    assert not estimated & said.keys()
    assert all((found.on(day) is not None) == observed for day, observed in said.items())


@given(told(), st.data())
def test_taking_back_restores_what_was(words: list[Word], data: st.DataObject) -> None:
    before = off(calendar(words))
    saying = data.draw(st.sampled_from(_open(words)))(data.draw)
    last = word(saying, len(words) + 1)
    if last.saying.takes_back is None:
        back = word(taken_back([*words, last], last.id), len(words) + 2)
        assert off(calendar([*words, last, back])) == before


@given(told())
def test_only_the_days_that_are_said_to_change_do(words: list[Word]) -> None:
    for count, each in enumerate(words):
        was, now = off(calendar(words[:count])), off(calendar(words[: count + 1]))
        assert was.keys() ^ now.keys() <= each.saying.changed


@given(told())
def test_all_taken_back_leaves_the_estimates(words: list[Word]) -> None:
    said = list(words)
    for each in standing(words):
        said.append(word(taken_back(said, each.id), len(said) + 1))
    assert off(calendar(said)) == off(calendar([]))


@pytest.fixture
def sealer(tmp_path: Any) -> Sealer:
    return Sealer(KeyFolder.create(tmp_path / "keys"))


async def test_every_process_sees_what_another_was_told(database: str, sealer: Sealer) -> None:
    here, there = KeptCalendar(computed, IN_FILE, sealer), KeptCalendar(computed, IN_FILE, sealer)
    before = await there.now()
    said = Said(SOMEBODY, NOW, "Communiqué du ministère des Affaires religieuses")
    await operations.move(said, day=FITR, to=FITR + timedelta(days=1), calendars=here, sealer=sealer)
    after = await there.now()
    assert before.on(FITR) is not None
    assert after.on(FITR) is None
    assert after.on(date(2027, 6, 15)) is None  # what came in the file still counts
    assert await there.now() is after  # nothing new: nothing is read again
    (told_then,) = await queries.words(sealer)
    assert told_then.source == said.source
    await operations.take_back(Said(SOMEBODY, NOW, "Erreur de saisie"), word=told_then.id, sealer=sealer)
    assert off(await there.now()) == off(before)
    assert len(await queries.words(sealer)) == 2


async def test_what_comes_from_nowhere_is_not_written(database: str, sealer: Sealer) -> None:
    calendars = KeptCalendar(computed, (), sealer)
    for source in ("", "  x ", "x" * 201):
        with pytest.raises(Refusal, match=r"holiday\.source"):
            await operations.confirm(Said(SOMEBODY, NOW, source), day=FITR, calendars=calendars, sealer=sealer)
    assert await queries.words(sealer) == []

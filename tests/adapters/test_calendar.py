"""Public holidays: fixed, estimated, and as really announced."""

from datetime import date

from backend.adapters.calendar import computed
from backend.domains.parameters.rules import AnnouncedDay, Calendar
from backend.kernel.days import add_working_days

CALENDAR = Calendar(computed, [])


def test_a_year_has_its_fixed_and_its_islamic_holidays_in_three_languages() -> None:
    names = {one.day: one.names for one in CALENDAR.holidays(2026)}
    assert len(names) == 14
    assert names[date(2026, 1, 12)] == {"ar": "رأس السنة الأمازيغية", "fr": "Jour de l’An Amazigh", "kab": "Yennayer"}
    assert names[date(2026, 3, 20)] == {"ar": "عيد الفطر", "fr": "Aïd el-Fitr", "kab": "Lɛid tamezyant"}


def test_only_what_the_moon_decides_is_estimated() -> None:
    estimated = CALENDAR.estimated(date(2026, 1, 1), date(2026, 12, 31))
    assert date(2026, 3, 20) in estimated
    assert date(2026, 11, 1) not in estimated


def test_two_holidays_on_one_day_are_as_certain_as_the_surer_one() -> None:
    independence = next(one for one in CALENDAR.holidays(2025) if one.day == date(2025, 7, 5))
    assert independence.names["fr"] == "Achoura; Fête de l’Indépendance"
    assert not independence.estimated


def test_a_deadline_waits_for_the_end_of_the_feast() -> None:
    start = date(2026, 3, 18)
    assert add_working_days(start, 3, CALENDAR.between(start, date(2026, 12, 31))) == date(2026, 3, 24)


def test_a_deadline_over_the_new_year_knows_both_years() -> None:
    start = date(2026, 12, 31)
    assert add_working_days(start, 1, CALENDAR.between(start, date(2027, 1, 31))) == date(2027, 1, 3)


def test_an_announced_day_replaces_the_estimate_and_is_certain() -> None:
    moved = Calendar(
        computed,
        [
            AnnouncedDay(date(2026, 3, 22), observed=False, source="announcement"),
            AnnouncedDay(
                date(2026, 3, 19), observed=True, source="announcement", name_ar="عيد الفطر", name_fr="Aïd el-Fitr"
            ),
        ],
    )
    days = moved.between(date(2026, 3, 1), date(2026, 3, 31))
    assert date(2026, 3, 19) in days
    assert date(2026, 3, 22) not in days
    assert date(2026, 3, 19) not in moved.estimated(date(2026, 3, 1), date(2026, 3, 31))
    assert {one.day.year for one in moved.holidays(2027)} == {2027}

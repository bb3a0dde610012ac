"""Ids, digits, languages, masks, days and the refusal."""

import pickle
from datetime import UTC, date, datetime

import pytest

from backend.kernel.days import ALGIERS, add_working_days, day_in_algiers, is_working_day
from backend.kernel.digits import fold_digits
from backend.kernel.ids import is_uuid7, uuid7
from backend.kernel.languages import FALLBACK, LANGUAGES, direction, other
from backend.kernel.masking import mask
from backend.kernel.refusal import Refusal


def test_a_refusal_keeps_what_was_typed_out_of_its_text() -> None:
    refusal = Refusal("receipt.unknown", number="CB-49-2026-004131-27")
    assert str(refusal) == "receipt.unknown"
    assert refusal.details == {"number": "CB-49-2026-004131-27"}


def test_a_refusal_crosses_to_another_process() -> None:
    crossed = pickle.loads(pickle.dumps(Refusal("file.too_large", limit=12)))
    assert (crossed.code, crossed.details) == ("file.too_large", {"limit": 12})


def test_ids_are_version_7_and_follow_the_clock() -> None:
    made = uuid7()
    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    assert is_uuid7(str(made))
    now = datetime.now(UTC).timestamp() * 1000
    assert abs((made.int >> 80) - now) < 60_000


def test_a_thousand_ids_differ() -> None:
    assert len({uuid7() for _ in range(1000)}) == 1000


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0190b6a1-7c4e-4a00-8000-000000000000",
        "0190b6a1-7c4e-7a00-c000-000000000000",
        "0190B6A1-7C4E-7A00-8000-000000000000",
        "0190b6a17c4e7a008000000000000000",
        "0190b6a1-7c4e-7a00-8000-000000000000\n",
    ],
)
def test_other_spellings_are_not_ids(text: str) -> None:
    assert not is_uuid7(text)


def test_both_sets_of_arabic_digits_are_folded() -> None:
    assert fold_digits("٠١٢٣٤٥٦٧٨٩ ۰۱۲۳۴۵۶۷۸۹ 0-9 أ") == "0123456789 0123456789 0-9 أ"


def test_languages_know_their_direction_and_their_companion() -> None:
    assert [direction(lang) for lang in LANGUAGES] == ["rtl", "ltr", "ltr"]
    assert [other(lang) for lang in LANGUAGES] == ["fr", "ar", "ar"]
    assert FALLBACK == {"kab": "fr"}


@pytest.mark.parametrize(("value", "keep", "shown"), [("120185274", 3, "•••274"), ("99", 3, "•••"), ("4131", 0, "•••")])
def test_a_mask_shows_the_end_and_never_most_of_it(value: str, keep: int, shown: str) -> None:
    assert mask(value, keep) == shown


def test_friday_saturday_and_holidays_are_not_worked() -> None:
    holidays = frozenset({date(2026, 11, 1)})
    open_days = [day for day in range(1, 9) if is_working_day(date(2026, 11, day), holidays)]
    assert open_days == [2, 3, 4, 5, 8]


def test_a_deadline_jumps_over_the_new_year_and_the_weekend() -> None:
    assert add_working_days(date(2026, 12, 31), 1, frozenset({date(2027, 1, 1)})) == date(2027, 1, 3)


def test_no_working_day_after_a_friday_is_that_friday() -> None:
    assert add_working_days(date(2026, 2, 13), 0, frozenset()) == date(2026, 2, 13)


def test_working_days_are_not_counted_backwards() -> None:
    with pytest.raises(ValueError, match="forwards"):
        add_working_days(date(2026, 2, 13), -1, frozenset())


def test_the_day_in_algiers_begins_an_hour_before_utc() -> None:
    assert day_in_algiers(datetime(2026, 2, 10, 23, 30, tzinfo=UTC)) == date(2026, 2, 11)
    assert ALGIERS.utcoffset(None) == datetime(2026, 7, 1, tzinfo=ALGIERS).utcoffset()


def test_a_moment_without_offset_has_no_day() -> None:
    with pytest.raises(ValueError, match="offset"):
        day_in_algiers(datetime(2026, 2, 10))

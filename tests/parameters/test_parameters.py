"""Figures of law are dated, sourced, and marked when no official text was seen."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby, pairwise

import pytest

from backend.domains.parameters.loader import load_parameters
from backend.domains.parameters.rules import Parameter, Parameters
from backend.kernel.refusal import Refusal

PARAMETERS = load_parameters()


def test_the_minimum_wage_is_24_000_from_2026_and_20_000_before() -> None:
    assert PARAMETERS.in_force("snmg", date(2025, 12, 31)).fraction == 20_000
    assert PARAMETERS.in_force("snmg", date(2026, 1, 1)).fraction == 24_000


def test_an_employer_has_48_hours_to_declare_a_stoppage() -> None:
    assert PARAMETERS.in_force("ci_declare_hours", date(2026, 2, 10)).whole == 48


def test_figures_are_exact() -> None:
    assert PARAMETERS.in_force("cp_rate", date(2026, 1, 1)).fraction == Fraction(1221, 10_000)
    assert PARAMETERS.in_force("leave_fraction", date(2026, 1, 1)).fraction == Fraction(1, 12)


def test_the_two_halves_of_the_bad_weather_rate_make_the_whole() -> None:
    employer, worker, whole = (
        PARAMETERS.in_force(name, date(2026, 1, 1)).fraction
        for name in ("ci_rate_employer", "ci_rate_worker", "ci_rate")
    )
    assert employer + worker == whole


def test_a_figure_nobody_published_is_marked_to_confirm() -> None:
    unverified = {row.name for row in PARAMETERS.rows() if not row.verified}
    assert {"cp_rate", "heat_threshold", "leave_min_days"} <= unverified


def test_every_row_says_where_it_comes_from() -> None:
    assert all(row.source and row.unit and row.value for row in PARAMETERS.rows())


def test_rows_of_one_figure_follow_each_other_without_gap_or_overlap() -> None:
    for name, group in groupby(PARAMETERS.rows(), key=lambda row: (row.name, row.wilaya)):
        rows = list(group)
        for earlier, later in pairwise(rows):
            assert earlier.ends is not None, name
            assert later.begins == earlier.ends + timedelta(days=1), name
        assert rows[-1].ends is None, name


def test_a_wilaya_may_have_a_figure_of_its_own() -> None:
    common = Parameter("heat_threshold", "48.0", "°C", date(2020, 1, 1), None, "common", False)
    own = Parameter("heat_threshold", "46.0", "°C", date(2020, 1, 1), None, "Adrar", False, wilaya="01")
    parameters = Parameters([common, own])
    assert parameters.in_force("heat_threshold", date(2026, 7, 1), wilaya="01") == own
    assert parameters.in_force("heat_threshold", date(2026, 7, 1), wilaya="31") == common
    assert parameters.in_force("heat_threshold", date(2026, 7, 1)) == common


@pytest.mark.parametrize(("name", "on"), [("snmg", date(1980, 1, 1)), ("ci_day_cap", date(2026, 1, 1))])
def test_a_day_without_a_row_is_refused(name: str, on: date) -> None:
    with pytest.raises(Refusal) as refused:
        PARAMETERS.in_force(name, on)
    assert refused.value.code == "parameters.none_in_force"
    assert refused.value.details == {"name": name, "on": on.isoformat()}

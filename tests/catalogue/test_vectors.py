"""The shared vectors: what each kind makes of what people type, and what each rule works out to, on both sides."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies

from backend.domains.catalogue.rules import normalise
from backend.domains.catalogue.rules.grammar import Scope, compile_rule
from backend.domains.catalogue.rules.kinds import KINDS, fault, warning
from backend.domains.catalogue.rules.language import Answers, evaluate
from backend.kernel.text import hides_something
from tests.catalogue.browser_side import ask_browser

VECTORS: dict[str, Any] = json.loads((Path(__file__).parent / "vectors.json").read_text())
TODAY = 20_496  # 12 February 2026
SCOPE = Scope(
    types={
        **dict.fromkeys(("hours", "big", "pay", "missing_num"), "num"),
        **dict.fromkeys(("cause", "lost_text"), "text"),
        **dict.fromkeys(("yes", "no", "lost"), "bool"),
        **dict.fromkeys(("day", "later", "lost_day"), "date"),
        **dict.fromkeys(("at", "time_ten"), "time"),
        **dict.fromkeys(("kinds", "lost_set"), "set"),
        **dict.fromkeys(("rows", "gap", "lost_rows"), "rows"),
        "moment": "datetime",
        "photos": "files",
    },
    columns={table: {"n": "num"} for table in ("rows", "gap", "lost_rows")},
)
TYPES = ("num", "text", "bool", "date", "time", "datetime")


def test_what_people_type_is_brought_to_one_form() -> None:
    asked = [{"ask": "normalise", "kind": kind, "text": text} for kind, text, _ in VECTORS["normalise"]]
    told = ask_browser(asked)
    for (kind, text, expected), browser in zip(VECTORS["normalise"], told, strict=True):
        assert (normalise(kind, text), browser) == (expected, expected), (kind, text)


def test_what_was_brought_to_its_form_has_no_fault_and_stays_as_it_is() -> None:
    for kind, _, value in VECTORS["normalise"]:
        if value is not None:
            assert fault(kind, value) is None, (kind, value)
            if isinstance(value, str):
                assert normalise(kind, value) == value


@pytest.mark.parametrize("kind", [name for name, kind in KINDS.items() if kind.surely])
def test_what_is_surely_right_at_a_glance_is_right_after_a_long_look(kind: str) -> None:
    surely = KINDS[kind].surely
    assert surely is not None

    @given(strategies.from_regex(surely, fullmatch=True))
    def judged(text: str) -> None:
        rule = KINDS[kind]
        assert rule.normal(text) == text
        assert not hides_something(text, lines=False)
        assert rule.seen is None or rule.seen(text) is not None

    judged()


def test_a_wrong_value_is_told_by_its_code() -> None:
    told = ask_browser({"ask": "fault", "kind": kind, "value": value} for kind, value, _ in VECTORS["fault"])
    for (kind, value, expected), browser in zip(VECTORS["fault"], told, strict=True):
        assert (fault(kind, value), browser) == (expected, expected), (kind, value)


def test_what_no_official_rule_forbids_is_only_a_warning() -> None:
    asked = [
        {"ask": "warning", "kind": kind, "value": value, "year": year} for kind, value, year, _ in VECTORS["warning"]
    ]
    told = ask_browser(asked)
    for (kind, value, year, expected), browser in zip(VECTORS["warning"], told, strict=True):
        assert (warning(kind, value, year), browser) == (expected, expected), (kind, value)


def test_every_kind_has_vectors() -> None:
    assert {kind for kind, *_ in VECTORS["normalise"]} == set(KINDS) - {"one_of", "several_of"}


def test_a_rule_works_out_to_the_same_on_both_sides() -> None:
    values = VECTORS["values"]
    trees = [compile_rule(text, SCOPE, *TYPES) for text, _ in VECTORS["rules"]]
    told = ask_browser({"ask": "evaluate", "tree": tree, "values": values, "today": TODAY} for tree in trees)
    for (text, expected), tree, browser in zip(VECTORS["rules"], trees, told, strict=True):
        assert (evaluate(tree, Answers(values, TODAY)), browser) == (expected, expected), text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hours <", "a rule that can be read"),
        ("hours.__class__ == 1", "only the words of the rule language"),
        ("__import__('os')", "a function of the rule language"),
        ("[1][0] == 1", "only the words of the rule language"),
        ("(lambda: yes)()", "a function of the rule language"),
        ("hours if yes else 1", "only the words of the rule language"),
        ("1 < hours < 3", "one comparison at a time"),
        ("hours / 2 == 1", "`+`, `-` or `*`"),
        ("hours * pay == 1", "a product by a whole number"),
        ("hours * 0.5 == 1", "a product by a whole number"),
        ("hours == day", "two values of one type"),
        ("cause < cause", "`==` or `!=`"),
        ("rows == rows", "two values of one type"),
        ("hours and yes", "bool where 'hours' is num"),
        ("nobody == 1", "the id of a field asked before"),
        ("hours == 1.23456", "a number of at most four decimals"),
        ("hours == 99999999999999", "a number of at most four decimals"),
        ("hours == 1e3", "a number of at most four decimals"),
        ("sum(rows.other) == 1", "a number column of a table"),
        ("sum(hours) == 1", "a table and its column"),
        ("count(hours) == 1", "a field of type"),
        ("filled(hours + 1)", "the id of one field"),
        ("includes(kinds, cause)", "a field of several choices"),
        ("date('2026-02-30') == day", "a day, as in"),
        ("cause in rows", "words in brackets"),
        ("cause is cause", "a comparison of the rule language"),
        ("shift(day, n=1) == day", "no named argument"),
        ("shift(day) == day", "a function of the rule language"),
        ("~yes", "`not` or `-`"),
        ("hours + 1", "a rule of type bool, not num"),
    ],
)
def test_a_rule_that_cannot_be_is_refused_when_it_is_loaded(text: str, expected: str) -> None:
    with pytest.raises(ValueError, match=re.escape(expected)):
        compile_rule(text, SCOPE, "bool")


def test_a_choice_that_the_field_does_not_have_is_refused() -> None:
    scope = Scope(
        types={"cause": "text", "kinds": "set", "rows": "rows"},
        columns={"rows": {"cause": "text"}},
        options={"cause": ("rain", "snow"), "kinds": ("a",), "rows.cause": ("heat",)},
    )
    for text in ('cause == "haet"', 'cause in ("rain", "haet")', 'includes(kinds, "b")'):
        with pytest.raises(ValueError, match="one of the options of"):
            compile_rule(text, scope, "bool")
    in_a_row = Scope(scope.types, scope.columns, scope.options, row="rows")
    assert compile_rule('cause == "heat"', in_a_row, "bool")
    with pytest.raises(ValueError, match=r"one of the options of rows.cause"):
        compile_rule('cause == "rain"', in_a_row, "bool")

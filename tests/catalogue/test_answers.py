"""What the check says of answers and files, and where."""

from datetime import date
from typing import Any

import pytest

from backend.domains.catalogue.rules import check_answers, double_key, pruned, shown, time_limit_start
from tests.catalogue.forms import right_answers, small_form

TODAY = date(2026, 2, 11)
FORM = small_form()


def judged(answers: Any, files: Any = ()) -> dict[str, str]:
    return check_answers(FORM, answers, list(files) if isinstance(files, tuple) else files, today=TODAY).errors


def photo(**changed: Any) -> dict[str, Any]:
    return {"field": "proof", "name": "a.webp", "type": "image/webp", "size": 10, "sha256": "0" * 64} | changed


def people(*rows: Any) -> dict[str, Any]:
    return right_answers(more=True, people=list(rows))


PROOF = (photo(), photo())


def test_right_answers_have_no_fault() -> None:
    assert judged(right_answers()) == {}
    assert judged(people({"name": "علي", "hours": "7.5"}), PROOF) == {}


@pytest.mark.parametrize("answers", [None, [], "x", 3, True])
def test_answers_that_are_not_an_object_are_told_once(answers: Any) -> None:
    assert judged(answers)["answers"] == "field.bad_value"


@pytest.mark.parametrize("empty", [None, "", "  ", "\u00a0", []])
def test_nothing_is_no_answer(empty: Any) -> None:
    assert judged(right_answers(name=empty)) == {"answers.name": "field.missing"}
    assert judged(right_answers(days=empty)) == {}


def test_an_answer_to_a_question_that_does_not_exist_is_refused() -> None:
    assert judged(right_answers(other=1)) == {"answers.other": "field.unknown"}
    assert judged(people({"name": "علي", "other": 1}), PROOF) == {"answers.people.0.other": "field.unknown"}
    assert judged(right_answers(proof="a.webp")) == {"answers.proof": "field.unknown"}


def test_an_answer_to_a_question_that_is_not_asked_is_refused() -> None:
    assert judged(right_answers(people=[{"name": "علي"}])) == {"answers.people": "field.not_asked"}
    assert judged(right_answers(), PROOF) == {"files.proof": "field.not_asked"}
    assert judged(people({"name": "علي", "hours": "8", "why_many": "x"}), PROOF) == {
        "answers.people.0.why_many": "field.not_asked"
    }


def test_a_question_in_a_row_may_depend_on_the_row() -> None:
    assert judged(people({"name": "علي", "hours": "9"}), PROOF) == {"answers.people.0.why_many": "field.missing"}
    assert judged(people({"name": "علي", "hours": "9", "why_many": "garde"}), PROOF) == {}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"name": "a" * 21}, "field.too_long"),
        ({"name": "😀" * 20}, None),
        ({"began_on": "2026-02-12"}, "field.too_late"),
        ({"began_on": "2026-01-11"}, "field.too_early"),
        ({"began_on": "2026-01-12"}, None),
        ({"days": ["sat", "sun"]}, None),
        ({"days": ["sat", "sun", "mon"]}, "field.too_many"),
        ({"days": ["sat", "sat"]}, "field.option"),
        ({"days": ["fri"]}, "field.option"),
        ({"days": "sat"}, "field.bad_value"),
        ({"wilaya": "50"}, "field.wilaya"),
        ({"wilaya": 49}, "field.bad_value"),
        ({"declaration": False}, "field.not_accepted"),
    ],
)
def test_the_limits_of_one_answer(changed: dict[str, Any], code: str | None) -> None:
    expected = {} if code is None else {f"answers.{next(iter(changed))}": code}
    assert judged(right_answers(**changed)) == expected


def test_a_table_has_its_limits() -> None:
    row = {"name": "علي"}
    assert judged(people(*[row] * 4), PROOF) == {"answers.people": "field.too_many_rows"}
    assert judged(people(*[row] * 10_000), PROOF) == {"answers.people": "field.too_many_rows"}
    assert judged(right_answers(more=True, people={}), PROOF) == {"answers.people": "field.bad_value"}
    assert judged(people(row, 3), PROOF) == {"answers.people.1": "field.bad_value"}


def test_a_long_table_may_come_as_a_file_instead() -> None:
    assert judged(people(), PROOF) == {"answers.people": "field.missing"}
    assert judged(people(), (*PROOF, photo(field="people_list", type="application/pdf"))) == {}


def test_rules_are_told_at_their_field() -> None:
    row = {"name": "علي", "hours": "24", "why_many": "x"}
    assert judged(people({"name": "علي", "hours": "0"}, row), PROOF) == {"answers.people.0.hours": "rule.worked"}
    assert judged(people(row, row), PROOF) == {"answers.people": "rule.some_hours"}


def test_a_rule_is_silent_where_an_answer_it_needs_is_wrong_or_missing() -> None:
    row = {"name": "علي", "hours": "25", "why_many": "x"}
    assert judged(people(row, row), PROOF) == {
        "answers.people.0.hours": "field.too_large",
        "answers.people.1.hours": "field.too_large",
        "answers.people.0.why_many": "field.not_asked",
        "answers.people.1.why_many": "field.not_asked",
    }


def test_a_warning_does_not_forbid() -> None:
    checked = check_answers(FORM, people({"name": "علي"}), [photo()] * 3, today=TODAY)
    assert (checked.errors, checked.warnings) == ({}, {"files.proof": "rule.proof_told"})


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"type": "application/pdf"}, "field.file_type"),
        ({"type": ["image/webp"]}, "field.file_type"),
        ({"size": 0}, "field.file_size"),
        ({"size": 1001}, "field.file_size"),
        ({"size": True}, "field.file_size"),
        ({"size": "9"}, "field.file_size"),
        ({"name": "../../etc/passwd"}, "field.file_name"),
        ({"name": "C:\\x.webp"}, "field.file_name"),
        ({"name": ".."}, "field.file_name"),
        ({"name": ""}, "field.file_name"),
        ({"name": "صورة\u202egpj.exe"}, "field.file_name"),
        ({"name": "a" * 201}, "field.file_name"),
        ({"name": "صورة الورشة 1.webp"}, None),
    ],
)
def test_what_an_envelope_says_of_a_file(changed: dict[str, Any], code: str | None) -> None:
    expected = {} if code is None else {"files.proof": code}
    assert judged(people({"name": "علي"}), (photo(), photo(**changed))) == expected


def test_files_are_counted_and_belong_to_a_question() -> None:
    asked = people({"name": "علي"})
    assert judged(asked) == {"files.proof": "field.missing"}
    assert judged(asked, (photo(),)) == {"files.proof": "field.too_few_files"}
    assert judged(asked, (photo(),) * 4) == {"files.proof": "field.too_many_files"}
    assert judged(asked, (*PROOF, photo(field="elsewhere"))) == {"files.elsewhere": "field.unknown"}


@pytest.mark.parametrize("files", [{}, None, "x", [None], [3], [[]], [{}], [{"field": 3}]])
def test_files_that_are_no_list_of_files_are_told_once(files: Any) -> None:
    assert judged(right_answers(), files) == {"files": "field.bad_value"}


def test_what_is_shown_depends_on_the_answers() -> None:
    assert shown(FORM, right_answers(), today=TODAY) == {
        "first", "name", "wilaya", "began_on", "days", "more", "declaration"
    }  # fmt: skip
    asked = shown(FORM, people({"name": "علي", "hours": "9"}, {}), today=TODAY)
    assert {"second", "people", "people_list", "proof", "people.0.why_many", "people.1.name"} <= asked
    assert "people.1.why_many" not in asked


def test_pruning_leaves_what_an_envelope_may_hold() -> None:
    rows = [{"name": "علي", "hours": "", "why_many": "x", "other": 1}, 3]
    typed = right_answers(days=[], people=rows, other="x", name="Ali")
    assert pruned(FORM, typed, today=TODAY) == right_answers()
    assert pruned(FORM, typed | {"more": True}, today=TODAY) == people({"name": "علي"}, {})
    many = people(*[{"name": "علي"}] * 10)
    assert pruned(FORM, many, today=TODAY) == many


def test_doubles_are_the_same_thing_said_otherwise() -> None:
    key = double_key(FORM, right_answers(name="Ben  Ali", days=["sat", "mon"]))
    assert key == double_key(FORM, right_answers(name="BEN ALI", days=["mon", "sat"]))
    assert key != double_key(FORM, right_answers(name="Ben Ali"))
    assert double_key(FORM, {"days": ["sat"]}) is None


def test_the_time_limit_starts_with_what_was_answered() -> None:
    start = time_limit_start(FORM, right_answers())
    assert start is not None
    assert start.isoformat() == "2026-02-01T00:00:00"
    assert time_limit_start(FORM, right_answers(began_on="soon")) is None
    assert time_limit_start(FORM, {}) is None

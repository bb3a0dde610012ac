"""Python and the browser judge the same answers alike: the same codes, paths, warnings and questions shown."""

import json
from pathlib import Path
from typing import Any

import pytest

from backend.domains.catalogue.rules import Catalogue, check_answers, pruned
from backend.domains.catalogue.rules.browser import browser_form
from tests.catalogue.browser_side import ask_browser
from tests.catalogue.forms import every_kind, small_form
from tests.catalogue.generated import answer_sets

SETS = 2_800


def as_browser(value: Any) -> Any:
    """A value as JavaScript writes it: an integer past its precision as a fraction."""
    return json.loads(json.dumps(value), parse_int=lambda digits: int(digits) if len(digits) < 17 else float(digits))


@pytest.mark.slow
def test_no_answer_set_is_judged_differently(catalogue: Catalogue) -> None:
    forms = [form for service in catalogue.services() for form in service.forms.values()]
    forms += [small_form(), every_kind()]
    questions: list[dict[str, Any]] = []
    expected: list[Any] = []
    for form in forms:
        key = f"{form.code} {form.version}"
        questions.append({"ask": "form", "key": key, "form": browser_form(form)})
        expected.append(None)
        for answers, files, today in answer_sets(form, SETS // len(forms), seed=1):
            asked = {"key": key, "answers": answers, "files": files, "today": today.isoformat()}
            questions.append({"ask": "check", **asked})
            checked = check_answers(form, answers, files, today=today)
            expected.append({"errors": checked.errors, "warnings": checked.warnings, "shown": sorted(checked.shown)})
            if isinstance(answers, dict):
                questions.append({"ask": "pruned", **asked})
                expected.append(as_browser(pruned(form, answers, today=today)))
    for question, python, browser in zip(questions, expected, ask_browser(questions), strict=True):
        assert browser == python, json.dumps(question)[:4000]
    assert sum(question["ask"] == "check" for question in questions) >= 2_000


def test_the_sets_reach_both_right_and_wrong_answers(catalogue: Catalogue) -> None:
    for service in catalogue.services():
        wanted = {"right", "field.missing", "field.bad_value", "field.hidden_characters"}
        for answers, files, today in answer_sets(service.form, 200, seed=1):
            wanted -= set(check_answers(service.form, answers, files, today=today).errors.values()) or {"right"}
            if not wanted:
                break
        assert not wanted, service.code


def test_the_browser_half_is_small_and_never_evaluates_text() -> None:
    sources = {
        name: Path(f"frontend/js/{name}.js").read_text(encoding="utf-8")
        for name in ("language", "rules", "kinds", "identifiers", "text")
    }
    assert len(sources["language"].encode()) <= 6_000
    for name, source in sources.items():
        assert "eval(" not in source.replace("evaluate(", ""), name
        assert "Function(" not in source, name

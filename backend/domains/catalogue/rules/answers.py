"""Whether answers may be filed: what is missing, wrong or odd, and where.

One forward pass in the order of the form: a field may depend on the fields before it only, so nothing loops and nothing
fails. `frontend/js/rules.js` gives the same codes at the same paths.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from backend.kernel.text import is_blank

from .files import check_files
from .form import Field, Form, Tree
from .kinds import KINDS, fault
from .language import Answers, evaluate
from .limits import limit_code
from .numbers import day_number

Values = dict[str, Any]


@dataclass
class Checked:
    """Codes by path: `errors` forbid filing, `warnings` ask to look again; `shown` holds the ids of what is asked."""

    errors: dict[str, str] = field(default_factory=dict)
    warnings: dict[str, str] = field(default_factory=dict)
    shown: set[str] = field(default_factory=set)


def check_answers(form: Form, answers: Any, files: Any, *, today: date) -> Checked:
    """What is wrong or odd in `answers` and `files` of an envelope, judged on `today` (the day it was filled)."""
    return _Check(form, answers, files, today).run()


def shown(form: Form, answers: Any, *, today: date) -> set[str]:
    """The ids of the steps, fields and `table.row.column`s that these answers ask for."""
    return _Check(form, answers, [], today).run().shown


def pruned(form: Form, answers: Mapping[str, Any], *, today: date) -> dict[str, Any]:
    """`answers` without what is empty, not asked or unknown: what an envelope may hold."""
    seen = shown(form, answers, today=today)
    kept: dict[str, Any] = {}
    for question in form.fields():
        value = answers.get(question.id)
        if question.id in seen and not is_empty(value):
            kept[question.id] = _rows(question, value, seen)
    return kept


def is_empty(value: Any) -> bool:
    """Whether a value says nothing: absent, null, blank text or an empty list."""
    return is_blank(value) if isinstance(value, str) else value is None or value == []


def _rows(table: Field, rows: Any, seen: set[str]) -> Any:
    """A table's rows without what is empty or not asked; past its limit it was not judged and stays as it is."""
    if table.kind != "table" or not isinstance(rows, list) or len(rows) > (table.max or 0):  # type: ignore[operator]
        return rows
    return [
        {
            column.id: row[column.id]
            for column in table.columns
            if f"{table.id}.{place}.{column.id}" in seen and not is_empty(row.get(column.id))
        }
        for place, row in enumerate(rows)
    ]


class _Check:
    def __init__(self, form: Form, answers: Any, files: Any, today: date) -> None:
        self.form = form
        self.answers = answers if isinstance(answers, dict) else {}
        self.files = files
        self.year = today.year
        self.values: Values = {}
        self.seen = Answers(self.values, day_number(today.isoformat()) or 0)
        self.result = Checked()
        if not isinstance(answers, dict):
            self.result.errors["answers"] = "field.bad_value"

    def run(self) -> Checked:
        self.values |= check_files(self.form, self.files, self.result.errors)
        for step in self.form.steps:
            asked = asks(step.show, self.seen)
            if asked:
                self.result.shown.add(step.id)
            for question in step.fields:
                self.question(question, asked and asks(question.show, self.seen))
        self.question(self.form.declaration, True)
        for key in self.answers.keys() - self.form.answered:
            self.result.errors[f"answers.{key}"] = "field.unknown"
        self.rules()
        return self.result

    def question(self, question: Field, asked: bool) -> None:
        if asked:
            self.result.shown.add(question.id)
        if question.kind == "file":
            self.file(question, asked)
            return
        value = self.answers.get(question.id)
        if is_empty(value):
            instead = question.instead is not None and question.instead in self.values
            if asked and question.required and not instead:
                self.result.errors[f"answers.{question.id}"] = "field.missing"
        elif not asked:
            self.result.errors[f"answers.{question.id}"] = "field.not_asked"
        elif question.kind == "table":
            self.table(question, f"answers.{question.id}", value)
        else:
            self.one(question, "answers", value, self.values, self.seen)

    def file(self, question: Field, asked: bool) -> None:
        path = f"files.{question.id}"
        if question.id not in self.values:
            if asked and question.required:
                self.result.errors.setdefault(path, "field.missing")
        elif not asked:
            self.result.errors[path] = "field.not_asked"
            del self.values[question.id]

    def one(self, question: Field, at: str, value: Any, into: Values, seen: Answers) -> None:
        """Judges one value; one that is right by itself goes `into` what rules see, then its limits are judged."""
        rule, code = KINDS[question.kind], None
        if question.kind in CHOICES:
            code = CHOICES[question.kind](self.form, question, value)
        if code is None and question.kind != "several_of":
            code = fault(question.kind, value)
        if code is None:
            known = value if rule.seen is None else rule.seen(value)
            code = limit_code(question, value, known, seen)
            if code is None:
                into[question.id] = known
        if code is not None:
            self.result.errors[f"{at}.{question.id}"] = code
        elif rule.odd is not None and (odd := rule.odd(value, self.year)):
            self.result.warnings[f"{at}.{question.id}"] = odd

    def table(self, table: Field, path: str, rows: Any) -> None:
        if not isinstance(rows, list):
            self.result.errors[path] = "field.bad_value"
        elif isinstance(table.max, int) and len(rows) > table.max:
            self.result.errors[path] = "field.too_many_rows"
        else:
            self.values[table.id] = [self.row(table, f"{path}.{place}", place, row) for place, row in enumerate(rows)]
            if isinstance(table.min, int) and len(rows) < table.min:
                self.result.errors[path] = "field.too_few_rows"

    def row(self, table: Field, path: str, place: int, row: Any) -> Values:
        values: Values = {}
        if not isinstance(row, dict):
            self.result.errors[path] = "field.bad_value"
            return values
        seen = self.seen.of(values)
        for column in table.columns:
            value = row.get(column.id)
            asked = asks(column.show, seen)
            if asked:
                self.result.shown.add(f"{table.id}.{place}.{column.id}")
            if is_empty(value):
                if asked and column.required:
                    self.result.errors[f"{path}.{column.id}"] = "field.missing"
            elif not asked:
                self.result.errors[f"{path}.{column.id}"] = "field.not_asked"
            else:
                self.one(column, path, value, values, seen)
        for key in row.keys() - table.column_ids:
            self.result.errors[f"{path}.{key}"] = "field.unknown"
        return values

    def rules(self) -> None:
        for rule in self.form.rules:
            told = self.result.warnings if rule.warn else self.result.errors
            rows = self.values.get(rule.each, []) if rule.each else [None]
            for place, row in enumerate(rows):
                seen = self.seen if row is None else self.seen.of(row)
                if evaluate(rule.holds, seen) is False:
                    where = f"answers.{rule.each}.{place}.{rule.at}" if rule.each else self.path(rule.at)
                    told.setdefault(where, f"rule.{rule.id}")

    def path(self, name: str) -> str:
        return f"files.{name}" if self.form.field(name).kind == "file" else f"answers.{name}"


def asks(show: Tree | None, seen: Answers) -> bool:
    """Whether a step, field or column with this rule is asked."""
    return show is None or evaluate(show, seen) is True


def _one_of(form: Form, question: Field, value: Any) -> str | None:
    return "field.option" if isinstance(value, str) and value not in question.options else None


def _several_of(form: Form, question: Field, value: Any) -> str | None:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        return "field.bad_value"
    known = all(word in question.options for word in value) and len(set(value)) == len(value)
    return None if known else "field.option"


def _wilaya(form: Form, question: Field, value: Any) -> str | None:
    return _place("field.wilaya", form.wilayas, value)


def _agency(form: Form, question: Field, value: Any) -> str | None:
    return _place("field.agency", form.agencies, value)


def _place(code: str, places: tuple[str, ...], value: Any) -> str | None:
    return code if places and isinstance(value, str) and value not in places else None


CHOICES: dict[str, Callable[[Form, Field, Any], str | None]] = {
    "one_of": _one_of,
    "several_of": _several_of,
    "wilaya": _wilaya,
    "agency": _agency,
}
"""The kinds whose answer must be one of those that the form knows."""

"""Whether answers may be filed: what is missing, wrong or odd, and where.

One forward pass in the order of the form: a field may depend on the fields before it only, so nothing loops and nothing
fails. `frontend/js/rules.js` gives the same codes at the same paths.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .files import check_files
from .form import Field, Form, Tree
from .kinds import fault, typed, warning
from .language import Answers, evaluate
from .limits import limit_code
from .numbers import day_number
from .text import is_blank

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
    return value is None or value == [] or (isinstance(value, str) and is_blank(value))


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
        self.today = day_number(today.isoformat()) or 0
        self.values: Values = {}
        self.result = Checked()
        if not isinstance(answers, dict):
            self.result.errors["answers"] = "field.bad_value"

    def run(self) -> Checked:
        self.values |= check_files(self.form, self.files, self.result.errors)
        for step in self.form.steps:
            asked = self.asks(step.show)
            if asked:
                self.result.shown.add(step.id)
            for question in step.fields:
                self.question(question, asked and self.asks(question.show))
        self.question(self.form.declaration, True)
        known = {question.id for question in self.form.fields() if question.kind != "file"}
        for key in self.answers:
            if key not in known:
                self.result.errors[f"answers.{key}"] = "field.unknown"
        self.rules()
        return self.result

    def asks(self, show: Tree | None, row: Values | None = None) -> bool:
        return show is None or evaluate(show, Answers(self.values, self.today, row)) is True

    def question(self, question: Field, asked: bool) -> None:
        if asked:
            self.result.shown.add(question.id)
        if question.kind == "file":
            self.file(question, asked)
            return
        path, value = f"answers.{question.id}", self.answers.get(question.id)
        if is_empty(value):
            instead = question.instead is not None and question.instead in self.values
            if asked and question.required and not instead:
                self.result.errors[path] = "field.missing"
        elif not asked:
            self.result.errors[path] = "field.not_asked"
        elif question.kind == "table":
            self.table(question, path, value)
        else:
            self.one(question, path, value, self.values, None)

    def file(self, question: Field, asked: bool) -> None:
        path = f"files.{question.id}"
        if question.id not in self.values:
            if asked and question.required:
                self.result.errors.setdefault(path, "field.missing")
        elif not asked:
            self.result.errors[path] = "field.not_asked"
            del self.values[question.id]

    def one(self, question: Field, path: str, value: Any, into: Values, row: Values | None) -> None:
        """Judges one value; one that is right by itself goes `into` what rules see, then its limits are judged."""
        code = _choices_fault(question, value) or _place_fault(self.form, question, value)
        if code is None and question.kind != "several_of":
            code = fault(question.kind, value)
        if code is None:
            seen = list(value) if question.kind == "several_of" else typed(question.kind, value)
            code = limit_code(question, value, seen, Answers(self.values, self.today, row))
            if code is None:
                into[question.id] = seen
        if code is not None:
            self.result.errors[path] = code
        elif isinstance(value, str) and (odd := warning(question.kind, value, self.year)):
            self.result.warnings[path] = odd

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
        seen: Values = {}
        if not isinstance(row, dict):
            self.result.errors[path] = "field.bad_value"
            return seen
        for column in table.columns:
            at, value = f"{path}.{column.id}", row.get(column.id)
            asked = self.asks(column.show, seen)
            if asked:
                self.result.shown.add(f"{table.id}.{place}.{column.id}")
            if is_empty(value):
                if asked and column.required:
                    self.result.errors[at] = "field.missing"
            elif not asked:
                self.result.errors[at] = "field.not_asked"
            else:
                self.one(column, at, value, seen, seen)
        columns = {column.id for column in table.columns}
        for key in row:
            if key not in columns:
                self.result.errors[f"{path}.{key}"] = "field.unknown"
        return seen

    def rules(self) -> None:
        for rule in self.form.rules:
            told = self.result.warnings if rule.warn else self.result.errors
            rows = self.values.get(rule.each, []) if rule.each else [None]
            for place, row in enumerate(rows):
                if evaluate(rule.holds, Answers(self.values, self.today, row)) is False:
                    where = f"answers.{rule.each}.{place}.{rule.at}" if rule.each else self.path(rule.at)
                    told.setdefault(where, f"rule.{rule.id}")

    def path(self, name: str) -> str:
        return f"files.{name}" if self.form.field(name).kind == "file" else f"answers.{name}"


def _choices_fault(question: Field, value: Any) -> str | None:
    if question.kind == "several_of":
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            return "field.bad_value"
        known = all(word in question.options for word in value) and len(set(value)) == len(value)
        return None if known else "field.option"
    if question.kind == "one_of" and isinstance(value, str) and value not in question.options:
        return "field.option"
    return None


def _place_fault(form: Form, question: Field, value: Any) -> str | None:
    known = {"wilaya": form.wilayas, "agency": form.agencies}.get(question.kind, ())
    return f"field.{question.kind}" if known and isinstance(value, str) and value not in known else None

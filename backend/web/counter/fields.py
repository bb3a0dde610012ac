"""The questions of a form as a page shows them: words, controls, what was typed and what is amiss."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from backend.domains.catalogue.rules import Field, Form, Step
from backend.words import Translator

BLANK_ROWS = 3
SELECT_FROM = 9
"""From that many options on a list opens instead of lying on the page."""

_SHAPES = {
    "long_text": "long_text",
    "date": "date",
    "time": "time",
    "datetime": "datetime",
    "one_of": "choice",
    "several_of": "choice",
    "yes_no": "choice",
    "accept": "accept",
    "wilaya": "select",
    "agency": "select",
    "file": "file",
    "table": "table",
}
_KEYBOARDS = {
    "whole": "numeric",
    "decimal": "decimal",
    "amount": "decimal",
    "phone": "tel",
    "email": "email",
    "nin": "numeric",
    "nss": "numeric",
    "rip": "numeric",
    "ccp": "numeric",
    "digits": "numeric",
}
_ICONS = {"rain": "rain", "snow": "snow", "wind": "wind", "heat": "sun"}
_LEFT_TO_RIGHT = {*_KEYBOARDS, "tax_number", "trade_register", "name_latin"}


@dataclass(frozen=True)
class PlaceNames:
    """Names for the lists of wilayas and agencies: `(code, name)` in the order shown."""

    wilayas: tuple[tuple[str, str], ...]
    agencies: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Question:
    """One question on a page. `path` names its controls: `cause`, `workers.0.nss`."""

    field: Field
    path: str
    label: str
    hint: str
    short: str
    total: str
    """The label of a column's sum, where adding it up says something."""
    options: tuple[tuple[str, str], ...]
    value: Any
    fault: str
    own_rows: bool = False
    """Whether the table has its own words for a row ("a worker")."""
    rows: tuple[tuple["Question", ...], ...] = ()

    @property
    def kind(self) -> str:
        return self.field.kind

    @property
    def shape(self) -> str:
        """Which file of `components/field` draws it."""
        shape = _SHAPES.get(self.kind, "text")
        return "select" if self.kind == "one_of" and len(self.options) >= SELECT_FROM else shape

    @property
    def keyboard(self) -> str | None:
        return _KEYBOARDS.get(self.kind)

    @property
    def direction(self) -> str | None:
        """The direction of what is typed, where it is not the page's."""
        return "rtl" if self.kind == "name_ar" else "ltr" if self.kind in _LEFT_TO_RIGHT else None

    @property
    def in_row(self) -> bool:
        return "." in self.path

    @property
    def day(self) -> str:
        """The date part of what was typed."""
        return str(self.value or "").partition("T")[0]

    @property
    def clock(self) -> tuple[str, str]:
        """Hour and minute as typed."""
        text = str(self.value or "")
        hour, _, minute = (text.partition("T")[2] if self.kind == "datetime" else text).partition(":")
        return hour, minute

    def row_word(self, what: str) -> str:
        """The key of the words about one row: `number`, `add`."""
        return f"form.row.{self.field.id}.{what}" if self.own_rows else f"form.row.{what}"

    @staticmethod
    def icon(option: str) -> str | None:
        """The picture of a tile, where one is drawn."""
        return _ICONS.get(option)

    @property
    def chosen_words(self) -> str:
        """The words of the one option chosen."""
        return next((label for option, label in self.options if self.chosen(option)), "")

    def chosen(self, option: str) -> bool:
        if isinstance(self.value, bool):
            return self.value == (option == "yes")
        return option in self.value if isinstance(self.value, list) else option == self.value


@dataclass(frozen=True)
class Asking:
    """Builds the questions of one form in one language, with what was typed and the sentence at each fault."""

    form: Form
    words: Translator
    places: PlaceNames
    answers: Mapping[str, Any]
    faults: Mapping[str, str]

    def section(self, step: Step) -> Iterator[Question]:
        """The questions of a section, in order."""
        return (self.question(field) for field in step.fields)

    def question(self, field: Field) -> Question:
        """One question; a table brings its rows, filled ones first and some blank: past its limit, blank ones alone."""
        value = self.answers.get(field.id)
        rows: tuple[tuple[Question, ...], ...] = ()
        if field.kind == "table":
            filled = value if isinstance(value, list) and len(value) <= (field.max or 0) else []  # type: ignore[operator]
            # what is no row keeps its place, so that the fault told of it stands at the right one
            known = [row if isinstance(row, dict) else {} for row in filled]
            rows = tuple(self._row(field, row, at) for at, row in enumerate([*known, *[{}] * BLANK_ROWS]))
        return self._question(field, field.id, value, f"{self.form.code}.field.{field.id}", rows)

    def title(self, step: Step) -> str:
        return self.words(f"{self.form.code}.step.{step.id}")

    def _row(self, table: Field, row: Mapping[str, Any], at: int) -> tuple[Question, ...]:
        return tuple(
            self._question(
                column,
                f"{table.id}.{at}.{column.id}",
                row.get(column.id),
                f"{self.form.code}.field.{table.id}.{column.id}",
            )
            for column in table.columns
        )

    def _question(
        self, field: Field, path: str, value: Any, key: str, rows: tuple[tuple[Question, ...], ...] = ()
    ) -> Question:
        return Question(
            field=field,
            path=path,
            label=self.words(f"{key}.label"),
            hint=self._if_any(f"{key}.hint"),
            short=self._if_any(f"{key}.short"),
            total=self._if_any(f"{key}.total"),
            options=self._options(field, key),
            value=value,
            fault=self.faults.get(path, ""),
            own_rows=self.words.has(f"form.row.{field.id}.number"),
            rows=rows,
        )

    def _if_any(self, key: str) -> str:
        return self.words(key) if self.words.has(key) else ""

    def _options(self, field: Field, key: str) -> tuple[tuple[str, str], ...]:
        if field.kind == "yes_no":
            return (("yes", self.words("form.yes")), ("no", self.words("form.no")))
        if field.kind == "wilaya":
            return _among(self.places.wilayas, self.form.wilayas)
        if field.kind == "agency":
            return _among(self.places.agencies, self.form.agencies)
        return tuple((option, self.words(f"{key}.option.{option}")) for option in field.options)


def _among(named: Sequence[tuple[str, str]], codes: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return tuple((code, name) for code, name in named if not codes or code in codes)

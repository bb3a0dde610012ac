"""What a service is: its form, as it was listed. A form never changes; the next one has the next version."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

from .proposals import Proposals

Tree = tuple[Any, ...]
"""A compiled rule: an operation and its operands (see `language`)."""

FILERS = ("employer", "worker", "citizen")
STYLES = ("tiles", "recent")
IMAGES = ("image/jpeg", "image/png", "image/webp")
DOCUMENTS = (*IMAGES, "application/pdf")
MAX_FILE_SIZE = 12 * 1024 * 1024
MAX_FILES = 8


@dataclass(frozen=True)
class Field:
    """One question, or one column of a table.

    `min` and `max` bound the length of a text, the value of a number or a moment (a compiled rule), or the count of
    choices, rows and files, according to the kind. `instead` names the file that may stand in a table's place.
    """

    id: str
    kind: str
    required: bool = True
    show: Tree | None = None
    min: int | Tree | None = None
    max: int | Tree | None = None
    options: tuple[str, ...] = ()
    columns: tuple["Field", ...] = ()
    accept: tuple[str, ...] = ()
    max_size: int = 0
    instead: str | None = None
    mask: bool = False
    style: str | None = None
    example: Any = None

    @cached_property
    def column_ids(self) -> frozenset[str]:
        """What a row of this table may name."""
        return frozenset(column.id for column in self.columns)


@dataclass(frozen=True)
class Step:
    """One page of the form."""

    id: str
    fields: tuple[Field, ...]
    show: Tree | None = None


@dataclass(frozen=True)
class Rule:
    """A sentence that must not be false, told at the field `at`; with `each`, once for every row of that table."""

    id: str
    holds: Tree
    at: str
    each: str | None = None
    warn: bool = False


@dataclass(frozen=True)
class Document:
    """Something to have at hand; `field` names the file question it answers, when there is one."""

    id: str
    field: str | None = None


@dataclass(frozen=True)
class TimeLimit:
    """Until when to file: `parameter` (a dated figure of the law) `unit`s after the moment `start` works out to.

    Without `start` the limit has no beginning that the answers could tell. Lateness is noted, never a refusal.
    """

    parameter: str
    unit: Literal["hours", "days", "months"]
    start: Tree | None = None


@dataclass(frozen=True)
class AnswerLimit:
    """Within how long the body answers: `parameter` (a dated figure) `unit`s after the filing."""

    parameter: str
    unit: Literal["days", "months"]


@dataclass(frozen=True)
class Form:
    """One listed version of a service's form."""

    code: str
    version: int
    body: str
    pictogram: str
    filers: tuple[str, ...]
    fee: int
    minutes: int
    wilaya: str | None
    agency: str | None
    depositor: str | None
    object: tuple[str, ...]
    double: tuple[str, ...]
    retention_years: int
    legal: tuple[str, ...]
    documents: tuple[Document, ...]
    time_limit: TimeLimit | None
    answer_limit: AnswerLimit | None
    steps: tuple[Step, ...]
    rules: tuple[Rule, ...]
    wilayas: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    anonymous: bool = False
    proposals: Proposals | None = None
    declaration: Field = field(default_factory=lambda: Field("declaration", "accept"))
    """Accepted on the page where the answers are checked, after all steps."""

    def proposing(self, proposals: Proposals) -> "Form":
        """The form with what it proposes: the text comes first on its page, since the choices follow from it."""
        steps = [replace(step, fields=_first(proposals.text, step.fields)) for step in self.steps]
        return replace(self, steps=tuple(steps), proposals=proposals)

    @cached_property
    def questions(self) -> dict[str, Field]:
        """Every question by its id, in the order asked, the declaration last."""
        asked = [question for step in self.steps for question in step.fields]
        return {question.id: question for question in (*asked, self.declaration)}

    @cached_property
    def answered(self) -> frozenset[str]:
        """What answers may name: every question but those that files answer."""
        return frozenset(name for name, question in self.questions.items() if question.kind != "file")

    @cached_property
    def names_account(self) -> bool:
        """Whether it asks where money is to be paid."""
        return any(question.kind in ("rip", "ccp") for question in self.questions.values())

    def fields(self) -> Iterable[Field]:
        """Every question in the order asked, the declaration last."""
        return self.questions.values()

    def field(self, name: str) -> Field:
        """The question of that id."""
        return self.questions[name]

    def files(self) -> tuple[Field, ...]:
        """The questions answered by files."""
        return tuple(field for field in self.fields() if field.kind == "file")


def _first(name: str, fields: tuple[Field, ...]) -> tuple[Field, ...]:
    return tuple(sorted(fields, key=lambda question: question.id != name))

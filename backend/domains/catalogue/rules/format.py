"""From the data of a form file to a `Form`, everything checked once: names, kinds, rules and their types."""

from collections.abc import Mapping
from typing import Any, Literal, cast

from .field_format import Names, compiled, read_field
from .form import FILERS, MAX_FILES, AnswerLimit, Document, Field, Form, Rule, Step, TimeLimit
from .grammar import BOOL, DATE, DATETIME
from .reading import FormatFault, Table


def read_form(
    data: Any, *, code: str, version: int, wilayas: tuple[str, ...] = (), agencies: tuple[str, ...] = ()
) -> Form:
    """The form that `data` (read from TOML) describes. Raises `FormatFault` with the key and what is expected."""
    table = Table(data)
    names = Names()
    steps = tuple(_step(step, names) for step in table.tables("steps"))
    if not steps:
        raise FormatFault("steps", "one step or more")
    questions = {question.id: question for step in steps for question in step.fields}
    form = Form(
        code=code,
        version=version,
        body=code.partition(".")[0],
        pictogram=table.text("pictogram"),
        filers=table.texts("filers", FILERS),
        anonymous=table.flag("anonymous", False),
        fee=table.whole("fee", 0),
        minutes=table.whole("minutes"),
        wilaya=_named(table, "wilaya", questions, "wilaya"),
        agency=_named(table, "agency", questions, "agency"),
        depositor=_named(table, "depositor", questions),
        object=_all_named(table, "object", questions),
        double=_all_named(table, "double", questions),
        retention_years=table.whole("retention_years"),
        legal=table.texts("legal"),
        documents=tuple(_document(document, questions) for document in table.tables("documents")),
        time_limit=_time_limit(table.table("time_limit"), names),
        answer_limit=_answer_limit(table.table("answer_limit")),
        steps=steps,
        rules=tuple(_rule(rule, names, questions) for rule in table.tables("rules")),
        wilayas=wilayas,
        agencies=agencies,
    )
    table.close()
    _check_files(form, questions)
    return form


def _step(table: Table, names: Names) -> Step:
    step = table.id()
    names.add_step(step, table)
    show = compiled(table, "show", names.scope(), BOOL)
    fields = tuple(read_field(item, names) for item in table.tables("fields"))
    if not fields:
        raise table.fault("fields", "one field or more")
    table.close()
    return Step(step, fields, show)


def _named(table: Table, key: str, questions: Mapping[str, Field], kind: str | None = None) -> str | None:
    name = table.optional_text(key)
    if name is not None and (name not in questions or (kind and questions[name].kind != kind)):
        raise table.fault(key, f"the id of a field{f' of kind {kind}' if kind else ''}")
    return name


def _all_named(table: Table, key: str, questions: Mapping[str, Field]) -> tuple[str, ...]:
    names = table.texts(key)
    for name in names:
        if name not in questions or questions[name].kind in ("file", "table"):
            raise table.fault(key, f"ids of plain fields, not {name!r}")
    return names


def _document(table: Table, questions: Mapping[str, Field]) -> Document:
    document = Document(table.id(), table.optional_text("field"))
    if document.field is not None and (document.field not in questions or questions[document.field].kind != "file"):
        raise table.fault("field", "the id of a file field")
    table.close()
    return document


def _time_limit(table: Table | None, names: Names) -> TimeLimit | None:
    if table is None:
        return None
    unit = cast(Literal["hours", "days", "months"], table.choice("unit", ("hours", "days", "months")))
    start = compiled(table, "start", names.scope(), DATETIME if unit == "hours" else DATE)
    limit = TimeLimit(table.text("parameter"), unit, start)
    table.close()
    return limit


def _answer_limit(table: Table | None) -> AnswerLimit | None:
    if table is None:
        return None
    unit = cast(Literal["days", "months"], table.choice("unit", ("days", "months")))
    limit = AnswerLimit(table.text("parameter"), unit)
    table.close()
    return limit


def _rule(table: Table, names: Names, questions: Mapping[str, Field]) -> Rule:
    each = table.optional_text("each")
    if each is not None and (each not in questions or questions[each].kind != "table"):
        raise table.fault("each", "the id of a table")
    at = table.text("at")
    places = {column.id for column in questions[each].columns} if each else set(questions)
    if at not in places:
        raise table.fault("at", "the id of the field, or of the row's column, where the rule is told")
    holds = compiled(table, "holds", names.scope(each), BOOL)
    if holds is None:
        raise table.fault("holds", "a rule")
    rule = Rule(table.id(), holds, at, each, table.flag("warn", False))
    table.close()
    return rule


def _check_files(form: Form, questions: Mapping[str, Field]) -> None:
    for question in questions.values():
        if question.instead is not None and questions.get(question.instead, question).kind != "file":
            raise FormatFault(f"{question.id}.instead", "the id of a file field")
    total = sum(question.max for question in form.files() if isinstance(question.max, int))
    if total > MAX_FILES:
        raise FormatFault("steps", f"file fields of at most {MAX_FILES} files together, not {total}")

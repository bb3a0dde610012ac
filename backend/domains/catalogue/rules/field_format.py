"""From the data of one field to a `Field`, and the names that later fields and rules may use."""

from typing import Any

from .form import DOCUMENTS, IMAGES, MAX_FILE_SIZE, STYLES, Field, Tree
from .grammar import BOOL, DATE, DATETIME, FILES, NUM, ROWS, TIME, RuleFault, Scope, compile_rule
from .kinds import KINDS
from .limits import MAX_TEXT
from .reading import Table

MASKED = ("nin", "nss", "rip", "ccp", "phone", "email")
MAX_ROWS = 200
RESERVED = ("constructor", "today", "true", "false", "declaration", "and", "or", "not", "in", "is", "if", "else")


class Names:
    """The ids met so far, with their types."""

    def __init__(self) -> None:
        self.types: dict[str, str] = {}
        self.columns: dict[str, dict[str, str]] = {}
        self.options: dict[str, tuple[str, ...]] = {}
        self.steps: set[str] = set()

    def scope(self, row: str | None = None) -> Scope:
        return Scope(self.types, self.columns, self.options, row)

    def add_step(self, name: str, table: Table) -> None:
        if name in self.steps or name in self.types:
            raise table.fault("id", "an id that no other step or field has")
        self.steps.add(name)

    def add(self, field: Field) -> None:
        self.types[field.id] = {"table": ROWS, "file": FILES}.get(field.kind) or KINDS[field.kind].type
        if field.options:
            self.options[field.id] = field.options

    def add_column(self, table: str, column: Field) -> None:
        self.columns[table][column.id] = KINDS[column.kind].type
        if column.options:
            self.options[f"{table}.{column.id}"] = column.options


def compiled(table: Table, key: str, scope: Scope, *types: str) -> Tree | None:
    """The tree of the rule at `key`, None without one. Raises `FormatFault`."""
    text = table.raw(key)
    if text is None:
        return None
    try:
        return compile_rule(str(text), scope, *types)
    except RuleFault as fault:
        raise table.fault(key, str(fault)) from None


def read_field(table: Table, names: Names, within: str | None = None) -> Field:
    """The field, or the column of the table `within`, that `table` describes; its name is then known to `names`."""
    name = table.id()
    taken = names.columns[within] if within else {**names.types, **dict.fromkeys(names.steps, "")}
    if name in taken or name in RESERVED:
        raise table.fault("id", "an id that no other field has")
    kinds = tuple(KINDS) if within else (*KINDS, "file", "table")
    kind = table.choice("kind", kinds)
    scope = names.scope(within)
    required = table.flag("required", True)
    low, high = _limits(table, kind, scope, required)
    field = Field(
        id=name,
        kind=kind,
        required=required,
        show=compiled(table, "show", scope, BOOL),
        min=low,
        max=high,
        options=_options(table) if kind in ("one_of", "several_of") else (),
        columns=_columns(table, name, names) if kind == "table" else (),
        accept=_accept(table) if kind == "file" else (),
        max_size=table.whole("max_size", MAX_FILE_SIZE) if kind == "file" else 0,
        instead=table.optional_text("instead") if kind == "table" else None,
        mask=table.flag("mask", kind in MASKED),
        style=table.choice("style", STYLES) if "style" in table.data else None,
        example=table.raw("example"),
    )
    table.close()
    if within:
        names.add_column(within, field)
    else:
        names.add(field)
    return field


def _limits(table: Table, kind: str, scope: Scope, required: bool) -> tuple[Any, Any]:
    kind_type = {"file": FILES, "table": ROWS}.get(kind) or KINDS[kind].type
    if kind_type in (NUM, DATE, TIME, DATETIME):
        return compiled(table, "min", scope, kind_type), compiled(table, "max", scope, kind_type)
    low, high = table.raw("min"), table.raw("max")
    for key, value in (("min", low), ("max", high)):
        if value is not None and (type(value) is not int or value < 0):
            raise table.fault(key, "a whole number, 0 or more")
    if kind == "table":
        return low if low is not None else int(required), high or MAX_ROWS
    if kind == "file":
        return low, high or 1
    return low, high if high is not None else MAX_TEXT.get(kind)


def _options(table: Table) -> tuple[str, ...]:
    options = table.texts("options")
    if len(options) < 2:
        raise table.fault("options", "two options or more")
    return options


def _accept(table: Table) -> tuple[str, ...]:
    groups = {"photo": IMAGES, "document": DOCUMENTS}
    return groups[table.choice("accept", tuple(groups))]


def _columns(table: Table, name: str, names: Names) -> tuple[Field, ...]:
    names.columns[name] = {}
    columns = tuple(read_field(column, names, name) for column in table.tables("columns"))
    if not columns:
        raise table.fault("columns", "one column or more")
    return columns

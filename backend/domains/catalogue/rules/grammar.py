"""From the text of a rule to its typed tree. Everything wrong with a rule is found here, when the service is loaded.

The text reads like Python: `cause == "heat" and hours <= 24`. It has `and`, `or`, `not`, one comparison at a time,
`in ("a", "b")`, `+`, `-`, `*` by a whole number, `today`, `true`, `false` and the functions of `docs/services.md`.
"""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from .form import Tree
from .numbers import MAX_NUMBER, scaled

NUM, TEXT, BOOL, DATE, TIME, DATETIME = "num", "text", "bool", "date", "time", "datetime"
SET, ROWS, FILES = "set", "rows", "files"
ORDERED = (NUM, DATE, TIME, DATETIME)

FUNCTIONS: dict[str, tuple[str, tuple[str, ...], str]] = {
    "days_between": ("days", (DATE, DATE), NUM),
    "hours_between": ("hours", (DATETIME, DATETIME), NUM),
    "shift": ("shift", (DATE, NUM), DATE),
    "moment": ("moment", (DATE, TIME), DATETIME),
    "day": ("day", (DATETIME,), DATE),
    "year": ("year", (DATE,), NUM),
}
COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}


class RuleFault(ValueError):
    """What the text of a rule should have been."""


@dataclass(frozen=True)
class Scope:
    """The names a rule may use: types of the fields, of each table's columns, and the choices of some of them."""

    types: Mapping[str, str]
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    row: str | None = None


def compile_rule(text: str, scope: Scope, *types: str) -> Tree:
    """The tree of `text`, whose type must be one of `types`. Raises `RuleFault`."""
    try:
        parsed = ast.parse(text.strip(), mode="eval")
    except SyntaxError:
        raise RuleFault(f"a rule that can be read, not {text!r}") from None
    tree, found = _Compiler(text.strip(), scope).visit(parsed.body)
    if found not in types:
        raise RuleFault(f"a rule of type {' or '.join(types)}, not {found}")
    return tree


Typed = tuple[Tree, str]


class _Compiler:
    def __init__(self, text: str, scope: Scope) -> None:
        self.text = text
        self.scope = scope

    def visit(self, node: ast.expr) -> Typed:
        visitors: dict[type, Callable[..., Typed]] = {
            ast.BoolOp: self.several,
            ast.UnaryOp: self.single,
            ast.BinOp: self.arithmetic,
            ast.Compare: self.comparison,
            ast.Name: self.name,
            ast.Constant: self.constant,
            ast.Call: self.call,
        }
        visitor = visitors.get(type(node))
        if visitor is None:
            raise RuleFault(f"only the words of the rule language, not {self.source(node)!r}")
        return visitor(node)

    def source(self, node: ast.expr) -> str:
        return ast.get_source_segment(self.text, node) or self.text

    def typed(self, node: ast.expr, *types: str) -> Tree:
        tree, found = self.visit(node)
        if found not in types:
            raise RuleFault(f"{' or '.join(types)} where {self.source(node)!r} is {found}")
        return tree

    def several(self, node: ast.BoolOp) -> Typed:
        word = "and" if isinstance(node.op, ast.And) else "or"
        return (word, *(self.typed(value, BOOL) for value in node.values)), BOOL

    def single(self, node: ast.UnaryOp) -> Typed:
        if isinstance(node.op, ast.Not):
            return ("not", self.typed(node.operand, BOOL)), BOOL
        if isinstance(node.op, ast.USub):
            return ("-", ("value", 0), self.typed(node.operand, NUM)), NUM
        raise RuleFault(f"`not` or `-`, in {self.source(node)!r}")

    def arithmetic(self, node: ast.BinOp) -> Typed:
        if isinstance(node.op, ast.Mult):
            number, factor = (node.left, node.right) if _whole(node.right) else (node.right, node.left)
            if not (isinstance(factor, ast.Constant) and _whole(factor)):
                raise RuleFault(f"a product by a whole number, not {self.source(node)!r}")
            return ("*", self.typed(number, NUM), factor.value), NUM
        word = {ast.Add: "+", ast.Sub: "-"}.get(type(node.op))
        if word is None:
            raise RuleFault(f"`+`, `-` or `*`, in {self.source(node)!r}")
        return (word, self.typed(node.left, NUM), self.typed(node.right, NUM)), NUM

    def comparison(self, node: ast.Compare) -> Typed:
        if len(node.ops) != 1:
            raise RuleFault(f"one comparison at a time, not {self.source(node)!r}")
        left, right, sign = node.left, node.comparators[0], node.ops[0]
        if isinstance(sign, ast.In):
            return ("in", self.typed(left, TEXT), self.choices(right, left)), BOOL
        word = COMPARISONS.get(type(sign))
        if word is None:
            raise RuleFault(f"a comparison of the rule language, not {self.source(node)!r}")
        (left_tree, left_type), (right_tree, right_type) = self.visit(left), self.visit(right)
        if left_type != right_type or left_type in (SET, ROWS, FILES):
            raise RuleFault(f"two values of one type, not {left_type} {word} {right_type}")
        if word not in ("==", "!=") and left_type not in ORDERED:
            raise RuleFault(f"`==` or `!=` between values of type {left_type}")
        for name, constant in ((left, right), (right, left)):
            if isinstance(constant, ast.Constant) and isinstance(constant.value, str):
                self.known_option(name, constant.value)
        return (word, left_tree, right_tree), BOOL

    def choices(self, node: ast.expr, name: ast.expr) -> tuple[str, ...]:
        words = node.elts if isinstance(node, ast.Tuple | ast.List) else []
        found = tuple(word.value for word in words if isinstance(word, ast.Constant) and isinstance(word.value, str))
        if not words or len(found) != len(words):
            raise RuleFault(f'words in brackets after `in`, as in ("rain", "snow"), not {self.source(node)!r}')
        for word in found:
            self.known_option(name, word)
        return found

    def known_option(self, name: ast.expr, word: str) -> None:
        key = name.id if isinstance(name, ast.Name) else ""
        if self.scope.row and key in self.scope.columns[self.scope.row]:
            key = f"{self.scope.row}.{key}"
        if word not in self.scope.options.get(key, (word,)):
            raise RuleFault(f"one of the options of {key}, not {word!r}")

    def name(self, node: ast.Name) -> Typed:
        if node.id == "today":
            return ("today",), DATE
        if node.id in ("true", "false"):
            return ("value", node.id == "true"), BOOL
        return self.field(node.id)

    def field(self, name: str) -> Typed:
        row = self.scope.columns.get(self.scope.row, {}) if self.scope.row else {}
        if name in row:
            return ("column", name), row[name]
        if name not in self.scope.types:
            raise RuleFault(f"the id of a field asked before, not {name!r}")
        return ("field", name), self.scope.types[name]

    def constant(self, node: ast.Constant) -> Typed:
        if isinstance(node.value, str):
            return ("value", node.value), TEXT
        number = scaled(self.source(node)) if type(node.value) in (int, float) else None
        if number is None:
            raise RuleFault(f"a number of at most four decimals, not {self.source(node)!r}")
        return ("value", number), NUM

    def call(self, node: ast.Call) -> Typed:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        special = {"count": self.count, "sum": self.sum, "filled": self.filled, "includes": self.includes}
        if node.keywords:
            raise RuleFault(f"no named argument, in {self.source(node)!r}")
        if name in special:
            return special[name](node.args)
        if name == "date":
            return self.date(node.args)
        if name not in FUNCTIONS or len(node.args) != len(FUNCTIONS[name][1]):
            raise RuleFault(f"a function of the rule language with its arguments, not {self.source(node)!r}")
        word, types, result = FUNCTIONS[name]
        return (word, *(self.typed(value, kind) for value, kind in zip(node.args, types, strict=True))), result

    def plain_name(self, arguments: list[ast.expr], *types: str) -> Tree:
        if len(arguments) != 1 or not isinstance(arguments[0], ast.Name):
            raise RuleFault("the id of one field in the brackets")
        tree, found = self.field(arguments[0].id)
        if types and found not in types:
            raise RuleFault(f"a field of type {' or '.join(types)}, not {found}")
        return tree

    def count(self, arguments: list[ast.expr]) -> Typed:
        return ("count", self.plain_name(arguments, ROWS, SET, FILES)), NUM

    def filled(self, arguments: list[ast.expr]) -> Typed:
        return ("filled", self.plain_name(arguments)), BOOL

    def sum(self, arguments: list[ast.expr]) -> Typed:
        column = arguments[0] if len(arguments) == 1 else None
        if not (isinstance(column, ast.Attribute) and isinstance(column.value, ast.Name)):
            raise RuleFault("a table and its column in sum(), as in sum(workers.hours)")
        if self.scope.columns.get(column.value.id, {}).get(column.attr) != NUM:
            raise RuleFault(f"a number column of a table, not {self.source(column)!r}")
        return ("sum", ("field", column.value.id), column.attr), NUM

    def includes(self, arguments: list[ast.expr]) -> Typed:
        if len(arguments) != 2 or not isinstance(arguments[1], ast.Constant) or type(arguments[1].value) is not str:
            raise RuleFault('a field of several choices and one choice, as in includes(causes, "rain")')
        self.known_option(arguments[0], arguments[1].value)
        return ("includes", self.typed(arguments[0], SET), arguments[1].value), BOOL

    def date(self, arguments: list[ast.expr]) -> Typed:
        text = arguments[0].value if len(arguments) == 1 and isinstance(arguments[0], ast.Constant) else None
        try:
            day = date.fromisoformat(text if isinstance(text, str) else "")
        except ValueError:
            raise RuleFault('a day, as in date("2026-01-31")') from None
        return ("value", day.toordinal() - date(1970, 1, 1).toordinal()), DATE


def _whole(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) is int and abs(node.value) <= MAX_NUMBER

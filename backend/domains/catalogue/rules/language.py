"""What a compiled rule works out to. `frontend/js/language.js` does the same, and shared vectors hold both to it.

A value is a whole number (ten-thousandths, days or minutes since 1970), a text, a boolean, a list, or nothing where the
answer is missing. Logic has three values (Kleene): a rule holds unless it is false, a thing is shown only if true.
Nothing here raises: a result past ±(2^53 - 1) is nothing.
"""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .form import Tree
from .numbers import SCALE, bounded, real_day, year_of

Value = Any


@dataclass(frozen=True)
class Answers:
    """What rules see: the answers that are right by themselves, the day, and the row a row's rule is about."""

    values: Mapping[str, Value]
    today: int
    row: Mapping[str, Value] | None = None

    def of(self, row: Mapping[str, Value]) -> "Answers":
        """The same, seen from one row of a table."""
        return Answers(self.values, self.today, row)


def evaluate(tree: Tree, answers: Answers) -> Value:
    """The value of `tree`, or None where an answer it needs is missing."""
    word = tree[0]
    if word == "field":
        return answers.values.get(tree[1])
    if word == "column":
        return (answers.row or {}).get(tree[1])
    if word == "value":
        return tree[1]
    if word in PAIRS:
        left, right = evaluate(tree[1], answers), evaluate(tree[2], answers)
        return None if left is None or right is None else PAIRS[word](left, right)
    if word == "today":
        return answers.today
    if word in ("and", "or"):
        return _logic(word == "or", [evaluate(part, answers) for part in tree[1:]])
    known = evaluate(tree[1], answers)
    if word == "filled":
        return known is not None
    if word == "count":
        return len(known or ()) * SCALE
    if word == "sum":
        return _sum(known or [], tree[2])
    return None if known is None else _single(word, known, tree)


def _single(word: str, known: Value, tree: Tree) -> Value:
    match word:
        case "not":
            return not known
        case "in":
            return known in tree[2]
        case "includes":
            return tree[2] in known
        case "*":
            return bounded(known * tree[2])
        case "day":
            return known // 1440
        case _:  # year
            return year_of(known) * SCALE


def _logic(decisive: bool, values: list[Value]) -> bool | None:
    if decisive in values:
        return decisive
    return None if None in values else not decisive


def _sum(rows: list[Mapping[str, Value]], column: str) -> int | None:
    total: int | None = 0
    for row in rows:
        number = row.get(column)
        total = None if total is None or number is None else bounded(total + number)
    return total


PAIRS: dict[str, Callable[[Value, Value], Value]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "+": lambda left, right: bounded(left + right),
    "-": lambda left, right: bounded(left - right),
    "days": lambda left, right: (right - left) * SCALE,
    # Rounded down to the ten-thousandth of an hour, so that both sides agree.
    "hours": lambda left, right: (right - left) * SCALE // 60,
    "shift": lambda left, right: real_day(left + right // SCALE) if right % SCALE == 0 else None,
    "moment": lambda left, right: left * 1440 + right,
}
"""What is worked out from two values that are both there."""

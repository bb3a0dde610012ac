"""What a compiled rule works out to. `frontend/js/language.js` does the same, and shared vectors hold both to it.

A value is a whole number (ten-thousandths, days or minutes since 1970), a text, a boolean, a list, or nothing where the
answer is missing. Logic has three values (Kleene): a rule holds unless it is false, a thing is shown only if true.
Nothing here raises: a result past ±(2^53 - 1) is nothing.
"""

from collections.abc import Mapping
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


def evaluate(tree: Tree, answers: Answers) -> Value:
    """The value of `tree`, or None where an answer it needs is missing."""
    word = tree[0]
    if word == "value":
        return tree[1]
    if word == "today":
        return answers.today
    if word == "field":
        return answers.values.get(tree[1])
    if word == "column":
        return (answers.row or {}).get(tree[1])
    if word in ("and", "or"):
        return _logic(word == "or", [evaluate(part, answers) for part in tree[1:]])
    if word == "filled":
        return evaluate(tree[1], answers) is not None
    if word == "count":
        return len(evaluate(tree[1], answers) or ()) * SCALE
    left = evaluate(tree[1], answers)
    if word == "sum":
        return _sum(left or [], tree[2])
    if left is None:
        return None
    if word == "not":
        return not left
    if word == "in":
        return left in tree[2]
    if word == "includes":
        return tree[2] in left
    if word == "*":
        return bounded(left * tree[2])
    if word == "day":
        return left // 1440
    if word == "year":
        return year_of(left) * SCALE
    right = evaluate(tree[2], answers)
    return None if right is None else _pair(word, left, right)


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


def _pair(word: str, left: Value, right: Value) -> Value:
    match word:
        case "==":
            return left == right
        case "!=":
            return left != right
        case "<":
            return left < right
        case "<=":
            return left <= right
        case ">":
            return left > right
        case ">=":
            return left >= right
        case "+":
            return bounded(left + right)
        case "-":
            return bounded(left - right)
        case "days":
            return (right - left) * SCALE
        case "hours":
            # Rounded down to the ten-thousandth of an hour, so that both sides agree.
            return (right - left) * SCALE // 60
        case "shift":
            return real_day(left + right // SCALE) if right % SCALE == 0 else None
        case _:  # moment
            return left * 1440 + right

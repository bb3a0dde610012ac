"""The limits of one answer: the length of a text, the size of a number, how early or late, how many choices."""

from typing import Any

from .form import Field
from .kinds import KINDS
from .language import Answers, evaluate

MAX_TEXT = {"text": 200, "long_text": 4000, "name_ar": 100, "name_latin": 100, "digits": 40}
_CODES = {"num": ("too_small", "too_large"), "text": ("too_short", "too_long"), "set": ("too_few", "too_many")}


def limit_code(question: Field, value: Any, seen: Any, answers: Answers) -> str | None:
    """The code of the limit that a value, `seen` as the rule language does, goes past; None inside its limits."""
    if question.min is None and question.max is None:
        return None
    kind = KINDS[question.kind].type
    lower, upper = _CODES.get(kind, ("too_early", "too_late"))
    if kind in ("text", "set"):
        size, low, high = len(value), question.min, question.max
    else:
        size, low, high = seen, *(_bound(tree, answers) for tree in (question.min, question.max))
    if isinstance(low, int) and size < low:
        return f"field.{lower}"
    if isinstance(high, int) and size > high:
        return f"field.{upper}"
    return None


def _bound(tree: Any, answers: Answers) -> Any:
    return None if tree is None else evaluate(tree, answers)

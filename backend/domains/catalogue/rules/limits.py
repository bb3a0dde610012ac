"""The limits of one answer: the length of a text, the size of a number, how early or late, how many choices."""

from typing import Any

from .form import Field
from .kinds import KINDS
from .language import Answers, evaluate

MAX_TEXT = {"text": 200, "long_text": 4000, "name_ar": 100, "name_latin": 100, "digits": 40}
_CODES = {"num": ("too_small", "too_large"), "text": ("too_short", "too_long"), "set": ("too_few", "too_many")}
_TIMES = ("too_early", "too_late")


def limit_code(question: Field, value: Any, seen: Any, answers: Answers) -> str | None:
    """The code of the limit that a value, `seen` as the rule language does, goes past; None inside its limits."""
    low, high = question.min, question.max
    if low is None and high is None:
        return None
    kind = KINDS[question.kind].type
    if kind in ("text", "set"):
        size = len(value)
    else:
        size = seen
        low = None if low is None else evaluate(low, answers)  # type: ignore[arg-type]
        high = None if high is None else evaluate(high, answers)  # type: ignore[arg-type]
    if isinstance(low, int) and size < low:
        return f"field.{_CODES.get(kind, _TIMES)[0]}"
    if isinstance(high, int) and size > high:
        return f"field.{_CODES.get(kind, _TIMES)[1]}"
    return None

"""What makes a second filing the double of a first: the answers that a form names as its business key."""

from collections.abc import Mapping
from typing import Any

from backend.kernel.canonical import canonical

from .answers import is_empty
from .form import Form


def double_key(form: Form, answers: Mapping[str, Any]) -> str | None:
    """Equal for filings of the same thing; None where the form names no key or its first answer is missing.

    The first answer says who or what asks; of the others some may not be asked (a postal account or a bank account).
    """
    values = [answers.get(name) for name in form.double]
    if not values or is_empty(values[0]):
        return None
    return canonical([_alike(value) for value in values]).decode()


def _alike(value: Any) -> Any:
    """A value as doubles compare it: texts without regard to case and spaces, choices in any order."""
    if isinstance(value, list):
        return sorted(value)
    return " ".join(value.casefold().split()) if isinstance(value, str) else value

"""What makes a second filing the double of a first: the answers that a form names as its business key."""

from collections.abc import Mapping
from typing import Any

from backend.kernel.canonical import canonical

from .form import Form


def double_key(form: Form, answers: Mapping[str, Any]) -> str | None:
    """Equal for filings of the same thing; None where the form names no key or an answer of it is missing."""
    values = [answers.get(name) for name in form.double]
    if not values or any(value is None for value in values):
        return None
    return canonical([" ".join(v.casefold().split()) if isinstance(v, str) else v for v in values]).decode()

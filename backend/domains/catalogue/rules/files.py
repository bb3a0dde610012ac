"""The files an envelope names, judged by what it says of them; their bytes are judged when they arrive."""

from typing import Any

from backend.kernel.text import hides_something

from .form import Field, Form


def check_files(form: Form, files: Any, errors: dict[str, str]) -> dict[str, Any]:
    """The files of each file question, as the rule language sees them; what is wrong goes to `errors`."""
    by_field: dict[str, list[Any]] = {}
    questions = {question.id: question for question in form.files()}
    for entry in files if isinstance(files, list) else [None]:
        name = entry.get("field") if isinstance(entry, dict) else None
        if not isinstance(name, str):
            errors["files"] = "field.bad_value"
        elif name not in questions:
            errors[f"files.{name}"] = "field.unknown"
        else:
            by_field.setdefault(name, []).append(entry)
    for name, entries in by_field.items():
        code = _fault(questions[name], entries)
        if code is not None:
            errors[f"files.{name}"] = code
    return by_field


def _fault(question: Field, entries: list[dict[str, Any]]) -> str | None:
    if isinstance(question.max, int) and len(entries) > question.max:
        return "field.too_many_files"
    if isinstance(question.min, int) and len(entries) < question.min:
        return "field.too_few_files"
    for entry in entries:
        if entry.get("type") not in question.accept:
            return "field.file_type"
        size = entry.get("size")
        if type(size) is not int or not 0 < size <= question.max_size:
            return "field.file_size"
        if not is_file_name(entry.get("name")):
            return "field.file_name"
    return None


def is_file_name(name: Any) -> bool:
    """Whether `name` is a plain name: 1 to 200 characters, no folder in it, nothing hidden."""
    return (
        isinstance(name, str)
        and 0 < len(name) <= 200
        and not any(mark in name for mark in "/\\:")
        and name not in (".", "..")
        and not hides_something(name, lines=False)
    )

"""A correction changes what the body asked for, and nothing else.

What a changed answer makes the form ask anew may be answered too; what it no longer asks for goes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from backend.domains.catalogue.rules import Form, check_answers, shown
from backend.domains.dossiers.rules import FileRef
from backend.domains.sync.rules.envelope import FileEntry

CLOSED = "field.closed"


@dataclass(frozen=True, slots=True)
class Content:
    """What a dossier says now."""

    answers: Mapping[str, Any]
    files: tuple[FileRef, ...]


def beyond(
    form: Form,
    before: Content,
    answers: Mapping[str, Any],
    files: Sequence[FileEntry],
    open_fields: Collection[str],
    today: date,
) -> dict[str, str]:
    """The code of each answer or file that was not asked for, by its path."""
    asked = shown(form, answers, today=today)
    had = {each.field for each in before.files}
    brings = {each.field for each in files}
    found = {}
    for field in form.fields():
        if field.id in open_fields or field.id == "declaration":
            continue
        was, now = before.answers.get(field.id), answers.get(field.id)
        newly = field.required and field.id in asked and was is None
        gone = now is None and field.id not in asked
        if was != now and not newly and not gone:
            found[f"answers.{field.id}"] = CLOSED
        if field.id in brings and not (field.required and field.id not in had):
            found[f"files.{field.id}"] = CLOSED
    return found


def faults(
    form: Form,
    before: Content,
    answers: Mapping[str, Any],
    files: Sequence[FileEntry],
    open_fields: Collection[str],
    today: date,
) -> Mapping[str, str]:
    """The code of all that keeps a correction from being taken, by its path; files of fields not asked for stay."""
    kept = [asdict(each) for each in before.files if each.field not in open_fields]
    brought = [*kept, *(asdict(each) for each in files)]
    return (
        beyond(form, before, answers, files, open_fields, today)
        or check_answers(form, answers, brought, today=today).errors
    )


def merged(before: Content, files: Sequence[FileRef], open_fields: Collection[str]) -> tuple[FileRef, ...]:
    """The files of a dossier after a correction: those of other fields stay."""
    return (*(each for each in before.files if each.field not in open_fields), *files)

"""From the data of a service's `proposals.toml` to `Proposals`, against the form that they are proposed in."""

from typing import Any

from .form import Field, Form
from .proposals import Hints, Phrase, Proposals, phrase
from .reading import Table


def read_proposals(data: Any, *, form: Form) -> Proposals:
    """The proposals that `data` (read from TOML) describes. Raises `FormatFault`."""
    table = Table(data)
    text = table.text("text")
    if text not in form.questions or form.field(text).kind not in ("text", "long_text"):
        raise table.fault("text", "the id of a field of kind text or long_text")
    fields = {each.id("id"): _options(each, form) for each in table.tables("fields")}
    table.close()
    if not fields:
        raise table.fault("fields", "one field or more")
    return Proposals(text, fields)


def _options(table: Table, form: Form) -> dict[str, Hints]:
    field: Field | None = form.questions.get(table.id())
    if field is None or field.kind != "one_of":
        raise table.fault("id", "the id of a field of kind one_of")
    options: dict[str, Hints] = {}
    for each in table.tables("options"):
        option = each.choice("id", field.options)
        if option in options:
            raise each.fault("id", "each option once")
        options[option] = Hints(_phrases(each, "names"), _phrases(each, "words"))
        each.close()
    table.close()
    return options


def _phrases(table: Table, key: str) -> tuple[Phrase, ...]:
    """Each once: what is compared alike is the same phrase, however it is spelled."""
    phrases: dict[Phrase, None] = {}
    for text in table.texts(key):
        found = phrase(text)
        if not found or found in phrases:
            raise table.fault(key, f"words, each once however it is spelled, not {text!r} again")
        phrases[found] = None
    return tuple(phrases)

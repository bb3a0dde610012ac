"""What a page without scripts sent, as answers: each in its one form, or as it was typed where it is not one yet."""

import csv
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from backend.domains.catalogue.rules import Field, Form, normalise
from backend.web.sent import Sent, first

MAX_LIST = 100_000
"""Letters of a pasted list that are read."""

# Marks of direction and of width, pasted along with a name: they would let it show other than it is.
_UNSEEN = re.compile("[\u200b\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def typed_answers(form: Form, sent: Sent, headings: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """Answers by question; what was left empty is absent.

    `headings`: for each table, the column that a folded heading of a pasted list names.
    """
    answers: dict[str, Any] = {}
    for field in form.fields():
        table = field.kind == "table"
        value = _rows(field, sent, headings.get(field.id, {})) if table else _value(field, field.id, sent)
        if value not in (None, "", []):
            answers[field.id] = value
    return answers


def folded(text: str) -> str:
    """Letters as people vary them: case, accents, vowels, hamza and punctuation do not matter."""
    plain = "".join(sign for sign in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(sign))
    plain = re.sub("[ٱأإآ]", "ا", plain.replace("ـ", "")).replace("ى", "ي").replace("ة", "ه")
    return " ".join(re.findall(r"\w+", plain))


def _value(field: Field, path: str, sent: Sent) -> Any:
    match field.kind:
        case "file":
            return None
        case "several_of":
            return [word for word in sent.get(path, ()) if word]
        case "time":
            return _normal("time", _clock(path, sent))
        case "datetime":
            day, clock = _one(path, sent), _clock(path, sent)
            return _normal("datetime", f"{day}T{clock}") if day or clock else None
        case _:
            return _normal(field.kind, _one(path, sent))


def _normal(kind: str, text: str) -> Any:
    if not text:
        return None
    value = normalise(kind, text)
    return text if value is None else value


def _one(path: str, sent: Sent) -> str:
    return _UNSEEN.sub("", first(sent, path)).strip()


def _clock(path: str, sent: Sent) -> str:
    hour, minute = _one(f"{path}.hour", sent), _one(f"{path}.minute", sent)
    return f"{hour}:{minute}" if hour or minute else ""


def _rows(table: Field, sent: Sent, headings: Mapping[str, str]) -> list[dict[str, Any]]:
    shape = re.compile(rf"{re.escape(table.id)}\.([0-9]{{1,5}})\.")
    places = sorted({int(found[1]) for name in sent if (found := shape.match(name))})
    rows = [
        {
            column.id: value
            for column in table.columns
            if (value := _value(column, f"{table.id}.{place}.{column.id}", sent)) not in (None, "", [])
        }
        for place in places
    ]
    return [row for row in rows if row] + _pasted(table, _one(f"{table.id}.list", sent)[:MAX_LIST], headings)


def _pasted(table: Field, text: str, headings: Mapping[str, str]) -> list[dict[str, Any]]:
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        return []
    separator = "\t" if "\t" in text else ";" if lines[0].count(";") >= lines[0].count(",") else ","
    cells = list(csv.reader(lines, delimiter=separator))
    named = [headings.get(folded(heading)) for heading in cells[0]]
    columns = [column.id for column in table.columns]
    order, data = (named, cells[1:]) if any(named) else (list(columns), cells)
    kinds = {column.id: column for column in table.columns}
    rows = [
        {
            name: value
            for name, cell in zip(order, row, strict=False)
            if name and (value := _value(kinds[name], "cell", {"cell": [cell]})) not in (None, "", [])
        }
        for row in data
    ]
    return [row for row in rows if row]

"""What stands on a receipt, before any language: each value says how it is to be written."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Literal

from backend.domains.places.rules import Places
from backend.domains.receipts.rules.sources import FieldSource
from backend.kernel.days import ALGIERS
from backend.kernel.masking import mask
from backend.kernel.refusal import Refusal

MASKED_KINDS = frozenset({"nin", "nss", "rip", "ccp", "phone"})
WRITTEN_KINDS = frozenset({"text", "long_text", "email", "name_ar", "name_latin"})
LONGEST_WORD = 18
MARKS_ON_A_LETTER = 3
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\ud800-\udfff]"
)
_NUMBER_LIKE = re.compile(r"\d(?:[ \u00a0\u202f./-]?\d){8,}")


@dataclass(frozen=True, slots=True)
class Value:
    """One thing to write. `kind` says how; `data` is what: a string, a key of the words, a moment, a wilaya…

    A `name` holds something that has `name(lang)`; a `wilaya` is written with its code before its name.
    """

    kind: Literal["text", "code", "word", "name", "wilaya", "date", "clock", "moment", "amount", "number", "list"]
    data: Any

    @property
    def neutral(self) -> bool:
        """Whether it reads the same in both languages, so that a bilingual paper writes it once."""
        if self.kind == "list":
            return all(value.neutral for value in self.data)
        return self.kind in {"text", "code", "number"}

    @property
    def rtl(self) -> bool:
        """Whether what a person wrote begins with a letter read from right to left."""
        letters = (unicodedata.bidirectional(character) for character in self.data)
        return next((kind != "L" for kind in letters if kind in {"L", "R", "AL"}), False)

    @property
    def long(self) -> bool:
        """Whether a word in it is so long that it must be broken to fit its place."""
        return any(len(word) > LONGEST_WORD for word in self.data.split())


def written(text: str, *, whole: bool = False) -> Value:
    """What a person wrote: hidden and direction-turning characters and heaps of marks gone, long numbers masked.

    `whole`: not masked.
    """
    plain = _few_marks(_HIDDEN.sub("", text))
    if whole:
        return Value("text", plain)
    return Value("text", _NUMBER_LIKE.sub(lambda found: mask(re.sub(r"\D", "", found[0])), plain))


def _few_marks(text: str) -> str:
    kept, marks = [], 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= MARKS_ON_A_LETTER:
            kept.append(character)
    return "".join(kept)


def of_wilaya(places: Places, code: str) -> Value:
    """A wilaya as people say it, or its bare code when nobody knows it."""
    try:
        return Value("wilaya", places.wilaya(code))
    except Refusal:
        return Value("code", code)


def of_agency(places: Places, code: str) -> Value:
    """An agency by name, or its bare code when nobody knows it."""
    try:
        return Value("name", places.agency_of_code(code))
    except Refusal:
        return Value("code", code)


def of_answer(field: FieldSource, answer: Any, *, words: str, places: Places, whole: bool = False) -> Value:
    """The value of one answer. `words` is the key under which the field's choices have their words.

    National, insurance and account numbers, phones and whatever the form masks show their last three characters, save
    to whoever is to see them `whole`.
    """
    if not whole and (field.mask or field.kind in MASKED_KINDS):
        return Value("code", mask(str(answer)))
    match field.kind, answer:
        case ("one_of", str(option)):
            return Value("word", f"{words}.option.{option}")
        case ("several_of", [*options]):
            return Value("list", tuple(Value("word", f"{words}.option.{option}") for option in options))
        case ("yes_no" | "accept", bool(yes)):
            return Value("word", "receipt.yes" if yes else "receipt.no")
        case ("date", str(text)):
            return Value("date", date.fromisoformat(text))
        case ("time", str(text)):
            return Value("clock", time.fromisoformat(text))
        case ("datetime", str(text)):
            return Value("moment", datetime.fromisoformat(text).replace(tzinfo=ALGIERS))
        case ("amount", str(text)):
            return Value("amount", Decimal(text))
        case ("decimal", str(text)):
            return Value("number", Decimal(text))
        case ("whole", int(year)) if 1000 <= year <= 9999:
            return Value("code", str(year))  # a year is a whole number too: four digits stay together
        case ("whole", int(number)):
            return Value("number", number)
        case ("wilaya", str(code)):
            return of_wilaya(places, code)
        case ("agency", str(code)):
            return of_agency(places, code)
        case (kind, str(text)) if kind in WRITTEN_KINDS:
            return written(text, whole=whole)
    return Value("code", _HIDDEN.sub("", str(answer)))


def masked_answer(field: FieldSource, answer: Any) -> Any:
    """The answer as it may be attached: the same shape, the same numbers masked as on the page."""
    if field.kind == "table":
        columns = {column.id: column for column in field.columns}
        return [
            {key: masked_answer(columns[key], cell) for key, cell in row.items() if key in columns} for row in answer
        ]
    if field.mask or field.kind in MASKED_KINDS:
        return mask(str(answer))
    if field.kind in WRITTEN_KINDS and isinstance(answer, str):
        return written(answer).data
    return answer


def masked_answers(answers: Mapping[str, Any], fields: Mapping[str, FieldSource]) -> dict[str, Any]:
    """All answers of a form, masked; an answer to no question of the form is left out."""
    return {key: masked_answer(fields[key], answer) for key, answer in answers.items() if key in fields}

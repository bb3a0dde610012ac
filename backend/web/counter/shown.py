"""Answers as their filer reads them again before filing; `frontend/js/form/values.js` writes them alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from backend.web.counter.fields import Asking, Question
from backend.words import Translator

_COUNTED = ("whole", "decimal")


@dataclass(frozen=True)
class Block:
    """One section read again: its title and its lines of label and text."""

    step: str
    title: str
    lines: tuple[tuple[str, str], ...]


def blocks(asking: Asking, seen: set[str]) -> list[Block]:
    """The sections these answers ask for, each with what was answered."""
    return [
        Block(
            step.id,
            asking.title(step),
            tuple(
                line
                for question in asking.section(step)
                if question.field.id in seen and question.value is not None
                for line in _lines(question, asking.words)
            ),
        )
        for step in asking.form.steps
        if step.id in seen and any(field.id in seen for field in step.fields)
    ]


def _lines(question: Question, words: Translator) -> list[tuple[str, str]]:
    name = question.short or question.label
    if question.kind != "table":
        return [(name, value_text(question, words))]
    own = f"form.rows.{question.field.id}.count"
    count = words(own if words.has(own) else "form.rows.count", n=len(question.value))
    return [(name, count), *_sums(question.rows[0], question.value, words)]


def _sums(columns: tuple[Question, ...], rows: list[Mapping[str, Any]], words: Translator) -> list[tuple[str, str]]:
    counted = [column for column in columns if column.total and column.kind in _COUNTED]
    return [
        (column.total, words.number(sum((Decimal(str(row.get(column.field.id, 0))) for row in rows), Decimal(0))))
        for column in counted
    ]


def value_text(question: Question, words: Translator) -> str:
    """The text of one answer; what is not an answer yet stands as it was typed."""
    chosen = [label for value, label in question.options if question.chosen(value)]
    if chosen:
        text = words("form.comma").join(chosen)
        return f"{question.value} {text}" if question.kind == "wilaya" else text
    try:
        return _written(question.kind, question.value, words)
    except (ValueError, InvalidOperation):
        return str(question.value)


def _written(kind: str, value: Any, words: Translator) -> str:
    text = str(value)
    match kind:
        case "accept":
            return words("form.yes")
        case "date":
            return _opened(words.date(date.fromisoformat(text), weekday=True))
        case "time":
            return words.time(time.fromisoformat(text))
        case "datetime":
            return _opened(words.moment(datetime.fromisoformat(text), weekday=True))
        case "amount":
            return words.amount(text)
        case "whole" if len(text) < 5:
            return text  # a year is a whole number too: four digits stay together
        case "whole" | "decimal":
            return words.number(text)
        case "phone":
            return local_phone(text)
        case _:
            return text


def local_phone(number: str) -> str:
    """`+213661234567` as people write it: `0661 23 45 67`."""
    own = number.removeprefix("+213")
    if own == number or not own.isdigit() or len(own) not in (8, 9):
        return number
    return f"0{own[:-6]} {own[-6:-4]} {own[-4:-2]} {own[-2:]}"


def _opened(text: str) -> str:
    return text[:1].upper() + text[1:]

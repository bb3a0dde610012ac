"""Answers that any form accepts, for its author, for tests and for the kiosk's trial run."""

from datetime import date
from typing import Any

from .answers import shown
from .form import Field, Form

_SAMPLES: dict[str, Any] = {
    "text": "Exemple",
    "long_text": "Bonjour.",
    "whole": 1,
    "decimal": "1",
    "amount": "45000.00",
    "time": "08:00",
    "yes_no": True,
    "accept": True,
    "wilaya": "49",
    "agency": "CB-01",
    "phone": "+213661234567",
    "email": "contact@exemple.dz",
    "digits": "12345678",
    "nin": "109850012345678901",
    "nss": "801234567831",
    "rip": "00799999000032005065",
    "ccp": "000032005068",
    "trade_register": "16/00-1234567 B 08",
    "tax_number": "001612345678901",
    "name_ar": "بلقاسم",
    "name_latin": "Belkacem",
}


def example(form: Form, *, today: date) -> dict[str, Any]:
    """Answers that are right on `today` and need no file: every required question that they themselves ask."""
    answers: dict[str, Any] = {}
    for question in form.fields():
        if question.kind != "file" and question.required and question.id in shown(form, answers, today=today):
            answers[question.id] = _value(question, today)
    return answers


def _value(question: Field, today: date) -> Any:
    if question.example is not None:
        return question.example
    if question.kind == "table":
        return [{column.id: _value(column, today) for column in question.columns if column.required}]
    if question.kind == "one_of":
        return question.options[0]
    if question.kind == "several_of":
        return [question.options[0]]
    if question.kind in ("date", "datetime"):
        return today.isoformat() if question.kind == "date" else f"{today.isoformat()}T08:00"
    return _SAMPLES[question.kind]

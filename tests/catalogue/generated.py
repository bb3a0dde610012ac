"""Answer sets made by chance, right and wrong and nasty, for any form. The same seed gives the same sets."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from backend.domains.catalogue.rules.example import example
from backend.domains.catalogue.rules.form import Field, Form
from backend.kernel.identifiers import ccp_key, rip_key

NASTY: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 2**53 - 1, -(2**53 - 1), 10**30),
    *("", " ", "\u00a0", "٠٥٥٥١٢٣٤٥٦", "12,50", "1e9", "-0", "007", "49", "00", "99", "__proto__", "constructor"),
    *(
        "علي\u202eب",
        "\u202aAli\u202c",
        "\ud800",
        "a\ud800b",
        "😀" * 60,
        "x" * 5000,
        "\x00",
        "a\tb",
        "a\nb",
        "été\u200b",
    ),
    *(
        "2026-02-30",
        "2026-13-01",
        "24:00",
        "0555",
        "+213555123456",
        "00000000000000000097",
        "3200-50 68",
        "a@b",
        "a@b.dz",
    ),
    *([], {}, [[]], [[[[[[[1]]]]]]], {"a": {"b": {"c": []}}}, ["rain", "rain"], [None], ["__proto__"]),
)
FILE_NAMES = (*NASTY, "../x", "a/b", "a\\b", "..", "x" * 201, "ملف\u202e.jpg")


def answer_sets(form: Form, count: int, seed: int) -> Iterator[tuple[Any, Any, date]]:
    """`count` triples of answers, files and day."""
    chance = random.Random(f"{form.code} {form.version} {seed}")
    for _ in range(count):
        today = date(2026, 2, 11) + timedelta(days=chance.randrange(-60, 400))
        if chance.random() < 0.3:
            yield _nearly_right(form, today, chance), chance.choice(([], _files(form, chance))), today
        else:
            yield _answers(form, today, chance), _files(form, chance), today


def _answers(form: Form, today: date, chance: random.Random) -> Any:
    if chance.random() < 0.01:
        return chance.choice(NASTY)
    rate = chance.choice((0.0, 0.02, 0.15))
    skip = chance.choice((0.0, 0.05, 0.3))
    answers: dict[str, Any] = {}
    for question in form.fields():
        if question.kind != "file" and chance.random() >= skip:
            answers[question.id] = _value(question, today, chance, rate)
    if chance.random() < rate:
        answers[chance.choice(("__proto__", "constructor", "x", "\u202e", "photos", "length"))] = chance.choice(NASTY)
    return answers


def _nearly_right(form: Form, today: date, chance: random.Random) -> dict[str, Any]:
    """The example of the form with up to three answers changed."""
    answers = example(form, today=today)
    questions = [question for question in form.fields() if question.kind != "file"]
    for question in chance.sample(questions, chance.randrange(4)):
        answers[question.id] = _value(question, today, chance, rate=0.0)
    return answers


def _value(question: Field, today: date, chance: random.Random, rate: float) -> Any:
    if chance.random() < rate:
        return chance.choice(NASTY)
    if question.kind == "table":
        return _rows(question, today, chance, rate)
    return right_value(question, today, chance)


def _rows(table: Field, today: date, chance: random.Random, rate: float) -> Any:
    size = chance.choice((0, 1, 1, 2, 3, 5))
    if chance.random() < 0.01:
        size = chance.choice((200, 201, 10_000))
    rows: list[Any] = []
    for _ in range(min(size, 20)):
        row: Any = {
            column.id: _value(column, today, chance, rate) for column in table.columns if chance.random() > rate
        }
        if chance.random() < rate:
            row = chance.choice((row | {"__proto__": 1}, row | {"other": "x"}, *NASTY))
        rows.append(row)
    return rows * (size // len(rows)) if rows else rows


def right_value(question: Field, today: date, chance: random.Random) -> Any:
    """A value that is right by itself for this kind."""
    digits = "".join(chance.choice("0123456789") for _ in range(20))
    day = (today - timedelta(days=chance.choice((0, 0, 1, 2, 40, 400, 3000, -5)))).isoformat()
    time = f"{chance.randrange(24):02d}:{chance.randrange(60):02d}"
    limits = [limit for limit in (question.min, question.max) if isinstance(limit, int)]
    long = chance.choice((*limits, 12)) or 1
    makers: dict[str, Any] = {
        "text": lambda: chance.choice(("Aïssa Moulay", "فاطمة زروقي", "SARL El Waha Bâtiment", "a" * long)),
        "long_text": lambda: chance.choice(("Deux lignes\nde texte", "سطران\nمن النص", "b" * long)),
        "whole": lambda: chance.choice((0, 1, 2, 30, 365, -4, 900719925474)),
        "decimal": lambda: chance.choice(("0", "8", "7.5", "0.25", "48", "744", "-3", "0.0001", "900719925474.0991")),
        "amount": lambda: chance.choice(("0.00", "45000.00", "1234.50", "144000.00", "144000.01", "900719925474.00")),
        "date": lambda: day,
        "time": lambda: time,
        "datetime": lambda: f"{day}T{time}",
        "one_of": lambda: chance.choice(question.options),
        "several_of": lambda: chance.sample(question.options, chance.randrange(1, len(question.options) + 1)),
        "yes_no": lambda: chance.random() < 0.5,
        "accept": lambda: True,
        "wilaya": lambda: f"{chance.randrange(1, 72):02d}",
        "agency": lambda: f"CB-{chance.randrange(1, 72):02d}",
        "phone": lambda: f"+2135{digits[:8]}",
        "email": lambda: "ali@exemple.dz",
        "digits": lambda: digits[:long],
        "nin": lambda: digits[:18],
        "nss": lambda: digits[:12],
        "rip": lambda: f"{digits[:18]}{(rip_key(digits) + (chance.random() < 0.2)) % 98:02d}",
        "ccp": lambda: f"{digits[:10]}{(ccp_key(digits) + (chance.random() < 0.2)) % 100:02d}",
        "trade_register": lambda: "16/00-1234567 B 08",
        "tax_number": lambda: digits[: chance.choice((15, 20))],
        "name_ar": lambda: chance.choice(("فاطمة", "بن علي")),
        "name_latin": lambda: chance.choice(("Ben Ali", "Zerrouki", "D’Aïn", "Ɛli")),
    }
    return makers[question.kind]()


def _files(form: Form, chance: random.Random) -> Any:
    if chance.random() < 0.03:
        return chance.choice(NASTY)
    files: list[Any] = []
    for question in form.files():
        files.extend(_file(question, chance) for _ in range(chance.choice((0, 0, 1, 1, 2, 5))))
    if chance.random() < 0.05:
        files.append(chance.choice((*NASTY, {"field": "elsewhere"}, {"field": 3}, {"field": "__proto__"})))
    return files


def _file(question: Field, chance: random.Random) -> Any:
    right = [chance.random() > 0.05 for _ in range(3)]
    return {
        "field": question.id,
        "name": "chantier.webp" if right[0] else chance.choice(FILE_NAMES),
        "type": chance.choice(question.accept) if right[1] else chance.choice(("text/html", None, 4, [])),
        "size": chance.choice((1, 183_211, question.max_size))
        if right[2]
        else chance.choice((0, -1, True, "9", 10**12)),
        "sha256": "0" * 64,
    }

"""What a receipt says, before any language: the right kind for each answer, and what must be hidden hidden."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest

from backend.domains.places.loader import load_places
from backend.domains.receipts.rules.values import Value, masked_answer, of_answer, written
from backend.kernel.days import ALGIERS
from tests.receipts.samples import NIN, PHONE, RIP, Paperwork, Question, answers, content, dossier

PLACES = load_places()


def value(kind: str, answer: Any, *, mask: bool = False) -> Value:
    return of_answer(Question("q", kind, mask), answer, words="s.field.q", places=PLACES)


@pytest.mark.parametrize(
    ("kind", "answer", "expected"),
    [
        ("text", "SARL El Waha", Value("text", "SARL El Waha")),
        ("one_of", "wind", Value("word", "s.field.q.option.wind")),
        ("several_of", ["a"], Value("list", (Value("word", "s.field.q.option.a"),))),
        ("yes_no", True, Value("word", "receipt.yes")),
        ("accept", False, Value("word", "receipt.no")),
        ("date", "2026-02-10", Value("date", date(2026, 2, 10))),
        ("time", "08:00", Value("clock", time(8))),
        ("datetime", "2026-02-10T08:00", Value("moment", datetime(2026, 2, 10, 8, tzinfo=ALGIERS))),
        ("amount", "12.50", Value("amount", Decimal("12.50"))),
        ("decimal", "6.5", Value("number", Decimal("6.5"))),
        ("whole", 12, Value("number", 12)),
        ("wilaya", "49", Value("wilaya", PLACES.wilaya("49"))),
        ("wilaya", "99", Value("code", "99")),
        ("agency", "CB-01", Value("name", PLACES.agency_of_code("CB-01"))),
        ("agency", "XX-01", Value("code", "XX-01")),
        ("tax_number", "000016001234567", Value("code", "000016001234567")),
        ("nin", NIN, Value("code", "•••321")),
        ("nss", "801234567831", Value("code", "•••831")),
        ("rip", RIP, Value("code", "•••742")),
        ("ccp", "0012345678", Value("code", "•••678")),
        ("phone", PHONE, Value("code", "•••987")),
    ],
)  # fmt: skip
def test_each_kind_of_answer_says_how_it_is_written(kind: str, answer: Any, expected: Value) -> None:
    assert value(kind, answer) == expected


def test_a_field_may_ask_for_masking() -> None:
    assert value("digits", "4900001274", mask=True) == Value("code", "•••274")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("NIN 109840001274009321.", "NIN •••321."),
        ("tél. 0550 12 39 87", "tél. •••987"),
        ("n° 12-34/2026", "n° 12-34/2026"),
        ("SARL \u202eegnar", "SARL egnar"),
        ("a\u0000b\u200b", "ab"),
        ("ب" + "\u064b" * 9, "ب" + "\u064b" * 3),
    ],
)
def test_what_somebody_wrote_hides_long_numbers_and_shows_no_tricks(text: str, shown: str) -> None:
    assert written(text).data == shown


def test_what_somebody_wrote_knows_its_direction() -> None:
    assert written("مؤسسة SARL").rtl
    assert not written("12 SARL مؤسسة").rtl
    assert not written("123").rtl


def test_only_what_reads_the_same_in_both_languages_is_written_once() -> None:
    assert value("text", "x").neutral
    assert value("nin", NIN).neutral
    assert not value("date", "2026-02-10").neutral
    assert not value("several_of", ["a"]).neutral


def test_the_attachment_keeps_the_shape_of_the_answers() -> None:
    table = Question("rows", "table", columns=(Question("nss", "nss"), Question("job", "text")))
    rows = [{"nss": "801234567831", "job": "maçon", "unknown": "x"}]
    assert masked_answer(table, rows) == [{"nss": "•••831", "job": "maçon"}]


def test_sections_follow_the_form_and_leave_out_what_was_not_asked() -> None:
    told = answers() | {"not_in_the_form": "x"}
    del told["advance"]
    said = content(dossier(answers=told))
    labels = [part.label.rsplit(".", 2)[1] for section in said.sections for part in section.parts]
    asked = [field.id for step in Paperwork().steps for field in step.fields if field.id != "advance"]
    assert labels == asked
    assert "not_in_the_form" not in said.attachment["answers"]


def test_a_dossier_of_no_place_has_no_counter() -> None:
    assert content(dossier(wilaya_code="00", agency=None)).counter == ()


def test_an_anonymous_dossier_has_no_depositor() -> None:
    assert content(dossier(depositor=None)).depositor is None


def test_times_in_the_attachment_are_algerian() -> None:
    said = content(dossier(received_at=datetime(2026, 2, 11, 23, 30, tzinfo=UTC)))
    assert said.attachment["received_at"] == "2026-02-12T00:30:00+01:00"

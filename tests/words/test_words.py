"""How the counter speaks: plurals, days, hours, amounts, and text that keeps its order beside Arabic."""

import re
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest
from markupsafe import Markup

from backend.kernel.languages import LANGUAGES
from backend.words import MissingWord, Translator, Words, isolate, plural_form

ROOT = Path(__file__).resolve().parents[2]
NBSP, THIN = "\u00a0", "\u202f"


@pytest.fixture(scope="module")
def words() -> Words:
    return Words.load(ROOT / "locales")


@pytest.fixture(scope="module")
def ar(words: Words) -> Translator:
    return words.of("ar")


@pytest.fixture(scope="module")
def fr(words: Words) -> Translator:
    return words.of("fr")


@pytest.mark.parametrize(
    ("n", "form"), [(0, 0), (1, 1), (2, 2), (3, 3), (5, 3), (10, 3), (11, 4), (99, 4), (100, 5), (102, 5), (103, 3)]
)
def test_arabic_counts_in_six_forms(n: int, form: int) -> None:
    assert plural_form("ar", n) == form


@pytest.mark.parametrize(("n", "form"), [(0, 0), (1, 0), (2, 1), (100, 1)])
def test_french_counts_in_two(n: int, form: int) -> None:
    assert plural_form("fr", n) == form


@pytest.mark.parametrize(
    ("n", "sentence"),
    [
        (1, "طلب واحد ينتظر الإرسال."),
        (2, "طلبان ينتظران الإرسال."),
        (3, "3 طلبات تنتظر الإرسال."),
        (11, "11 طلبا ينتظر الإرسال."),
        (100, "100 طلب ينتظر الإرسال."),
    ],
)
def test_what_waits_is_said_as_people_say_it(ar: Translator, n: int, sentence: str) -> None:
    assert ar("sill.wait", n=n) == sentence


def test_days_bear_their_algerian_names(ar: Translator, fr: Translator) -> None:
    day = date(2026, 2, 11)
    assert ar.date(day, weekday=True) == f"الأربعاء 11{NBSP}فيفري 2026"
    assert fr.date(day, weekday=True, year=False) == f"mercredi 11{NBSP}février"
    assert fr.date(date(2026, 3, 1)) == f"1er{NBSP}mars 2026"
    assert ar.date(date(2026, 8, 1)) == f"1{NBSP}أوت 2026"


def test_hours_are_written_as_each_language_writes_them(ar: Translator, fr: Translator) -> None:
    assert fr.time(time(9, 12)) == f"9{NBSP}h{NBSP}12"
    assert ar.time(time(9, 12)) == "09:12"


def test_a_moment_is_told_by_the_clock_of_algiers(fr: Translator) -> None:
    assert fr.moment(datetime(2026, 2, 11, 23, 40, tzinfo=UTC)) == f"12{NBSP}février 2026, 0{NBSP}h{NBSP}40"


def test_numbers_are_grouped_by_three(fr: Translator) -> None:
    assert fr.number(1234567) == f"1{THIN}234{THIN}567"
    assert fr.number(Decimal("1234.5")) == f"1{THIN}234,5"


def test_amounts_show_centimes_only_when_there_are_any(ar: Translator, fr: Translator) -> None:
    assert fr.amount(5000) == f"5{THIN}000{NBSP}DA"
    assert fr.amount("12.50") == f"12,50{NBSP}DA"
    assert ar.amount(5000) == f"5{THIN}000{NBSP}دج"


def test_sizes_are_rounded_up(fr: Translator) -> None:
    assert fr.size(211_300) == f"212{NBSP}ko"
    assert fr.size(1_230_000) == f"1,3{NBSP}Mo"


def test_values_in_markup_are_escaped_and_isolated(ar: Translator) -> None:
    found = ar.html("search.none", query='<b>"x"</b>')
    assert '<bdi dir="ltr">&lt;b&gt;&#34;x&#34;&lt;/b&gt;</bdi>' in found
    assert "<b>" not in found


def test_arabic_values_keep_their_own_direction() -> None:
    assert isolate("تيميمون") == "<bdi>تيميمون</bdi>"
    assert isolate("CB-49-2026-004131-27") == '<bdi dir="ltr">CB-49-2026-004131-27</bdi>'
    assert isolate(Markup("<a>x</a>")) == "<a>x</a>"


def test_stars_make_words_strong_in_markup_and_vanish_in_text(fr: Translator) -> None:
    time_of_contact = "14 h 05"
    assert fr.html("sill.contact", time=time_of_contact).endswith(
        f'<strong><bdi dir="ltr">{time_of_contact}</bdi></strong>.'
    )
    assert "*" not in fr("sill.contact", time=time_of_contact)


def test_kabyle_falls_back_to_french(words: Words) -> None:
    kab = words.of("kab")
    assert kab("page.requests") == "Isuturen-iw"
    assert kab("help.lost.title") == words.of("fr")("help.lost.title")
    assert (kab.spoken("page.requests"), kab.spoken("help.lost.title")) == ("kab", "fr")
    assert kab("sill.wait", n=2).startswith("2 demandes")


def test_an_unknown_key_or_an_empty_place_is_refused(fr: Translator) -> None:
    with pytest.raises(MissingWord):
        fr("home.nowhere")
    with pytest.raises(MissingWord):
        fr("search.none")
    with pytest.raises(MissingWord):
        fr("sill.wait")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_entry_stands_in_one_file(lang: str) -> None:
    files: dict[str, list[str]] = {}
    for path in sorted((ROOT / "locales" / lang / "LC_MESSAGES").glob("*.po")):
        for key in set(re.findall(r'^msgid "(.+)"$', path.read_text(), re.MULTILINE)):
            files.setdefault(key, []).append(path.name)
    assert {key: names for key, names in files.items() if len(names) > 1} == {}


PLACES = r"\{(\w+)\}"


def test_arabic_and_french_say_the_same_things_with_the_same_places(ar: Translator, fr: Translator) -> None:
    assert set(ar.texts) == set(fr.texts)
    for key, arabic in ar.texts.items():
        french = fr.texts[key]
        assert isinstance(arabic, tuple) == isinstance(french, tuple), key
        if isinstance(arabic, str) and isinstance(french, str):
            same = sorted(re.findall(PLACES, arabic)) == sorted(re.findall(PLACES, french))
            assert same or key.startswith("date."), key


def test_nothing_is_left_empty(words: Words) -> None:
    for lang in LANGUAGES:
        for key, text in words.of(lang).texts.items():
            assert any(text) if isinstance(text, tuple) else text, (lang, key)


def test_french_puts_a_no_break_space_before_double_signs(fr: Translator) -> None:
    for key, text in fr.texts.items():
        for sentence in [text] if isinstance(text, str) else text:
            assert not re.search(r" [:;?!»]|« ", sentence), (key, sentence)

"""Every sentence exists in Arabic and in French, whole; every refusal has words."""

import re
from collections import Counter
from functools import cache
from io import BytesIO

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from tests.house.source import ROOT, files, python_files

LOCALES, TESTS = ROOT / "locales", ROOT / "tests"
FILES = sorted(path.name for path in (LOCALES / "fr" / "LC_MESSAGES").glob("*.po"))
ARABIC_PLURAL = "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);"
REFUSED = re.compile(r"\b(?:Refusal|refuse)\(\s*\"([a-z0-9_.-]+)\"")
KEY = re.compile(r"""["'`]([a-z_]+\.(?:[\w.-]|\$?\{[^}]*\})*)["'`](\s*[~+])?""")
FILLED = re.compile(r"(?:\\\$)?\\\{.*?\\\}")
ENDED = re.compile(r"(?:missing|broken|refused|offline)\.(?:title|text)|(?:cacobatph|fnpos|ministry)\..*")
OF_THE_CATALOGUE = {"services.po", "fields.po"}  # tests/catalogue counts these
PLACE = re.compile(r"\{([a-z_]+)\d*\}")  # hour2 is the hour in two digits


@cache
def messages(lang: str, name: str) -> dict[str, Message]:
    catalog: Catalog = read_po(BytesIO((LOCALES / lang / "LC_MESSAGES" / name).read_bytes()))
    return {key(message): message for message in catalog if message.id}


def key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else str(message.id[0])


def texts(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or [""])


def test_arabic_and_french_have_the_same_files() -> None:
    assert [path.name for path in sorted((LOCALES / "ar" / "LC_MESSAGES").glob("*.po"))] == FILES


@pytest.mark.parametrize("name", FILES)
def test_arabic_and_french_say_the_same_things(name: str) -> None:
    assert messages("ar", name).keys() == messages("fr", name).keys()


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_empty_or_unsure(name: str) -> None:
    for lang in ("ar", "fr"):
        unfinished = [k for k, message in messages(lang, name).items() if message.fuzzy or not all(texts(message))]
        assert unfinished == [], lang


@pytest.mark.parametrize("name", FILES)
def test_both_languages_leave_the_same_places_to_fill(name: str) -> None:
    french = messages("fr", name)
    different = [
        k for k, message in messages("ar", name).items() if k in french and places(message) != places(french[k])
    ]
    assert different == []


@pytest.mark.parametrize("name", FILES)
def test_arabic_counts_in_six_forms_in_the_right_order(name: str) -> None:
    source = (LOCALES / "ar" / "LC_MESSAGES" / name).read_text(encoding="utf-8")
    assert f"Plural-Forms: {ARABIC_PLURAL}" in source
    counted = [message for message in messages("ar", name).values() if message.pluralizable]
    assert all(len(texts(message)) == 6 for message in counted)


def test_no_french_line_begins_with_a_sign_that_belongs_to_the_word_before() -> None:
    parted = [
        k
        for name in FILES
        for k, message in messages("fr", name).items()
        if any(re.search(r"\S [:;?!»]|« ", text) for text in texts(message))
    ]
    assert parted == []


def test_kabyle_adds_nothing_of_its_own() -> None:
    for path in (LOCALES / "kab" / "LC_MESSAGES").glob("*.po"):
        assert messages("kab", path.name).keys() <= messages("fr", path.name).keys()


@pytest.mark.parametrize("lang", ["ar", "fr"])
def test_a_key_is_written_once(lang: str) -> None:
    counted = Counter(k for name in FILES for k in messages(lang, name))
    assert [k for k, count in counted.items() if count > 1] == []


def test_every_refusal_has_words() -> None:
    codes = {code for path in python_files("backend") for code in REFUSED.findall(path.read_text(encoding="utf-8"))}
    spoken = {k for name in FILES for k in messages("fr", name)}
    assert sorted(code for code in codes if f"refusal.{code}" not in spoken) == []


def test_no_sentence_is_left_over() -> None:
    speaking = [path for path in files() if path.suffix in {".py", ".js", ".html"} and not path.is_relative_to(TESTS)]
    asked = {key for path in speaking for key in KEY.findall(path.read_text(encoding="utf-8"))}
    whole = {key for key, more in asked if "{" not in key and not more}
    made = re.compile("|".join(FILLED.sub(r"[\\w-]+", re.escape(key)) + (".*" if more else "") for key, more in asked))
    spoken = {k for name in FILES if name not in OF_THE_CATALOGUE for k in messages("fr", name)} - whole
    assert sorted(k for k in spoken if not made.fullmatch(k) and not ENDED.fullmatch(k)) == []


def places(message: Message) -> set[str]:
    # A form for none, one or two may leave the number out; what is compared is what may be named at all.
    return {place for text in texts(message) for place in PLACE.findall(text)}

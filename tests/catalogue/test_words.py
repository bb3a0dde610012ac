"""Words for all the catalogue says: each service in Arabic and French, its title in Kabyle, each fault of an answer."""

import re
from pathlib import Path

import pytest

from backend.domains.catalogue.loader import load_catalogue
from backend.domains.catalogue.rules.wording import word_keys
from backend.words import Words

WORDS = Words.load(Path("locales"))
SOURCES = [
    *Path("backend/domains/catalogue/rules").glob("*.py"),
    Path("backend/domains/sync/rules/correcting.py"),
    *(Path(f"frontend/js/{name}.js") for name in ("kinds", "identifiers", "rules")),
]
COMPOSED = {f"field.too_{end}" for end in ("small", "large", "short", "long", "few", "many", "early", "late")}


@pytest.mark.parametrize("code", load_catalogue().codes())
def test_every_service_has_its_words(code: str) -> None:
    for service in load_catalogue().services():
        if service.code == code:
            for lang in ("ar", "fr"):
                words = WORDS.of(lang)
                assert [key for key in word_keys(service.form) if not words.has(key)] == []
            assert f"{code}.title" in WORDS.of("kab").own


def test_every_code_of_a_fault_has_its_sentence() -> None:
    told = {code for path in SOURCES for code in re.findall(r'"(field\.[a-z_]+)"', path.read_text(encoding="utf-8"))}
    for lang in ("ar", "fr"):
        assert sorted(code for code in told | COMPOSED if not WORDS.of(lang).has(code)) == []


def test_every_sentence_of_a_fault_is_told_by_some_code() -> None:
    told = {code for path in SOURCES for code in re.findall(r'"(field\.[a-z_]+)"', path.read_text(encoding="utf-8"))}
    spoken = {key for key in WORDS.of("fr").own if re.fullmatch(r"field\.[a-z_]+", key)}
    assert spoken == told | COMPOSED


def test_no_words_are_left_over_for_a_service() -> None:
    needed = {key for service in load_catalogue().services() for key in word_keys(service.form)}
    codes = tuple(f"{code}." for code in load_catalogue().codes())
    free = (".hint", ".short", ".missing", ".total")
    for key in WORDS.of("fr").own:
        if key.startswith(codes) and not key.endswith(free):
            assert key in needed

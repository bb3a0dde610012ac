"""What somebody's own words propose, on both sides alike, and a list of words that is wrong."""

import json
from pathlib import Path
from typing import Any

import pytest

from backend.domains.catalogue.rules import Catalogue
from backend.domains.catalogue.rules.browser import browser_form
from backend.domains.catalogue.rules.proposals import Hints, Phrase, Proposals
from backend.domains.catalogue.rules.proposals_format import read_proposals
from backend.domains.catalogue.rules.reading import FormatFault
from tests.catalogue.browser_side import ask_browser

CASES: Any = json.loads(Path(__file__).with_name("proposals.json").read_text(encoding="utf-8"))


def phrases(joined: str) -> tuple[Phrase, ...]:
    return tuple(tuple(words.split(" ")) for words in joined.split("|") if words)


SMALL = Proposals(
    "text",
    {
        field: {option: Hints(phrases(names), phrases(words)) for option, (names, words) in options.items()}
        for field, options in CASES["lists"].items()
    },
)


@pytest.mark.parametrize("case", CASES["cases"], ids=[case["why"] for case in CASES["cases"]])
def test_a_text_proposes_what_most_of_it_speaks_for(case: Any) -> None:
    assert SMALL.of(case["text"]) == case["found"]


@pytest.mark.parametrize("case", CASES["concern"], ids=[case["text"] for case in CASES["concern"]])
def test_a_concern_is_understood_as_a_mason_writes_it(catalogue: Catalogue, case: Any) -> None:
    proposals = catalogue.service("ministry.concern").form.proposals
    assert proposals is not None
    assert proposals.of(case["text"]) == case["found"]


def test_the_browser_proposes_the_same(catalogue: Catalogue) -> None:
    lists = browser_form(catalogue.service("ministry.concern").form)["proposals"]["fields"]
    asked = [
        {"ask": "proposed", "fields": CASES["lists"] if case in CASES["cases"] else lists, "text": case["text"]}
        for case in (*CASES["cases"], *CASES["concern"])
    ]
    assert ask_browser(asked) == [case["found"] for case in (*CASES["cases"], *CASES["concern"])]


RIGHT = {"text": "message", "fields": [{"id": "about", "options": [{"id": "cnas", "words": ["congé"]}]}]}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"text": "about"}, "text: expected the id of a field of kind text"),
        ({"fields": []}, "fields: expected one field or more"),
        ({"fields": [{"id": "message", "options": []}]}, "fields.1.id: expected the id of a field of kind one_of"),
        ({"fields": [{"id": "about", "options": [{"id": "cia"}]}]}, "fields.1.options.1.id: expected one of"),
        ({"fields": [{"id": "about", "options": [{"id": "int"}] * 2}]}, "fields.1.options.2.id: expected each"),
        ({"more": 1}, "more: expected no such key"),
    ],
)
def test_a_list_that_is_wrong_says_where(catalogue: Catalogue, wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(FormatFault, match="^" + said.replace(".", r"\.")):
        read_proposals(RIGHT | wrong, form=catalogue.service("ministry.concern").form)


@pytest.mark.parametrize("words", [["congé", "CONGÉS"], ["عطلة", "العطله"], ["…"]])
def test_what_is_compared_alike_is_written_once(catalogue: Catalogue, words: list[str]) -> None:
    data = {"text": "message", "fields": [{"id": "about", "options": [{"id": "cnas", "words": words}]}]}
    with pytest.raises(FormatFault, match="each once however it is spelled"):
        read_proposals(data, form=catalogue.service("ministry.concern").form)

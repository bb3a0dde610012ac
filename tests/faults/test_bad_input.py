"""Bad input gets a clear outcome, each time, and blocks nothing (the list is in README.md)."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

import pytest

from backend.domains.sync import queries
from backend.domains.sync.operations.push import push
from backend.domains.sync.ports import Centre
from tests.faults.speaking import FILLED, outcome_of
from tests.people import Phone, photo, stoppage
from tests.sync.conftest import NOW

ROW = stoppage(FILLED)["workers"][0]


# Answers


@pytest.mark.parametrize(
    ("answers", "path", "code"),
    [
        ({"site": "Chantier \u202eGPJ.exe"}, "answers.site", "field.hidden_characters"),
        ({"site_head_name": "بلقاسم\u2067 دحماني"}, "answers.site_head_name", "field.hidden_characters"),
        ({"employer_name": "a\x00b"}, "answers.employer_name", "field.hidden_characters"),
        ({"workers": [ROW] * 10_000}, "", "envelope.malformed"),
        ({"workers": [{"name": "x"}] * 10_000}, "answers.workers", "field.too_many_rows"),
        ({"workers": [ROW | {"name": "\u202e"}]}, "answers.workers.0.name", "field.hidden_characters"),
        ({"workers": {"0": ROW}}, "answers.workers", "field.bad_value"),
        ({"workers": ["row"]}, "answers.workers.0", "field.bad_value"),
        ({"site": 12}, "answers.site", "field.bad_value"),
        ({"resumed": "yes"}, "answers.resumed", "field.bad_value"),
        ({"wilaya": ["01"]}, "answers.wilaya", "field.bad_value"),
        ({"site": "x" * 100_000}, "answers.site", "field.too_long"),
        ({"site": "x" * 300_000}, "", "envelope.malformed"),
        ({"of_tomorrow": "x"}, "answers.of_tomorrow", "field.unknown"),
    ],
)
async def test_a_bad_answer_is_refused_by_name(
    centre: Centre, belkacem: Phone, answers: dict[str, Any], path: str, code: str
) -> None:
    outcome = await outcome_of(centre, belkacem, answers=answers)

    assert outcome["outcome"] == "refused"
    assert outcome["fields"].get(path, outcome["code"]) == code


# Envelopes


@pytest.mark.parametrize(
    "changed",
    [
        {"seq": 0},
        {"seq": "1"},
        {"seq": True},
        {"lang": "en"},
        {"lang": None},
        {"filled_at": "yesterday"},
        {"filled_at": "2026-02-30T10:00:00+01:00"},
        {"filled_at": "2026-02-11T10:00:00"},
        {"filled_at": "0001-01-01T00:00:00+14:00"},
        {"filled_at": "9999-12-31T23:59:59-14:00"},
        {"seen": 12},
        {"person": "\x00"},
        {"answers": []},
        {"files": {}},
        {"files": [photo()] * 9},
        {"files": [photo() | {"size": -1}]},
        {"files": [photo() | {"sha256": "AB" * 32}]},
        {"files": [photo() | {"path": "/etc"}]},
        {"depends_on": ["x"]},
        {"depends_on": "x"},
        {"claim": "code"},
        {"kind": "dossier.withdraw", "dossier": "\x00", "base_revision": 1},
        {"kind": "dossier.withdraw", "dossier": None, "base_revision": 1},
        {"kind": "dossier.correct", "dossier": "CB-01-2026-000001-00", "base_revision": None},
        {"device_id": "me"},
    ],
    ids=str,
)
async def test_an_envelope_of_another_shape_is_malformed(
    centre: Centre, belkacem: Phone, changed: dict[str, Any]
) -> None:
    outcome = await outcome_of(centre, belkacem, changed=changed)

    assert (outcome["outcome"], outcome["code"]) == ("refused", "envelope.malformed")


def deep(levels: int) -> Any:
    return [deep(levels - 1)] if levels else "x"


async def test_answers_sixteen_levels_deep_are_malformed(centre: Centre, belkacem: Phone) -> None:
    envelope = belkacem.envelope(filled_at=FILLED, answers={})
    (outcome,) = await push(centre, carrier=belkacem.id, items=[envelope | {"answers": {"site": deep(15)}}], now=NOW)
    assert (outcome["outcome"], outcome["code"]) == ("refused", "envelope.malformed")


async def test_a_missing_key_is_malformed(centre: Centre, belkacem: Phone) -> None:
    whole = belkacem.envelope(filled_at=FILLED, answers=stoppage(FILLED))
    items = [{key: value for key, value in whole.items() if key != left_out} for left_out in whole]
    outcomes = await push(centre, carrier=belkacem.id, items=items, now=NOW)
    assert {outcome["outcome"] for outcome in outcomes} == {"refused"}
    assert {outcome["code"] for outcome in outcomes} == {"envelope.malformed"}


async def test_an_id_raced_with_other_contents_has_one_effect_and_keeps_them_all(
    centre: Centre, belkacem: Phone
) -> None:
    first = belkacem.envelope(filled_at=FILLED, answers=stoppage(FILLED, site="0"))
    rivals = [
        belkacem.envelope(filled_at=FILLED, answers=stoppage(FILLED, site=str(n)), id=first["id"]) for n in range(1, 8)
    ]
    everything = [first, *rivals] * 3
    answers = await asyncio.gather(*(push(centre, carrier=belkacem.id, items=[each], now=NOW) for each in everything))

    by_digest: dict[str, list[Any]] = {}
    for (outcome,) in answers:
        by_digest.setdefault(outcome["digest"], []).append(outcome)
    finals = [same[0] for same in by_digest.values()]
    told = await queries.outcomes(centre, belkacem.id, [UUID(first["id"])])
    assert all(each == same[0] for same in by_digest.values() for each in same)
    assert sorted(outcome["outcome"] for outcome in finals) == ["applied"] + ["quarantined"] * 7
    assert {outcome.get("code") for outcome in finals} == {None, "envelope.id_reused"}
    assert told[UUID(first["id"])]["outcome"] == "applied"

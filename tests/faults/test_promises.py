"""The promises of the sync contract, each beside its sabotage twin: the same check with one line broken must go red.

`README.md` lists them; I1 is in `test_kill.py` and `test_durable.py`, I9 and I10 in `tests/js/sabotage.test.js`.
"""

from __future__ import annotations

import asyncio
import random
from datetime import timedelta
from typing import Any

import pytest

from backend.domains.sync import queries
from backend.domains.sync.operations import push as pushing
from backend.domains.sync.operations import recording
from backend.domains.sync.ports import Centre
from backend.domains.sync.queries import told
from backend.domains.sync.rules.envelope import read_envelope
from backend.storage.database import fetch
from tests.faults.speaking import FILLED, answered, filing, pulled, withdrawal
from tests.people import Phone, photo
from tests.sync.conftest import NOW

# I2 — an envelope id has at most one effect


async def an_envelope_has_one_effect(centre: Centre, phone: Phone, carrier: Phone) -> None:
    envelope = filing(phone)
    first, twin = await answered(centre, phone, envelope, envelope)
    raced = await asyncio.gather(
        *(answered(centre, phone, envelope) for _ in range(8)), *(answered(centre, carrier, envelope) for _ in range(2))
    )
    later = await answered(centre, phone, envelope, at=NOW + timedelta(days=3))

    assert first["outcome"] == "applied"
    assert all(outcome == first for outcome in (twin, *later, *(answer for (answer,) in raced[:8])))
    assert [answer["outcome"] for (answer,) in raced[8:]] == ["received", "received"]
    assert len(await fetch("SELECT id FROM dossier WHERE owner = $1", phone.id)) == 1
    assert len(await pulled(centre, phone)) == 1


async def test_i2_an_envelope_has_one_effect(centre: Centre, belkacem: Phone, aicha: Phone) -> None:
    await an_envelope_has_one_effect(centre, belkacem, aicha)


async def test_i2_twin(centre: Centre, belkacem: Phone, aicha: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording, "_same", lambda entries, envelope: None)
    with pytest.raises(AssertionError):
        await an_envelope_has_one_effect(centre, belkacem, aicha)


# I3 — a final outcome and its receipt never change


async def what_is_final_stays(centre: Centre, phone: Phone) -> None:
    good, bad = filing(phone), phone.envelope(filled_at=FILLED, answers={})
    before = await answered(centre, phone, good, bad)
    for purpose in ("tracking", "receipt"):
        centre.keys.rotate(purpose)
    number = before[0]["dossier"]["number"]
    await answered(centre, phone, withdrawal(phone, number))

    after = await answered(centre, phone, good, bad, at=NOW + timedelta(days=40))
    ids = [read_envelope(each).id for each in (good, bad)]
    asked = await queries.outcomes(centre, phone.id, ids)
    (change, *_) = await pulled(centre, phone)

    assert [outcome["outcome"] for outcome in before] == ["applied", "refused"]
    assert before == after == [asked[each] for each in ids]
    assert change["dossier"]["receipt"] == before[0]["receipt"]


async def test_i3_what_is_final_stays(centre: Centre, belkacem: Phone) -> None:
    await what_is_final_stays(centre, belkacem)


async def test_i3_twin(centre: Centre, belkacem: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(told, "secret_of", lambda centre: lambda kid: centre.keys.current("tracking").secret)
    with pytest.raises(AssertionError):
        await what_is_final_stays(centre, belkacem)


# I4 — one bad envelope never blocks another, except those that name it


async def one_bad_envelope_blocks_no_other(centre: Centre, phone: Phone) -> None:
    forged = filing(phone) | {"answers": {}}
    refused = phone.envelope(filled_at=FILLED, answers={})
    named = filing(phone, "Suite", depends_on=[refused["id"]])
    goods = [filing(phone, f"Chantier {number}") for number in range(3)]
    reused = filing(phone, "Autre", id=goods[0]["id"], service="cacobatph.of-tomorrow")
    bad: list[Any] = [forged, {"v": 1}, None, [[]], {"v": 9, "id": "x"}, refused, named, reused]

    outcomes = await answered(centre, phone, goods[0], *bad[:4], goods[1], *bad[4:], goods[2])

    by_id = {outcome["id"]: outcome for outcome in outcomes if outcome.get("code") != "envelope.id_reused"}
    assert [by_id[good["id"]]["outcome"] for good in goods] == ["applied"] * 3
    assert by_id[named["id"]]["code"] == "depends_on.refused"


async def test_i4_one_bad_envelope_blocks_no_other(centre: Centre, belkacem: Phone) -> None:
    await one_bad_envelope_blocks_no_other(centre, belkacem)


async def test_i4_twin(centre: Centre, belkacem: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pushing, "_read", read_envelope)
    with pytest.raises(AssertionError):
        await one_bad_envelope_blocks_no_other(centre, belkacem)


# I5 — at every instant: created = on the device, held, applied, or refused and shown


async def nothing_falls_between(centre: Centre, phone: Phone) -> None:
    """A phone on a line that loses every third answer: each envelope is here, or the server tells of it."""
    chance = random.Random(5)
    waits_for = filing(phone, "absent")["id"]
    created = [
        filing(phone, "Applied"),
        phone.envelope(filled_at=FILLED, answers={}),
        filing(phone, "With a photo", files=[photo()]),
        filing(phone, "Waiting", depends_on=[waits_for]),
        filing(phone, "For somebody", person="p1"),
        filing(phone, "Of tomorrow", service_version=9),
    ]
    here = {each["id"]: each for each in created}
    for _ in range(12):
        outcomes = await answered(centre, phone, *chance.sample(list(here.values()), min(2, len(here))))
        if chance.random() > 1 / 3:  # else the answer is lost
            for outcome in outcomes:
                if outcome["outcome"] not in ("upgrade", "retry"):
                    del here[outcome["id"]]
        told = await queries.outcomes(centre, phone.id, [read_envelope(each).id for each in created])
        nowhere = {each["id"] for each in created} - {str(each) for each in told} - set(here)
        assert not nowhere, f"{len(nowhere)} of {len(created)} are nowhere"
    assert [each["service_version"] for each in here.values()] == [9]


async def test_i5_nothing_falls_between(centre: Centre, belkacem: Phone) -> None:
    await nothing_falls_between(centre, belkacem)


async def test_i5_twin(centre: Centre, belkacem: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording, "FINAL", {"applied"})  # what is refused is told and not kept
    with pytest.raises(AssertionError, match="nowhere"):
        await nothing_falls_between(centre, belkacem)

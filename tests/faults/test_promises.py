"""The promises of the sync contract, each beside its sabotage twin: the same check with one line broken must go red.

`README.md` lists them; I1 is in `test_kill.py` and `test_durable.py`, I9 and I10 in `tests/js/promises.test.js`.
"""

from __future__ import annotations

import asyncio
import itertools
import random
from datetime import timedelta
from typing import Any

import pytest

from backend.domains.dossiers import operations as dossier_operations
from backend.domains.dossiers import queries as dossier_queries
from backend.domains.dossiers.tables import DossierEvent
from backend.domains.sync import queries
from backend.domains.sync.operations import push as pushing
from backend.domains.sync.operations import quarantine, recording
from backend.domains.sync.operations.push import push
from backend.domains.sync.ports import Centre
from backend.domains.sync.queries import told
from backend.domains.sync.rules.envelope import read_envelope
from backend.domains.sync.rules.judging import DeviceFacts
from backend.program import put_together
from backend.settings import Settings
from backend.storage import counters
from backend.storage.database import fetch, tx
from backend.storage.rows import insert_many
from tests.people import Phone, an_hour_before, photo, stoppage
from tests.sync.conftest import NOW, enrolled

FILLED = an_hour_before(NOW)


def filing(phone: Phone, site: str = "Chantier 1", **changed: Any) -> dict[str, Any]:
    return phone.envelope(filled_at=FILLED, answers=stoppage(FILLED, site=site), **changed)


def withdrawal(phone: Phone, number: str) -> dict[str, Any]:
    return phone.envelope(filled_at=FILLED, answers={}, kind="dossier.withdraw", dossier=number, base_revision=1)


async def answered(centre: Centre, carrier: Phone, *items: Any, at: Any = NOW) -> list[dict[str, Any]]:
    """The outcomes of a push. That there is an answer is part of every promise."""
    try:
        return await push(centre, carrier=carrier.id, items=list(items), now=at)
    except Exception as fault:
        raise AssertionError("a push was not answered") from fault


async def pull_of(centre: Centre, phone: Phone) -> list[dict[str, Any]]:
    """All that a chain of pulls brings."""
    device, cursor, changes = facts(phone), "", list[dict[str, Any]]()
    while (said := await queries.changes(centre, device, cursor))["changes"]:
        cursor = said["cursor"]
        changes += said["changes"]
    return changes


def facts(phone: Phone) -> DeviceFacts:
    return DeviceFacts(phone.id, phone.kind, b"", None, None)


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
    assert len(await pull_of(centre, phone)) == 1


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
    (pulled, *_) = await pull_of(centre, phone)

    assert [outcome["outcome"] for outcome in before] == ["applied", "refused"]
    assert before == after == [asked[each] for each in ids]
    assert pulled["dossier"]["receipt"] == before[0]["receipt"]


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


# I6 — a chain of pulls contains each committed change once and skips none


async def a_chain_of_pulls_is_whole(centre: Centre, phone: Phone) -> None:
    """Pushes race each other and a phone that pulls all the while, from where it was."""
    device, seen, cursor = facts(phone), list[dict[str, Any]](), ""
    pushes = [
        asyncio.create_task(answered(centre, phone, *(filing(phone, f"{number}/{place}") for place in range(3))))
        for number in range(10)
    ]
    while True:
        over = all(each.done() for each in pushes)
        said = await queries.changes(centre, device, cursor)
        cursor = said["cursor"]
        seen += said["changes"]
        if over and not said["changes"]:
            break
    applied = [outcome for each in pushes for outcome in each.result()]

    assert [change["position"] for change in seen] == sorted({outcome["position"] for outcome in applied})
    assert [change["dossier"]["number"] for change in seen] == [
        outcome["dossier"]["number"] for outcome in sorted(applied, key=lambda outcome: int(outcome["position"]))
    ]


async def test_i6_a_chain_of_pulls_is_whole(centre: Centre, belkacem: Phone) -> None:
    await a_chain_of_pulls_is_whole(centre, belkacem)


async def test_i6_twin(centre: Centre, belkacem: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    sound = dossier_queries.changes
    monkeypatch.setattr(dossier_queries, "changes", lambda owner, after, limit: sound(owner, after + 1, limit))
    with pytest.raises(AssertionError):
        await a_chain_of_pulls_is_whole(centre, belkacem)


async def a_stalled_act_is_not_skipped(centre: Centre, phone: Phone) -> None:
    """An act that has its position and is slow to commit, while a push overtakes it if it can, and the phone pulls."""
    (filed,) = await answered(centre, phone, filing(phone))
    has_position, may_commit = asyncio.Event(), asyncio.Event()

    @tx
    async def stalled() -> None:
        await dossier_operations.act(
            number=filed["dossier"]["number"],
            verb="dossier.take_up",
            to="taken_up",
            base_revision=1,
            actor="Samia, agent",
            at=NOW,
            content=None,
            sealer=centre.sealer,
        )
        has_position.set()
        await may_commit.wait()

    taking_up = asyncio.create_task(stalled())
    await has_position.wait()
    pushing_on = asyncio.create_task(answered(centre, phone, filing(phone, "Chantier 2")))
    await asyncio.wait({pushing_on}, timeout=0.5)  # the time to overtake; a sound server lets nobody past
    early = await queries.changes(centre, facts(phone), "")
    may_commit.set()
    await asyncio.gather(taking_up, pushing_on)
    late = await queries.changes(centre, facts(phone), early["cursor"])

    assert len(early["changes"]) + len(late["changes"]) == 3


async def test_i6_a_stalled_act_is_not_skipped(centre: Centre, belkacem: Phone) -> None:
    await a_stalled_act_is_not_skipped(centre, belkacem)


@pytest.mark.usefixtures("postgres")
async def test_i6_twin_with_positions_from_a_sequence(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """On PostgreSQL: SQLite has one writer at a time, so nobody can overtake there."""
    sound, given = counters._raised, itertools.count(1)

    async def unlocked(name: str, count: int) -> int:
        if name != counters.POSITION:
            return await sound(name, count)
        return max((next(given) for _ in range(count)), default=0)

    monkeypatch.setattr(counters, "_raised", unlocked)
    centre = put_together(settings).centre
    phone = await enrolled(centre, Phone("Hadj Belkacem"))
    with pytest.raises(AssertionError):
        await a_stalled_act_is_not_skipped(centre, phone)


# I7 — every act has one history event


async def every_act_is_in_the_history(centre: Centre, phone: Phone, carrier: Phone) -> None:
    (filed,) = await answered(centre, phone, filing(phone))
    withdrawn = withdrawal(phone, filed["dossier"]["number"])
    await answered(centre, phone, withdrawn, withdrawn)
    held = phone.envelope(filled_at=FILLED, answers=stoppage(FILLED) | {"phone": "1"})
    await answered(centre, carrier, held, held)
    (entry,) = await fetch("SELECT entry FROM envelope WHERE id = $1", read_envelope(held).id)
    await quarantine.resolve(centre, entry=entry["entry"], to="applied", by="Samia, agent", now=NOW)

    events = await fetch("SELECT verb FROM dossier_event WHERE owner = $1 ORDER BY position", phone.id)
    assert [event["verb"] for event in events] == ["dossier.file", "dossier.withdraw", "dossier.file"]


async def test_i7_every_act_is_in_the_history(centre: Centre, belkacem: Phone, aicha: Phone) -> None:
    await every_act_is_in_the_history(centre, belkacem, aicha)


async def test_i7_twin(centre: Centre, belkacem: Phone, aicha: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    async def without_history(table: Any, rows: Any, **asked: Any) -> Any:
        return [] if table is DossierEvent else await insert_many(table, rows, **asked)

    monkeypatch.setattr(dossier_operations, "insert_many", without_history)
    with pytest.raises(AssertionError):
        await every_act_is_in_the_history(centre, belkacem, aicha)

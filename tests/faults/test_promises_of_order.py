"""Promises I6 and I7: the order of changes and the history, each beside its sabotage twin."""

from __future__ import annotations

import asyncio
import itertools
from typing import Any

import pytest

from backend.domains.dossiers import operations as dossier_operations
from backend.domains.dossiers import queries as dossier_queries
from backend.domains.dossiers.operations import filing as filing_operations
from backend.domains.dossiers.operations import lines
from backend.domains.dossiers.tables import DossierEvent
from backend.domains.sync import queries
from backend.domains.sync.operations import quarantine
from backend.domains.sync.ports import Centre
from backend.domains.sync.rules.envelope import read_envelope
from backend.kernel.ids import uuid7
from backend.program import put_together
from backend.settings import Settings
from backend.storage import counters
from backend.storage.database import fetch, tx
from backend.storage.rows import insert_many
from tests.faults.speaking import FILLED, answered, facts, filing, withdrawal
from tests.people import Phone, stoppage
from tests.sync.conftest import NOW, enrolled

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
        said = await queries.changes(centre, device, cursor, NOW)
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
    monkeypatch.setattr(
        dossier_queries,
        "changes",
        lambda owner, people, acting_for, after, limit, serving: sound(
            owner, people, acting_for, after + 1, limit, serving=serving
        ),
    )
    with pytest.raises(AssertionError):
        await a_chain_of_pulls_is_whole(centre, belkacem)


async def a_stalled_act_is_not_skipped(centre: Centre, phone: Phone) -> None:
    """An act that has its position and is slow to commit, while a push overtakes it if it can, and the phone pulls."""
    (filed,) = await answered(centre, phone, filing(phone))
    has_position, may_commit = asyncio.Event(), asyncio.Event()
    workflow = centre.workflow(filing(phone)["service"])
    take_up = workflow.act("take_up", "filed")
    assert take_up is not None

    @tx
    async def stalled() -> None:
        await dossier_operations.act(
            number=filed["dossier"]["number"],
            act=take_up,
            workflow=workflow,
            base_revision=1,
            actor=str(uuid7()),
            at=NOW,
            content=None,
            law=centre.law,
            keys=centre.keys,
            sealer=centre.sealer,
        )
        has_position.set()
        await may_commit.wait()

    taking_up = asyncio.create_task(stalled())
    await has_position.wait()
    pushing_on = asyncio.create_task(answered(centre, phone, filing(phone, "Chantier 2")))
    await asyncio.wait({pushing_on}, timeout=0.5)  # the time to overtake; a sound server lets nobody past
    early = await queries.changes(centre, facts(phone), "", NOW)
    may_commit.set()
    await asyncio.gather(taking_up, pushing_on)
    late = await queries.changes(centre, facts(phone), early["cursor"], NOW)

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

    for writing in (filing_operations, lines):
        monkeypatch.setattr(writing, "insert_many", without_history)
    with pytest.raises(AssertionError):
        await every_act_is_in_the_history(centre, belkacem, aicha)

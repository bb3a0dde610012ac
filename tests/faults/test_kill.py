"""kill -9 under load: whatever moment it hits, nothing that was answered is lost, doubled or changed (I1-I3, I6)."""

from __future__ import annotations

import asyncio
import random

import pytest

from backend.storage.database import close_database, fetch, open_database
from tests.faults.fleet import Sender, nothing_is_lost_or_doubled
from tests.faults.served import Served
from tests.faults.wire import Line
from tests.people import Phone

pytestmark = pytest.mark.slow
PHONES = 4
EACH_ROUND = 8


async def fleet(served: Served, seed: int) -> list[Sender]:
    chance = random.Random(seed)
    senders = [Sender(Phone(f"phone {number}"), random.Random(chance.random())) for number in range(PHONES)]
    async with Line(served.port) as line:
        for sender in senders:
            await line.enrol(sender.phone)
    return senders


async def killed_under_load(served: Served, rounds: int, sabotage: str | None = None, seed: int = 20260211) -> None:
    """`rounds` times: phones push at once, the server is killed after one of many answers, and comes back."""
    chance = random.Random(seed)
    served.start(sabotage=sabotage)
    senders = await fleet(served, seed)
    for _ in range(rounds):
        for sender in senders:
            sender.fill_in(EACH_ROUND)
        sending = [asyncio.create_task(sender.send(served.port, chance.randint(2, 12))) for sender in senders]
        # Whoever has heard enough ends the round; so does one who meets what may not be.
        await asyncio.wait(sending, return_when=asyncio.FIRST_COMPLETED)
        served.kill()
        await asyncio.gather(*sending)
        served.start(sabotage=sabotage)
        await nothing_is_lost_or_doubled(served.port, senders)
    for sender in senders:
        await sender.finish(served.port)
    await nothing_is_lost_or_doubled(served.port, senders)
    assert {outcome["outcome"] for sender in senders for outcome in sender.answered.values()} == {"applied"}
    served.kill()
    await the_database_holds_each_once(served.database_url, senders)


async def the_database_holds_each_once(url: str, senders: list[Sender]) -> None:
    made = {each["id"] for sender in senders for each in sender.envelopes}
    await open_database(url)
    try:
        dossiers = await fetch("SELECT number, envelope, position FROM dossier")
        events = await fetch("SELECT position FROM dossier_event")
        kept = await fetch("SELECT id FROM envelope")
    finally:
        await close_database()
    assert len(dossiers) == len(events) == len(kept) == len(made)
    assert {str(dossier["envelope"]) for dossier in dossiers} == {str(row["id"]) for row in kept} == made
    for column in ("number", "position"):
        assert len({dossier[column] for dossier in dossiers}) == len(dossiers)


async def test_five_kills_lose_and_double_nothing(served: Served) -> None:
    await killed_under_load(served, 5)


@pytest.mark.soak
async def test_fifty_kills_lose_and_double_nothing(served: Served) -> None:
    await killed_under_load(served, 50, seed=random.randrange(10**9))


async def test_a_server_that_answers_without_committing_is_seen(served: Served) -> None:
    with pytest.raises(AssertionError):
        await killed_under_load(served, 1, sabotage="no_commit")


async def test_a_server_that_forgets_what_it_had_is_seen(served: Served) -> None:
    with pytest.raises(AssertionError):
        await killed_under_load(served, 1, sabotage="no_memory")

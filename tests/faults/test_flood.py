"""The same envelope thousands of times, over 64 connections at once: one dossier, the same bytes for all (I2, I3)."""

from __future__ import annotations

import asyncio
import json

import pytest

from backend.storage.database import close_database, fetch, open_database
from tests.faults.served import Served
from tests.faults.wire import Answer, Line, now
from tests.people import Phone, an_hour_before, stoppage

pytestmark = pytest.mark.slow
CONNECTIONS = 64


async def flooded(served: Served, pushes: int) -> None:
    served.start()
    phone, filled = Phone("Hadj Belkacem"), an_hour_before(now())
    async with Line(served.port) as line:
        await line.enrol(phone)
    envelope = phone.envelope(filled_at=filled, answers=stoppage(filled))
    body = json.dumps({"carrier": str(phone.id), "items": [envelope]}, ensure_ascii=False).encode()
    left, answers = iter(range(pushes)), set[tuple[int, bytes]]()

    async def push_on() -> None:
        async with Line(served.port) as line:
            for _ in left:
                answer = await patiently(line, body)
                answers.add((answer.status, answer.body))

    await asyncio.gather(*(push_on() for _ in range(CONNECTIONS)))
    ((status, said),) = answers
    served.kill()

    (outcome,) = json.loads(said)["outcomes"]
    assert (status, outcome["outcome"]) == (200, "applied")
    await open_database(served.database_url)
    try:
        for table in ("dossier", "dossier_event", "envelope", "receipt"):
            assert await fetch(f"SELECT count(*) AS rows FROM {table}") == [{"rows": 1}]
    finally:
        await close_database()


async def patiently(line: Line, body: bytes) -> Answer:
    """The answer, once the quota lets it through: 429 puts off, it never refuses."""
    while True:
        answer = await line.call("POST", "/sync/push", body, Content_Type="application/json")
        if answer.status != 429:
            return answer
        await asyncio.sleep(float(answer.headers["retry-after"]))


async def test_two_thousand_pushes_of_one_envelope_are_one_dossier(served: Served) -> None:
    await flooded(served, 2_000)


@pytest.mark.soak
async def test_ten_thousand_pushes_of_one_envelope_are_one_dossier(served: Served) -> None:
    await flooded(served, 10_000)

"""Whoever has a list or a dossier open is told when it moved: as a stream, or asking now and then."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from litestar.testing import AsyncTestClient

from backend.web.desk import live
from backend.web.desk.live import Pulse, _told
from tests.identity.browser import Browser
from tests.identity.test_devices import now
from tests.staff.serving import serving
from tests.staff.test_queue import ADRAR, ORAN, acts, dossier


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "A_LOOK", 0.01)
    monkeypatch.setattr(live, "A_BEAT", 0.2)


async def asked(agent: Browser, what: str, after: int) -> dict[str, Any]:
    answer = await agent.opens(f"/fr/desk/live?{what}&after={after}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_who_asks_is_told_whether_the_list_moved(counter: AsyncTestClient[Any], browser: Browser) -> None:
    officer = await serving(counter, "case_officer", ADRAR)
    before = (await asked(officer, "body=cacobatph", 0))["position"]
    assert (await asked(officer, "body=cacobatph", before)) == {"moved": False, "position": before}
    await dossier(browser, wilaya="31")  # elsewhere: it is nothing to them
    elsewhere = await asked(officer, "body=cacobatph", before)
    assert (elsewhere["moved"], elsewhere["position"] > before) == (False, True)
    await dossier(browser)
    assert (await asked(officer, "body=cacobatph", elsewhere["position"]))["moved"]


async def test_who_reads_a_dossier_is_told_when_it_moves(counter: AsyncTestClient[Any], browser: Browser) -> None:
    one, other = await dossier(browser), await dossier(browser, site="Autre chantier")
    officer, colleague = await serving(counter, "case_officer", ADRAR), await serving(counter, "case_officer", ADRAR)
    seen = (await asked(officer, f"number={one}", 0))["position"]
    await acts(colleague, other, "take_up")
    assert not (await asked(officer, f"number={one}", seen))["moved"]
    await acts(colleague, one, "take_up")
    assert (await asked(officer, f"number={one}", seen))["moved"]
    stranger = await serving(counter, "case_officer", ORAN)
    assert (await stranger.opens(f"/fr/desk/live?number={one}&after=0")).status_code == 404


async def test_who_looks_is_told_that_it_was_sent_elsewhere(counter: AsyncTestClient[Any], browser: Browser) -> None:
    number = await dossier(browser)
    officer, boss = await serving(counter, "case_officer", ADRAR), await serving(counter, "supervisor", ADRAR)
    stranger = await serving(counter, "case_officer", ORAN)
    seen = (await asked(officer, "body=cacobatph", 0))["position"]
    where = {"to_body": "fnpos", "to_wilaya": "01", "reason": "C’est à un autre organisme"}
    assert (await boss.presses(f"/fr/desk/dossiers/{number}/transfer", **where)).status_code == 303
    assert (await asked(officer, "body=cacobatph", seen))["moved"]
    assert not (await asked(stranger, "body=cacobatph", seen))["moved"]


async def test_a_stream_says_that_it_moved_and_nothing_of_what(
    counter: AsyncTestClient[Any], browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "BEATS", 1)
    officer = await serving(counter, "case_officer", ADRAR)
    number = await dossier(browser)
    stream = await officer._sends("GET", "/fr/desk/live?body=cacobatph&after=0", {"Accept": "text/event-stream"})
    assert stream.headers["content-type"].startswith("text/event-stream")
    assert stream.headers["cache-control"] == "no-store"
    assert "event: moved" in stream.text
    assert number not in stream.text
    last = stream.text.partition("id: ")[2].split()[0]
    again = {"Accept": "text/event-stream", "Last-Event-ID": last}
    assert "event: moved" not in (await officer._sends("GET", "/fr/desk/live?after=0", again)).text


async def test_what_a_page_asks_by_itself_keeps_no_session_awake(counter: AsyncTestClient[Any]) -> None:
    officer = await serving(counter, "case_officer", ADRAR)
    earlier = now() - timedelta(minutes=20)
    officer.database("UPDATE session SET seen_at = $1", earlier)
    await officer._sends("GET", "/fr/desk/dossiers", {"HX-Request": "true"})
    await officer._sends("GET", "/fr/desk/live?after=0&number=x", {"Accept": "text/event-stream"})
    assert {row["seen_at"] for row in officer.database("SELECT seen_at FROM session")} == {earlier}
    await officer.opens("/fr/desk/dossiers")
    assert {row["seen_at"] for row in officer.database("SELECT seen_at FROM session")} != {earlier}


@pytest.fixture
def positions(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The last position, as the database tells it; how often it was asked."""
    told = [5, 0]

    async def current() -> int:
        told[1] += 1
        return told[0]

    monkeypatch.setattr(live, "current_position", current)
    return told


async def test_many_listeners_cost_one_look(positions: list[int]) -> None:
    pulse = Pulse()
    assert await pulse.after(4) == 5
    waiting = [asyncio.create_task(pulse.after(5)) for _ in range(200)]
    await asyncio.sleep(0)
    looks, positions[0] = positions[1], 6
    assert set(await asyncio.gather(*waiting)) == {6}
    assert positions[1] - looks <= 2


async def test_nobody_listens_and_nothing_is_looked_at(positions: list[int]) -> None:
    pulse = Pulse()
    assert await pulse.after(5) == 5
    assert pulse._looking is not None
    await pulse._looking
    before = positions[1]
    positions[0] = 7
    assert await pulse.after(5) == 7  # and it begins anew
    assert positions[1] > before


async def test_a_database_that_fails_for_a_moment_ends_no_listening(
    positions: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken() -> int:
        raise OSError("the database restarts")

    pulse = Pulse()
    with monkeypatch.context() as failing:
        failing.setattr(live, "current_position", broken)
        assert await pulse.after(5) == 5
    positions[0] = 8
    assert await pulse.after(5) == 8


async def test_a_line_ends_after_a_while_and_is_begun_anew(positions: list[int]) -> None:
    async def moved(_: int) -> bool:
        return True

    async def heard(lines: AsyncIterator[Any]) -> list[Any]:
        return [line.event async for line in lines]

    assert await heard(_told(Pulse(), moved, 4)) == [None, "moved", *[None] * (live.BEATS - 1)]

"""Reading outside one's place: for a reason, for half an hour, by one person, and a supervisor is told."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from httpx import Response
from litestar.testing import AsyncTestClient

from backend.domains.identity.rules import Scope
from tests.identity.browser import Browser
from tests.identity.test_devices import filed, known, now
from tests.people import an_hour_before, stoppage
from tests.staff.serving import serve, serving

ORAN, ADRAR = Scope("cacobatph", "31"), Scope("cacobatph", "01")
REASON = "Le déposant est à l’hôpital d’Oran"


@pytest.fixture
async def number(browser: Browser) -> str:
    """A request filed in Adrar."""
    answers = stoppage(an_hour_before(now())) | {"wilaya": "01"}
    return str((await filed(browser, await known(browser), answers=answers))["dossier"]["number"])


async def broken(agent: Browser, number: str, reason: str = REASON) -> Response:
    return await agent.presses("/fr/desk/glass", number=number, reason=reason)


async def test_an_agent_reads_for_half_an_hour_and_a_supervisor_there_is_told(
    counter: AsyncTestClient[Any], number: str
) -> None:
    agent = await serving(counter, "agent", ORAN, "Samia Haddad")
    opened = (await broken(agent, number)).headers["location"]
    page = await agent.opens(opened)
    filed_there = stoppage(now())
    assert filed_there["employer_name"] in page.text
    assert filed_there["workers"][0]["nss"] not in page.text  # numbers of people stay masked
    there, elsewhere = await serving(counter, "supervisor", ADRAR), await serving(counter, "supervisor", ORAN)
    told = (await there.opens("/fr/desk/glass")).text
    assert all(text in told for text in (number, "Samia Haddad", "hôpital"))
    assert number not in (await elsewhere.opens("/fr/desk/glass")).text
    assert (await there.presses(f"{opened}/note")).status_code == 303
    assert number not in (await there.opens("/fr/desk/glass")).text
    agent.database("UPDATE glass_reading SET opened_at = $1", now() - timedelta(minutes=30))
    assert (await agent.opens(opened)).status_code != 200


async def test_what_is_open_to_one_is_closed_to_another(counter: AsyncTestClient[Any], number: str) -> None:
    agent, other = await serving(counter, "agent", ORAN), await serving(counter, "agent", ORAN)
    opened = (await broken(agent, number)).headers["location"]
    assert (await other.opens(opened)).status_code != 200


@pytest.mark.parametrize("reason", ["", "urgent", " " * 40, "x" * 501])
async def test_without_a_reason_nothing_opens(counter: AsyncTestClient[Any], number: str, reason: str) -> None:
    agent = await serving(counter, "agent", ORAN)
    page = await broken(agent, number, reason)
    assert page.status_code == 422
    assert "Écrivez la raison" in page.text
    assert number in page.text  # what was typed stays


async def test_another_body_and_no_dossier_are_told_alike(counter: AsyncTestClient[Any], number: str) -> None:
    stranger = await serving(counter, "agent", Scope("fnpos", "01"))
    other = await broken(stranger, number)
    none = await broken(stranger, "CB-01-2026-999999-00")
    said = [re.findall(r'id="said"[^>]*>([^<]*)<', page.text) for page in (other, none)]
    assert said[0] == said[1] == ["Aucun dossier de ce numéro dans votre organisme."]


async def test_ten_a_day_are_enough(counter: AsyncTestClient[Any], number: str) -> None:
    agent = await serving(counter, "agent", ORAN)
    for _ in range(10):
        assert (await broken(agent, number)).status_code == 303
    assert (await broken(agent, number)).status_code in (422, 429)


async def test_nobody_takes_note_of_their_own(counter: AsyncTestClient[Any], number: str) -> None:
    supervisor = await serving(counter, "supervisor", ADRAR)
    opened = (await broken(supervisor, number)).headers["location"]
    assert (await supervisor.presses(f"{opened}/note")).status_code == 422


async def test_the_reason_lies_sealed(counter: AsyncTestClient[Any], number: str) -> None:
    agent = await serving(counter, "agent", ORAN)
    await broken(agent, number)
    (row,) = agent.database("SELECT reason FROM glass_reading")
    assert "hôpital".encode() not in bytes(row["reason"])


async def test_a_reading_does_not_go_along_to_another_body(counter: AsyncTestClient[Any], number: str) -> None:
    reader = await serving(counter, "agent", ORAN)
    address = (await broken(reader, number)).headers["location"]
    assert (await reader.opens(address)).status_code == 200
    reader.database("UPDATE post SET ended_at = $1", now())
    await serve(reader, "agent", Scope("fnpos", "31"))
    assert (await reader.opens(address)).status_code == 422

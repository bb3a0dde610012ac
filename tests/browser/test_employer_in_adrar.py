"""The main journey: no network, a dead server, a closed browser, cut answers; one dossier, one verified receipt."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.browser.cutting import Road
from tests.browser.employer import Belkacem
from tests.browser.phone import Phone, until
from tests.counter import Counter, free_port

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
async def road(counter: Counter, tmp_path: Path) -> AsyncIterator[Road]:
    """The only way from the phone to the server."""
    road = Road(free_port(), counter.port)
    await road.open()
    yield road
    await road.close()


@pytest.mark.parametrize("lang", ["ar", "fr"])
async def test_an_employer_in_adrar_declares_a_stoppage_offline(
    phone: Phone, counter: Counter, road: Road, lang: str
) -> None:
    phone.address = road.address
    belkacem = Belkacem(phone, lang)
    await phone.visit(f"/{lang}/")
    await phone.keeps_the_site(lang)
    before = dossiers(counter)

    counter.kill()
    await belkacem.opens_the_form()
    await belkacem.fills_the_first_half()
    await belkacem.types(site_head_name="Belkacem Dahmani")
    await belkacem.kept("Belkacem Dahmani")
    await phone.close_browser()
    await phone.open_browser()
    await belkacem.opens_the_form()
    await belkacem.takes_up_the_draft()
    assert await phone.page.input_value("section:not([hidden]) [name=site_head_name]") == "Belkacem Dahmani"
    await belkacem.fills_the_second_half()
    kept = await belkacem.files()
    assert (await belkacem.request(kept))["state"] == "waiting"
    await phone.page.wait_for_selector(".provisional")
    assert await phone.page.locator(".official").count() == 0

    road.cuts = 2
    counter.start()
    await phone.core("outbox", "(outbox, id) => outbox.retry(id)", kept)
    filed = await until(lambda: is_filed(belkacem, kept))

    assert road.cuts == 0, "the first answers were cut"
    assert dossiers(counter) == before + 1
    assert filed["receipt"]["number"].startswith("CB-01-")
    await phone.page.wait_for_selector(".official")
    assert phone.faults == []


async def is_filed(belkacem: Belkacem, kept: str) -> object:
    request = await belkacem.request(kept)
    if request["state"] != "filed":
        await belkacem.phone.core("outbox", "(outbox, id) => outbox.retry(id)", kept)
    return request if request["state"] == "filed" else None


def dossiers(counter: Counter) -> int:
    with sqlite3.connect(f"file:{counter.folder}/data/shubbak.sqlite3?mode=ro", uri=True) as database:
        return int(database.execute("SELECT count(*) FROM dossier").fetchone()[0])

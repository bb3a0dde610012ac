"""For a day after somebody came back into an account at a counter, nobody decides on money of theirs, however asked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from litestar.testing import AsyncTestClient

from backend.domains.identity.rules import Scope
from tests.identity.browser import Browser
from tests.identity.test_devices import bound, filed, known, now, person_of
from tests.identity.test_mandates import code_on, employer_of, given, took_up
from tests.identity.test_signing import ACCOUNT
from tests.people import Phone
from tests.staff.serving import serving
from tests.staff.test_queue import acts, state_of
from tests.staff.test_recovery import agents, begun, comes_back, confirmed

ADRAR = Scope("cacobatph", "01")
NEW_ACCOUNT = {"service": "cacobatph.payment-account", "answers": ACCOUNT}


async def came_back(counter: AsyncTestClient[Any], browser: Browser) -> tuple[Browser, Phone, str]:
    """Somebody whose account was given back at a counter just now, with a new phone; their id."""
    await browser.registers("Salem Bouzid")
    old = await known(browser)
    number = (await filed(browser, old, person=await person_of(browser, old)))["dossier"]["number"]
    first, second = await agents(counter)
    await begun(first, number)
    again = Browser(counter)
    assert (await comes_back(again, await confirmed(second))).status_code == 201
    phone = await known(again, "new")
    return again, phone, await person_of(again, phone)


async def filed_nameless_and_taken_over(browser: Browser, phone: Phone, person: str) -> str:
    outcome = await filed(browser, phone, **NEW_ACCOUNT)
    (row,) = browser.database("SELECT envelope FROM dossier WHERE number = $1", outcome["dossier"]["number"])
    assert (await bound(browser, phone, str(row["envelope"]))).json()["requests"] == [str(row["envelope"])]
    return str(outcome["dossier"]["number"])


async def filed_by_a_helper(browser: Browser, phone: Phone, person: str) -> str:
    """By another account, which was given a mandate."""
    helper = Browser(browser.counter)
    passkey = await helper.registers("Cousin")
    code = code_on(await given(browser, None))
    assert (await took_up(helper, code)).status_code == 303
    other = await known(helper, "helper")
    outcome = await filed(
        helper, other, person=await person_of(helper, other), passkey=passkey, **{"for": person}, **NEW_ACCOUNT
    )
    assert outcome["outcome"] == "applied", outcome
    return str(outcome["dossier"]["number"])


async def filed_for_their_employer(browser: Browser, phone: Phone, person: str) -> str:
    """By another account, which was given a mandate of the employer for whom they answer."""
    employer = await employer_of(browser)
    helper = Browser(browser.counter)
    passkey = await helper.registers("Cousin")
    assert (await took_up(helper, code_on(await given(browser, employer)))).status_code == 303
    other = await known(helper, "helper")
    outcome = await filed(
        helper, other, person=await person_of(helper, other), passkey=passkey, **{"for": employer}, **NEW_ACCOUNT
    )
    assert outcome["outcome"] == "applied", outcome
    return str(outcome["dossier"]["number"])


@pytest.mark.parametrize("asked", [filed_nameless_and_taken_over, filed_by_a_helper, filed_for_their_employer])
async def test_nothing_is_decided_on_money_before_the_owner_could_object(
    counter: AsyncTestClient[Any], browser: Browser, asked: Any
) -> None:
    number = await asked(*await came_back(counter, browser))
    officer, boss = await serving(counter, "case_officer", ADRAR), await serving(counter, "supervisor", ADRAR)
    await acts(officer, number, "take_up")
    assert (await acts(officer, number, "propose", text="Pièces vérifiées", proposal="accept")).status_code == 303
    page = (await boss.opens(f"/fr/desk/dossiers/{number}")).text
    assert "Rien ne se décide ici sur de l’argent avant" in page
    assert 'value="accept"' not in page
    no = await acts(boss, number, "accept", text="Conforme à l’ordonnance", revision="3")
    assert "il y a moins d’un jour" in no.text
    assert state_of(browser, number) == "proposed"
    browser.database("UPDATE recovery SET done_at = $1", now() - timedelta(hours=25))
    assert (await acts(boss, number, "accept", text="Conforme à l’ordonnance")).status_code == 303
    assert state_of(browser, number) == "accepted"

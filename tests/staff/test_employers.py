"""An employer that registered itself is confirmed by the fund, and its receipts say so no more."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar.testing import AsyncTestClient

from backend.domains.identity.rules import Scope
from tests.identity.browser import Browser
from tests.identity.test_devices import filed, known, person_of
from tests.identity.test_mandates import employer_of, mandated, two
from tests.staff.serving import serve, serving

ORAN = Scope("cacobatph", "31")


async def test_a_confirmed_employer_is_named_without_a_doubt(counter: AsyncTestClient[Any], browser: Browser) -> None:
    await browser.registers()
    employer, phone = await employer_of(browser), await known(browser)
    person = await person_of(browser, phone)
    assert "employer.unconfirmed" in (await filed(browser, phone, person=person, **{"for": employer}))["flags"]
    officer = await serving(counter, "case_officer", ORAN)
    assert "SARL El Bahia Travaux" in (await officer.opens("/fr/desk/employers")).text
    assert (await officer.presses(f"/fr/desk/employers/{employer}/confirmation")).status_code == 303
    assert "employer.unconfirmed" not in (await filed(browser, phone, person=person, **{"for": employer}))["flags"]
    assert "a confirmé cet employeur" in (await browser.opens(f"/fr/account/employers/{employer}")).text
    again = await officer.presses(f"/fr/desk/employers/{employer}/confirmation")
    assert again.status_code in (404, 422)


async def test_nobody_confirms_the_employer_they_registered(counter: AsyncTestClient[Any], browser: Browser) -> None:
    await browser.registers()
    employer = await employer_of(browser)
    await serve(browser, "supervisor", ORAN)
    assert (await browser.presses(f"/fr/desk/employers/{employer}/confirmation")).status_code in (404, 422)
    assert browser.database("SELECT 1 FROM employer WHERE confirmed_at IS NOT NULL") == []


async def test_nobody_confirms_the_employer_they_act_for(counter: AsyncTestClient[Any], browser: Browser) -> None:
    owner, officer, _, _ = await two(browser)
    employer = await mandated(owner, officer, power="manage")
    await serve(officer, "case_officer", ORAN)
    assert (await officer.presses(f"/fr/desk/employers/{employer}/confirmation")).status_code in (404, 422)
    assert browser.database("SELECT 1 FROM employer WHERE confirmed_at IS NOT NULL") == []


async def test_another_body_confirms_no_employer_of_this_fund(counter: AsyncTestClient[Any], browser: Browser) -> None:
    await browser.registers()
    employer = await employer_of(browser)
    officer = await serving(counter, "case_officer", Scope("fnpos", "31"))
    assert employer not in (await officer.opens("/fr/desk/employers")).text
    assert (await officer.presses(f"/fr/desk/employers/{employer}/confirmation")).status_code in (404, 422)


async def test_one_number_is_one_confirmed_employers(counter: AsyncTestClient[Any], browser: Browser) -> None:
    await browser.registers()
    one, other = await employer_of(browser), await employer_of(browser, "SARL Autre")
    officer = await serving(counter, "case_officer", ORAN)
    assert (await officer.presses(f"/fr/desk/employers/{one}/confirmation")).status_code == 303
    no = await officer.presses(f"/fr/desk/employers/{other}/confirmation")
    assert (no.status_code, "déjà confirmé" in no.text) == (422, True)
    assert browser.database("SELECT id FROM employer WHERE confirmed_at IS NOT NULL") == [{"id": UUID(one)}]


async def test_many_false_ones_hide_no_true_one(counter: AsyncTestClient[Any], browser: Browser) -> None:
    """More than a page has wait before it: it is found by its number, and what is false is put away."""
    await browser.registers()
    false, true = await employer_of(browser), await employer_of(browser, "SARL Vraie")
    browser.database("UPDATE employer SET number = NULL, number_key = NULL WHERE id = $1", UUID(false))
    officer = await serving(counter, "case_officer", ORAN)
    found = (await officer.opens("/fr/desk/employers?number=31+00-0127")).text
    assert ("SARL Vraie" in found, "SARL El Bahia" in found) == (True, False)
    assert "Aucun" in (await officer.opens("/fr/desk/employers?number=99999999")).text
    assert "31-00/é" in (await officer.opens("/fr/desk/employers?number=31-00/é")).text
    assert (await officer.presses(f"/fr/desk/employers/{false}/refusal")).status_code == 303
    every = (await officer.opens("/fr/desk/employers")).text
    assert ("SARL Vraie" in every, "SARL El Bahia" in every) == (True, False)
    assert (await officer.presses(f"/fr/desk/employers/{false}/confirmation")).status_code == 422
    elsewhere = await serving(counter, "case_officer", Scope("cacobatph", "16"), "Elsewhere")
    assert (await elsewhere.presses(f"/fr/desk/employers/{true}/refusal")).status_code == 422

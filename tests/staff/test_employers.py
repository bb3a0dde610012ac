"""An employer that registered itself is confirmed by the fund, and its receipts say so no more."""

from __future__ import annotations

from typing import Any

from litestar.testing import AsyncTestClient

from backend.domains.identity.rules import Scope
from tests.identity.browser import Browser
from tests.identity.test_devices import filed, known, person_of
from tests.identity.test_mandates import employer_of
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


async def test_another_body_confirms_no_employer_of_this_fund(counter: AsyncTestClient[Any], browser: Browser) -> None:
    await browser.registers()
    employer = await employer_of(browser)
    officer = await serving(counter, "case_officer", Scope("fnpos", "31"))
    assert employer not in (await officer.opens("/fr/desk/employers")).text
    assert (await officer.presses(f"/fr/desk/employers/{employer}/confirmation")).status_code in (404, 422)

"""A person claims who they are in the registers, and an agent who sees the papers confirms it."""

from __future__ import annotations

import pytest

from tests.browser.people import Another, administrator, joins, registers
from tests.browser.phone import Phone
from tests.browser.test_screens import faults_of, fits
from tests.counter import Counter
from tests.identity.test_civil import SALEM

pytestmark = [pytest.mark.slow, pytest.mark.browser]

OWN = {
    "ar": {"nin": "109801234567890123", "nss": "801234567831", "family_latin": "Bouzid", "family_ar": "بوزيد"},
    "fr": {"nin": "109801234567890124", "nss": "801234567832", "family_latin": "Kaci", "family_ar": "قاسي"},
}
"""One number each: nobody is confirmed with a number that somebody else is confirmed with."""


@pytest.mark.parametrize("lang", ["ar", "fr"])
async def test_an_identity_is_claimed_and_confirmed(
    phone: Phone, counter: Counter, another: Another, lang: str
) -> None:
    await registers(phone, lang, SALEM["given_latin"])
    page = phone.page
    await phone.visit(f"/{lang}/account/identity")
    await page.fill("#family_ar", SALEM["family_ar"])
    await page.click("form button")
    await page.wait_for_selector("#given_ar-error")
    assert await page.input_value("#family_ar") == SALEM["family_ar"]
    assert await faults_of(page) == []
    assert await fits(page)
    own = SALEM | OWN[lang]
    for name, text in own.items():
        await page.fill(f"#{name}", text)
    await page.click("form button")
    await page.wait_for_selector("#standing")
    assert await faults_of(page) == []
    agent = await joins(await administrator(counter, another, lang), another, lang, "agent", "Samia Haddad")
    await agent.visit(f"/{lang}/desk/people")
    await agent.page.fill("#called", OWN[lang]["family_latin"])
    await agent.page.click("#find button")
    await agent.page.click("#found summary")
    await agent.page.check("[name=evidence][value=card]", force=True)
    await agent.page.fill("[name=paper]", "109876543")
    assert await faults_of(agent.page) == []
    assert await fits(agent.page)
    await agent.page.click("form[action$='/confirmation'] button")
    await agent.page.wait_for_selector("#found", state="detached")
    await phone.visit(f"/{lang}/account/identity")
    assert not await page.is_visible("form[action$='/identity']")
    assert [phone.faults, agent.faults] == [[], []]

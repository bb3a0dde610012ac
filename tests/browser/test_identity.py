"""A person claims who they are in the registers, and an agent who sees the papers confirms it."""

from __future__ import annotations

import pytest

from tests.browser.people import Another, administrator, joins, registers
from tests.browser.phone import Phone
from tests.browser.test_screens import faults_of, fits
from tests.counter import Counter
from tests.identity.test_civil import SALEM

pytestmark = [pytest.mark.slow, pytest.mark.browser]


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
    for name, text in SALEM.items():
        await page.fill(f"#{name}", text)
    await page.click("form button")
    await page.wait_for_selector("#standing")
    assert await faults_of(page) == []
    agent = await joins(await administrator(counter, another, lang), another, lang, "agent", "Samia Haddad")
    await agent.visit(f"/{lang}/desk/people")
    await agent.page.fill("#called", "Selem Bouzid")
    await agent.page.click("#find button")
    await agent.page.click("#found summary")
    await agent.page.check("[name=evidence][value=card]", force=True)
    await agent.page.fill("[name=paper]", "109876543")
    assert await faults_of(agent.page) == []
    assert await fits(agent.page)
    await agent.page.click("form[action$='/confirmation'] button")
    await agent.page.wait_for_url("**/desk/people")
    await phone.visit(f"/{lang}/account/identity")
    assert not await page.is_visible("form[action$='/identity']")
    assert [phone.faults, agent.faults] == [[], []]

"""An agent fills in for a mason who stands at the counter, without network; the mason reads and confirms."""

from __future__ import annotations

import pytest

from tests.browser.employer import Belkacem
from tests.browser.people import Another, administrator, joins
from tests.browser.phone import until
from tests.browser.test_account import filed
from tests.browser.test_screens import faults_of, fits
from tests.counter import Counter

pytestmark = [pytest.mark.slow, pytest.mark.browser]


@pytest.mark.parametrize("lang", ["ar", "fr"])
async def test_an_agent_fills_in_for_whoever_stands_there(counter: Counter, another: Another, lang: str) -> None:
    agent = await joins(await administrator(counter, another, lang), another, lang, "agent", "Samia Haddad")
    page = agent.page
    await agent.visit(f"/{lang}/account")
    await until(lambda: agent.core("person", "async ({ person }) => (await person())?.assists"))
    filler = Belkacem(agent, lang, wilaya="31")
    await filler.opens_the_form()
    await agent.keeps_the_site(lang)
    counter.kill()
    await filler.fills_the_first_half()
    await filler.fills_the_second_half()
    await page.wait_for_selector("#for")
    await page.select_option("#for", value="present")
    assert await page.evaluate("parseFloat(getComputedStyle(document.querySelector('#answers dd')).fontSize)") >= 24
    assert not await page.is_visible("#sign")  # nobody signs as the depositor for somebody else
    await filler.taps("declaration")
    await page.click("#go")
    await page.wait_for_selector("#unconfirmed:not([hidden])")
    assert await faults_of(page) == []
    assert await fits(page)
    await page.check("#confirmed", force=True)
    await page.click("#go")
    await page.wait_for_url("**/requests#*")
    request = page.url.partition("#")[2]
    assert (await agent.request(request))["envelope"]["for"] == "present"
    counter.start()
    await agent.core("outbox", "({ retry }, id) => retry(id)", request)
    assert "assisted" in (await filed(agent, request))["outcome"]["flags"]
    await until(lambda: page.is_visible(".official"))
    assert agent.faults == []

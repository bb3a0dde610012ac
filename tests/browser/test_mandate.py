"""An accountant files for an employer in Oran, from a phone that is not hers, until the mandate is ended."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.employer import Belkacem
from tests.browser.people import (
    Another,
    administrator,
    gives_mandate,
    joins,
    leaves,
    registers,
    takes_up_mandate,
)
from tests.browser.phone import Phone, until
from tests.browser.test_account import filed
from tests.browser.test_screens import faults_of, fits
from tests.counter import Counter

pytestmark = [pytest.mark.slow, pytest.mark.browser]
EMPLOYER = {"ar": "مؤسسة الباهية للأشغال", "fr": "SARL El Bahia Travaux"}
ACCOUNTANT = {"ar": "نادية قاسي", "fr": "Nadia Kaci"}
ACTED = {"ar": ("أودعه", "نيابة عن"), "fr": ("Déposé par", "Pour le compte de")}


async def fills_for(phone: Phone, lang: str, employer: str) -> Belkacem:
    """A whole stoppage in Oran, up to the last press, on behalf of an employer."""
    accountant = Belkacem(phone, lang, wilaya="31")
    await accountant.opens_the_form()
    await accountant.fills_the_first_half()
    await accountant.fills_the_second_half()
    await phone.page.wait_for_selector("#for")
    await phone.page.select_option("#for", label=employer)
    return accountant


async def receipt_opened(phone: Phone, lang: str, receipt: dict[str, Any]) -> str:
    """What the receipt says to whoever has its number and secret."""
    page = phone.page
    await phone.visit(f"/{lang}/follow")
    await page.fill("[name=number]", receipt["number"])
    await page.fill("[name=secret]", receipt["secret"])
    await page.locator("form:has([name=secret]) button").first.click()
    await page.wait_for_selector(".official")
    return await page.inner_text(".official")


@pytest.mark.parametrize("lang", ["ar", "fr"])
async def test_an_accountant_files_for_an_employer_until_the_mandate_is_ended(
    phone: Phone, counter: Counter, another: Another, lang: str
) -> None:
    owner = await another("owner")
    await registers(owner, lang, "Hadj Belkacem")
    code = await gives_mandate(owner, lang, EMPLOYER[lang], ACCOUNTANT[lang])
    assert await faults_of(owner.page) == []
    assert await fits(owner.page)
    nadia = await registers(phone, lang, ACCOUNTANT[lang])
    await takes_up_mandate(phone, lang, code)

    # offline, on a phone on which another person is signed in when the queue is sent
    await phone.keeps_the_site(lang)
    await phone.visit(f"/{lang}/requests")
    counter.kill()
    first = await (await fills_for(phone, lang, EMPLOYER[lang])).files()
    await phone.page.wait_for_selector(f"main :text('{EMPLOYER[lang]}')")
    counter.start()
    await phone.page.context.route("**/sync/push", lambda route: route.abort())
    await nadia.sees(False)
    await leaves(phone, lang)
    other = await registers(phone, lang, "Somebody Else", transport="usb")
    await phone.page.context.unroute("**/sync/push")
    await phone.core("outbox", "({ retry }, id) => retry(id)", first)
    kept = await filed(phone, first)
    said = await receipt_opened(owner, lang, kept["receipt"])
    by, on_behalf = ACTED[lang]
    assert f"{by} {ACCOUNTANT[lang]} {on_behalf} {EMPLOYER[lang]}" in " ".join(said.split())

    # she is back and fills another; while it waits, the mandate is ended
    # the page by which people come in asks once for whoever is there: she is, before the other leaves
    await other.sees(False)
    await nadia.sees(True)
    await leaves(phone, lang)
    await phone.page.wait_for_url(f"**/{lang}/account")
    await phone.page.context.route("**/sync/push", lambda route: route.abort())
    await until(lambda: phone.core("person", "async ({ person }) => (await person())?.givers.length === 1"))
    second = await (await fills_for(phone, lang, EMPLOYER[lang])).files()
    await owner.visit(f"/{lang}/account/mandates")
    await owner.page.click("a[href*='/account/employers/']")
    await owner.page.locator(f"li:has-text('{ACCOUNTANT[lang]}') form[action*='/end'] button").first.click()
    await owner.page.wait_for_url("**/account/mandates")
    await phone.page.context.unroute("**/sync/push")
    await phone.core("outbox", "({ retry }, id) => retry(id)", second)
    await until(lambda: outcome(phone, second, "quarantined"))

    # a named person of the fund decides
    boss = await administrator(counter, another, lang)
    assert await faults_of(boss.page) == []
    supervisor = await joins(boss, another, lang, "supervisor", "Samia Haddad")
    assert await faults_of(boss.page) == []
    assert await fits(boss.page)
    page = supervisor.page
    await supervisor.visit(f"/{lang}/desk/quarantine")
    await page.click("main li h2 a")
    await page.wait_for_selector("form[action$='/resolution']")
    assert EMPLOYER[lang] in await page.inner_text("main")
    assert await faults_of(page) == []
    assert await fits(page)
    await page.click("button[value=applied]")
    await page.wait_for_url("**/desk/quarantine")
    await phone.core("outbox", "({ retry }, id) => retry(id)", second)
    assert "quarantine.resolved" in (await filed(phone, second))["outcome"]["flags"]
    assert [one.faults for one in (phone, owner, boss, supervisor)] == [[], [], [], []]


async def outcome(phone: Phone, request: str, wanted: str) -> bool:
    kept = await phone.request(request)
    return bool(kept["outcome"] and kept["outcome"]["outcome"] == wanted)

"""A mason who lost his phone gets back in at a counter and finds his requests."""

from __future__ import annotations

import pytest

from tests.browser.employer import Belkacem
from tests.browser.people import Another, administrator, code_shown, finger, is_known, joins, registers
from tests.browser.phone import Phone, until
from tests.browser.test_account import filed
from tests.browser.test_screens import faults_of, fits
from tests.counter import Counter

pytestmark = [pytest.mark.slow, pytest.mark.browser]
MASON = {"ar": "سالم بوزيد", "fr": "Salem Bouzid"}


@pytest.mark.parametrize("lang", ["ar", "fr"])
async def test_a_mason_who_lost_his_phone_gets_back_in_at_a_counter(
    phone: Phone, counter: Counter, another: Another, lang: str
) -> None:
    await registers(phone, lang, MASON[lang])
    mason = Belkacem(phone, lang, wilaya="31")
    await mason.opens_the_form()
    await mason.fills_the_first_half()
    await mason.fills_the_second_half()
    number = (await filed(phone, await mason.files()))["receipt"]["number"]
    # his phone is gone

    boss = await administrator(counter, another, lang)
    first = await joins(boss, another, lang, "agent", "Samia Haddad")
    second = await joins(boss, another, lang, "agent", "Karim Saadi")
    page = first.page
    await first.visit(f"/{lang}/desk/recovery")
    await page.fill("#number", number)
    await page.click("#begin button")
    await page.wait_for_selector("#found")
    assert MASON[lang] in await page.inner_text("#found")
    await page.check("[name=evidence][value=card]", force=True)
    await page.fill("#paper", "1098 7654 3210")
    assert await faults_of(page) == []
    assert await fits(page)
    await page.click("#begin button")
    await page.wait_for_selector("main li h3")
    await second.visit(f"/{lang}/desk/recovery")
    await second.page.click("form[action$='/confirmation'] button")
    code = await code_shown(second.page)
    assert await faults_of(second.page) == []

    new = await another("new phone")
    await finger(new)
    await new.visit(f"/{lang}/sign-in")
    await new.page.click("a[href$='/recover']")
    await new.page.wait_for_selector("#recover:not([hidden])")
    assert await faults_of(new.page) == []
    assert await fits(new.page)
    await new.page.fill("#code-typed", code.lower())
    await new.page.click("#recover button")
    await new.page.wait_for_url(f"**/{lang}/account")
    await new.page.wait_for_selector("#back")
    assert MASON[lang] in await new.page.inner_text("main")
    await is_known(new)
    await new.visit(f"/{lang}/requests")
    await until(lambda: new.page.is_visible(f"#requests .card:has-text('{number}')"))
    # what the lost phone still holds opens nothing
    await phone.visit(f"/{lang}/account")
    assert phone.page.url.endswith("/sign-in")
    assert [one.faults for one in (new, first, second, boss)] == [[], [], [], []]

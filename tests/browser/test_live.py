"""Two people have one list before them: each sees what the other does, and nobody loses what they marked."""

from __future__ import annotations

import pytest
from playwright.async_api import Route

from tests.browser.people import Another, administrator, joins
from tests.browser.phone import Phone
from tests.browser.test_day import filed
from tests.browser.test_screens import faults_of, fits
from tests.counter import Counter

pytestmark = [pytest.mark.slow, pytest.mark.browser]
TELLS = {"ar": "تغيّرت هذه القائمة", "fr": "Cette liste a changé"}
MOVED = {"ar": "تغيّر هذا الملف الآن", "fr": "Ce dossier vient de changer"}


async def looks(officer: Phone, lang: str) -> None:
    await officer.visit(f"/{lang}/desk/dossiers?view=new")


@pytest.mark.parametrize("lang", ["ar", "fr"])
async def test_a_list_shows_what_comes_and_keeps_what_is_marked(counter: Counter, another: Another, lang: str) -> None:
    first, _ = filed(counter, f"Chantier un {lang}")
    boss = await administrator(counter, another, lang)
    officer = await joins(boss, another, lang, "case_officer", "Nadia Benali", "63")
    page = officer.page
    await looks(officer, lang)
    await page.wait_for_selector(f"[value='{first}']")
    second, _ = filed(counter, f"Chantier deux {lang}")
    await page.wait_for_selector(f"[value='{second}']")

    await page.check(f"[value='{first}']")
    third, _ = filed(counter, f"Chantier trois {lang}")
    await page.wait_for_selector("#live:not([hidden])")
    assert TELLS[lang] in await page.inner_text("#live")
    assert await page.is_checked(f"[value='{first}']")
    assert await page.locator(f"[value='{third}']").count() == 0
    assert await faults_of(page) == []
    assert await fits(page)
    await page.click("#live a")
    await page.wait_for_selector(f"[value='{third}']")

    # somebody else takes the dossier that is open here in hand; what is being written stays
    await officer.visit(f"/{lang}/desk/dossiers/{first}")
    await page.locator("details:has(#note) summary").click()
    await page.fill("#note", "Vu avec l’entreprise")
    colleague = await joins(boss, another, lang, "case_officer", "Omar Saidi", "63")
    await colleague.visit(f"/{lang}/desk/dossiers/{first}")
    await colleague.page.locator("button[value=take_up]").click()
    await page.wait_for_selector("#live:not([hidden])")
    assert MOVED[lang] in await page.inner_text("#live")
    assert await page.input_value("#note") == "Vu avec l’entreprise"
    assert await faults_of(page) == []
    assert officer.faults == []


async def test_where_no_stream_comes_through_the_page_asks(counter: Counter, another: Another) -> None:
    filed(counter, "Chantier un")
    boss = await administrator(counter, another, "fr")
    officer = await joins(boss, another, "fr", "case_officer", "Nadia Benali", "63")
    page = officer.page

    async def no_stream(route: Route) -> None:
        if "event-stream" not in (await route.request.all_headers()).get("accept", ""):
            return await route.continue_()
        return await route.fulfill(status=503)

    await page.context.route("**/desk/live?*", no_stream)
    await page.clock.install()
    async with page.expect_response(lambda answer: answer.status == 503):
        await looks(officer, "fr")
    second, _ = filed(counter, "Chantier deux")
    await page.clock.run_for(31_000)
    await page.wait_for_selector(f"[value='{second}']")

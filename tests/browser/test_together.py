"""An officer keeps a filter, marks dossiers by keyboard and takes them up in one go; a supervisor sends them on."""

from __future__ import annotations

import pytest

from tests.browser.people import Another, administrator, joins
from tests.browser.test_day import filed
from tests.browser.test_screens import faults_of, fits
from tests.counter import Counter

pytestmark = [pytest.mark.slow, pytest.mark.browser]
NAME = {"ar": "ملفات باريكة", "fr": "Ceux de Barika"}
DONE = {"ar": "أُنجز لملفين", "fr": "Fait pour 2 dossiers"}
REASON = {"ar": "الورشة تابعة لوهران", "fr": "Le chantier dépend d’Oran"}


@pytest.mark.parametrize("lang", ["ar", "fr"])
async def test_many_at_once_from_a_kept_filter(counter: Counter, another: Another, lang: str) -> None:
    numbers = [filed(counter, f"Chantier {each} {lang}")[0] for each in ("un", "deux")]
    boss = await administrator(counter, another, lang)
    officer = await joins(boss, another, lang, "case_officer", "Nadia Benali", "63")
    page = officer.page
    await officer.visit(f"/{lang}/desk/dossiers?view=new")
    await page.locator("details:has(#filter-name) summary").press("Enter")
    await page.fill("#filter-name", NAME[lang])
    assert await faults_of(page) == []
    assert await fits(page)
    await page.locator("#filter-name").press("Enter")
    kept = page.locator(".views a[aria-current]")
    await kept.get_by_text(NAME[lang]).wait_for()
    assert await kept.count() == 1

    for number in numbers:
        await page.locator(f"a[href$='{number}']").focus()
        await page.keyboard.press("x")
    await page.locator("button[value=act]").press("Enter")
    await page.wait_for_url("**/desk/together")
    assert await page.locator("[name=marked]:checked").count() == 2
    assert await faults_of(page) == []
    assert await fits(page)
    await page.check("[name=act][value=take_up]")
    await page.locator("form .acts button").press("Enter")
    await page.wait_for_url("**/together/acts")
    assert DONE[lang] in await page.inner_text("h1")
    assert await faults_of(page) == []

    await officer.visit(f"/{lang}/desk/dossiers?view=mine")
    for number in numbers:
        await page.check(f"[value='{number}']")
    await page.click("button[value=transfer]")
    await page.wait_for_selector("#agency")
    assert await faults_of(page) == []
    assert await fits(page)
    await page.select_option("#to_wilaya", "31")
    await page.fill("#reason", REASON[lang])
    await page.click("form .acts button")
    await page.wait_for_url("**/together/transfer")
    assert DONE[lang] in await page.inner_text("h1")
    assert officer.faults == []

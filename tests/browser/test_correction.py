"""An employer corrects one answer without a network, where an officer asked for it, and gets the signed decision."""

from __future__ import annotations

import pytest

from tests.browser.employer import Belkacem
from tests.browser.people import Another, administrator, joins
from tests.browser.phone import Phone, until
from tests.browser.test_account import filed
from tests.browser.test_screens import faults_of, fits
from tests.counter import Counter

pytestmark = [pytest.mark.slow, pytest.mark.browser]
ASKED = {
    "ar": "عنوان الورشة غير واضح، اكتبه كاملا من فضلك.",
    "fr": "L’adresse du chantier est illisible, écrivez-la en entier.",
}
SITE = {"ar": "القطعة 12، طريق رقان", "fr": "Lot 12, route de Reggane"}
MOTIVE = {"ar": "الشروط مستوفاة والوثائق كاملة.", "fr": "Les conditions sont réunies et les pièces sont complètes."}


async def acts(desk: Phone, act: str, text: str = "") -> None:
    """Opens what asks for an act on the page of a dossier, writes, and does it."""
    page = desk.page
    form = page.locator(f"form:has(button[value={act}])")
    if text:
        await page.locator(f"details:has(button[value={act}]) summary").click()
        await form.locator("textarea").fill(text)
    await form.locator(f"button[value={act}]").click()
    await form.wait_for(state="detached")


@pytest.mark.parametrize("lang", ["ar", "fr"])
async def test_one_answer_is_corrected_offline_and_the_decision_comes(
    phone: Phone, counter: Counter, another: Another, lang: str
) -> None:
    belkacem = Belkacem(phone, lang, wilaya="31")
    await belkacem.opens_the_form()
    await phone.keeps_the_site(lang)
    await belkacem.fills_the_first_half()
    await belkacem.fills_the_second_half()
    request = await belkacem.files()
    number = (await filed(phone, request))["receipt"]["number"]

    boss = await administrator(counter, another, lang)
    officer = await joins(boss, another, lang, "case_officer", "Nadia Benali")
    supervisor = await joins(boss, another, lang, "supervisor", "Lynda Kaci")
    desk = officer.page
    await officer.visit(f"/{lang}/desk/dossiers?view=new")
    assert await faults_of(desk) == []
    assert await fits(desk)
    await desk.click(f"a[href$='{number}']")
    await desk.wait_for_url(f"**/dossiers/{number}")
    await acts(officer, "take_up")
    await desk.locator("details:has(button[value=ask_correction]) summary").click()
    await desk.check("form:has(button[value=ask_correction]) input[value=site]")
    await desk.fill("#text-ask_correction", ASKED[lang])
    assert await faults_of(desk) == []
    assert await fits(desk)
    await desk.click("button[value=ask_correction]")
    await desk.wait_for_selector("button[value=resume]", state="attached")

    # the phone hears of it, then the network goes
    page = phone.page
    await phone.visit(f"/{lang}/requests")
    await phone.core("outbox", "({ flush }) => flush('retry')")
    await page.wait_for_selector("[data-state=correction]")
    assert ASKED[lang] in await page.inner_text("[data-state=correction]")
    assert await faults_of(page) == []
    assert await fits(page)
    counter.kill()
    await page.click("[data-state=correction] .button")
    await page.wait_for_selector("#form[data-ready]")
    await page.wait_for_selector("#offer .said")
    shown = await page.locator("section:not([hidden]) [data-field]:not([hidden])").evaluate_all(
        "all => all.map(box => box.dataset.field)"
    )
    assert shown == ["site"]
    assert await faults_of(page) == []
    await page.fill("section:not([hidden]) [name=site]", SITE[lang])
    await belkacem.goes_on("check")
    correction = await belkacem.files()
    counter.start()
    await phone.core("outbox", "({ retry }, id) => retry(id)", correction)
    await until(lambda: corrected(phone, correction))
    assert (await phone.request(request))["answers"]["site"] == SITE[lang]

    await desk.reload()
    assert SITE[lang] in await desk.inner_text("main")
    await desk.locator("details:has(button[value=propose]) summary").click()
    await desk.check("input[name=proposal][value=accept]")
    await desk.fill("#text-propose", MOTIVE[lang])
    await desk.click("button[value=propose]")
    await desk.wait_for_selector("button[value=propose]", state="detached")
    await supervisor.visit(f"/{lang}/desk/dossiers/{number}")
    await acts(supervisor, "accept", MOTIVE[lang])
    await supervisor.page.wait_for_selector("aside :text-is('" + ENDED[lang] + "')")

    await phone.visit(f"/{lang}/requests")
    await phone.core("outbox", "({ flush }) => flush('retry')")
    await page.wait_for_selector(f"[data-state=filed] :text('{ACCEPTED[lang]}')")
    await until(lambda: printed(officer, lang, number))
    await page.click("[data-state=filed] form button")
    await page.wait_for_selector("form[action*='/letters/'] .button:not(.second)")
    assert MOTIVE[lang] in await page.inner_text("main")
    assert await faults_of(page) == []
    assert await fits(page)
    async with page.expect_download() as download:
        await page.click("form[action*='/letters/'] button")
    assert (await (await download.value).path()).read_bytes().startswith(b"%PDF")
    assert [one.faults for one in (phone, officer, supervisor)] == [[], [], []]


ENDED = {"ar": "انتهى هذا الملف.", "fr": "Ce dossier est terminé."}
ACCEPTED = {"ar": "قُبل طلبك", "fr": "Demande acceptée"}


async def corrected(phone: Phone, correction: str) -> bool:
    kept = await phone.request(correction)
    return bool(kept["state"] == "filed")


async def printed(desk: Phone, lang: str, number: str) -> bool:
    await desk.visit(f"/{lang}/desk/dossiers/{number}")
    return bool(await desk.page.locator("a[href*='/letters/']").count())

"""An officer in Barika takes the dossiers of the day along, decides without a network, and sees what changed."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.browser.people import Another, administrator, is_known, joins
from tests.browser.phone import Phone, until
from tests.browser.test_screens import faults_of, fits
from tests.counter import Counter
from tests.identity.test_devices import now
from tests.people import Phone as Wire
from tests.people import an_hour_before, stoppage

pytestmark = [pytest.mark.slow, pytest.mark.browser]
PIN = "246810"
WRONG = {"ar": "هذا ليس الرمز الصحيح", "fr": "Ce n’est pas le bon code"}
MOTIVE = {"ar": "الوثائق كاملة والشروط مستوفاة", "fr": "Pièces complètes, conditions réunies"}
ACCEPTED = {"ar": "مقبول", "fr": "Accepté"}
PROVISIONAL = "مؤقت"
WITHDRAWN = {"ar": "مسحوب", "fr": "Retiré"}


CONCERN = {
    "about": "cacobatph",
    "wilaya": "63",
    "subject": "delay",
    "message": "Mon dossier attend depuis six mois.",
    "named": False,
    "declaration": True,
}


def filed(counter: Counter, site: str, wilaya: str = "63", **more: Any) -> tuple[str, str]:
    """Number and secret of a stoppage filed in Barika or another wilaya, or of what `more` says."""
    phone = Wire(site)
    with httpx.Client(base_url=counter.address) as client:
        phone.seen = client.post("/sync/devices", json=phone.enrolment(now())).headers["shubbak-time-token"]
        filled = an_hour_before(now())
        more.setdefault("answers", stoppage(filled, site=site) | {"wilaya": wilaya})
        items = [phone.envelope(filled_at=filled, **more)]
        (outcome,) = client.post("/sync/push", json={"carrier": str(phone.id), "items": items}).json()["outcomes"]
    return outcome["receipt"]["number"], outcome["receipt"]["secret"]


async def opens(desk: Phone, code: str) -> None:
    await desk.page.wait_for_selector("#locked:not([hidden])")
    assert await desk.page.locator(".unscripted").count() == 0
    await desk.page.fill("#pin", code)
    await desk.page.click("#locked button")


async def decides(desk: Phone, number: str, act: str, text: str, proposal: str = "") -> None:
    page = desk.page
    await page.click(f"[data-number='{number}'] a")
    box = page.locator(f"details:has(#text-{act})")
    await box.locator("summary").click()
    if proposal:
        await box.locator(f"[value={proposal}]").check()
    await box.locator("textarea").fill(text)
    await box.locator("button").click()
    await page.wait_for_selector("[data-state=waiting]")


@pytest.mark.parametrize("lang", ["ar", "fr"])
async def test_a_day_without_a_network(counter: Counter, another: Another, lang: str) -> None:
    one, two = filed(counter, f"Chantier un {lang}"), filed(counter, f"Chantier deux {lang}")
    boss = await administrator(counter, another, lang)
    officer = await joins(boss, another, lang, "case_officer", "Nadia Benali", "63")
    page = officer.page
    await officer.visit(f"/{lang}/account")
    await is_known(officer)
    await officer.keeps_the_site(lang)
    await officer.visit(f"/{lang}/desk/dossiers?view=new")
    for number, _ in (one, two):
        await page.check(f"[value='{number}']")
    await page.click("button[value=claim]")
    await page.wait_for_selector(f"[value='{two[0]}']", state="detached")
    await officer.visit(f"/{lang}/day")
    assert await faults_of(page) == []
    await opens(officer, PIN)
    await page.wait_for_selector(f"[data-number='{two[0]}']")

    counter.kill()
    await page.reload()
    await opens(officer, "111111")
    await page.wait_for_selector("#said:not([hidden])")
    assert WRONG[lang] in await page.inner_text("#said")
    await opens(officer, PIN)
    await page.wait_for_selector(f"[data-number='{one[0]}']")
    assert await faults_of(page) == []
    assert await fits(page)
    await decides(officer, one[0], "propose", MOTIVE[lang], "accept")
    assert await faults_of(page) == []
    assert await fits(page)
    await page.click("#day .back")
    await decides(officer, two[0], "propose", MOTIVE[lang], "refuse")
    await page.click("#day .back")

    # the one who filed takes the second back before the link returns
    await page.context.route("**/sync/push", lambda route: route.abort())
    counter.start()
    sent = {"secret": two[1], "lang": lang, "act": "withdraw", "revision": "2"}
    async with httpx.AsyncClient(base_url=counter.address) as client:
        assert (await client.post(f"/r/{two[0]}/acts", data=sent)).status_code == 200
    await page.context.unroute("**/sync/push")
    await page.locator("#day button").first.click()
    await until(lambda: page.locator(f"[data-number='{two[0]}'].needs-you").count())
    await page.click(f"[data-number='{two[0]}'] a")
    await page.wait_for_selector("#conflict")
    conflict = await page.inner_text("#conflict")
    assert MOTIVE[lang] in conflict
    assert WITHDRAWN[lang] in conflict
    assert await faults_of(page) == []
    assert await fits(page)
    supervisor = await joins(boss, another, lang, "supervisor", "Lynda Kaci", "63")
    await supervisor.visit(f"/{lang}/desk/dossiers/{one[0]}")
    assert MOTIVE[lang] in await supervisor.page.inner_text("main")
    assert await supervisor.page.locator("button[value=accept]").count() == 1
    assert officer.faults == []
    await decides_with_a_passkey(counter, supervisor, lang, one[0])
    assert supervisor.faults == []


async def decides_with_a_passkey(counter: Counter, supervisor: Phone, lang: str, number: str) -> None:
    """Where money moves, whoever decides shows their passkey, also without a network."""
    page = supervisor.page
    await supervisor.visit(f"/{lang}/account")
    await is_known(supervisor)
    await supervisor.keeps_the_site(lang)
    await supervisor.visit(f"/{lang}/desk/dossiers/{number}")
    await page.click("button[value=claim]")
    await page.wait_for_url(f"**/{lang}/desk/dossiers?*")
    await supervisor.visit(f"/{lang}/day")
    await opens(supervisor, PIN)
    await page.wait_for_selector(f"[data-number='{number}']")
    counter.kill()
    await decides(supervisor, number, "accept", MOTIVE[lang])
    await page.emulate_media(media="print")
    assert await page.is_visible(".letter")
    assert not await page.is_visible(".wall")
    letter = await page.inner_text("main")
    assert letter.startswith(PROVISIONAL)  # in the language of whoever filed, whatever the desk speaks
    assert MOTIVE[lang] in letter
    assert number in letter
    await page.emulate_media(media="screen")
    assert not await page.is_visible(".letter")
    counter.start()
    await page.click("#day .back")
    await page.locator("#day button").first.click()
    await page.wait_for_selector(f"[data-number='{number}']", state="detached")
    await supervisor.visit(f"/{lang}/desk/dossiers/{number}")
    assert ACCEPTED[lang] in await page.inner_text("main")


async def test_a_concern_is_answered_away_with_its_cause(counter: Counter, another: Another) -> None:
    number, _ = filed(counter, "phone of a concern", service="ministry.concern", answers=CONCERN)
    boss = await administrator(counter, another, "fr")
    officer = await joins(boss, another, "fr", "case_officer", "Nadia Benali", "63")
    page = officer.page
    await officer.visit("/fr/account")
    await is_known(officer)
    await officer.visit("/fr/desk/dossiers?view=new")
    await page.check(f"[value='{number}']")
    await page.click("button[value=claim]")
    await page.wait_for_selector(f"[value='{number}']", state="detached")
    await officer.visit("/fr/day")
    await opens(officer, PIN)
    await page.click(f"[data-number='{number}'] a")
    box = page.locator("details:has(#text-answer)")
    await box.locator("summary").click()
    await box.locator("textarea").fill(MOTIVE["fr"])
    await box.locator("button").click()
    assert "Choisissez la cause" in await box.locator("[role=alert]").inner_text()
    await box.locator("#service-answer").select_option("cacobatph.leave-claim")
    await box.locator("#step-answer").select_option("payment")
    assert await faults_of(page) == []
    assert await fits(page)
    await box.locator("button").click()
    await page.wait_for_selector("[data-state=filed]")
    await officer.visit(f"/fr/desk/dossiers/{number}")
    assert "Le paiement" in await page.inner_text(".story")
    assert officer.faults == []

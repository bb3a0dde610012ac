"""The screens as people meet them: on a small phone, in both directions, by day and by night, with a screen reader."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page

from tests.browser.phone import Phone, until
from tests.counter import Counter

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AXE = (Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js").read_text()
STOPPAGE = "cacobatph.bad-weather-stoppage"
SCREENS = (
    "/",
    "/services",
    "/help",
    "/requests",
    "/offline",
    "/follow",
    "/sign-in",
    "/verify",
    "/figures",
    f"/services/{STOPPAGE}",
    f"/services/{STOPPAGE}/paper",
)
RULES = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
KEEP_SOME = """async ({ write }) => {
  const hours = (n) => new Date(Date.now() - n * 3600e3).toISOString();
  const plain = { format: 1, version: 1, lang: "ar", tries: 1, last_error: null, next_try_at: null, outcome: null,
    receipt: null, dossier: null, files: [], envelope: {}, claim_code: null, corrected_by: null, position: null,
    epoch: null, reoffer: false, held_token: null, filed_at: null, uploads: {}, device_id: "d", answers: {} };
  const rows = [
    { id: "a", service: "fnpos.rural-housing-aid", state: "attention", filled_at: hours(50),
      outcome: { outcome: "refused", code: "answers.invalid", fields: { "answers.x": "field.missing" } } },
    { id: "b", service: "STOPPAGE", state: "waiting", filled_at: hours(100), last_try_at: hours(1),
      next_try_at: hours(-1), claim_code: "ABCDEFGHIJKL2345",
      answers: { stopped_on: "2026-02-10", stopped_at: "08:00", cause: "wind", site: "تيميمون" } },
    { id: "c", service: "cacobatph.identity-correction", state: "filed", filled_at: hours(30), filed_at: hours(20),
      receipt: { number: "CB-49-2026-000127-27", token: TOKEN, url: "/r", secret: "ABCD2345EFGH6723" } },
  ];
  await write([
    ...rows.map((row) => ({ room: "outbox", id: row.id, value: { ...plain, ...row } })),
    { room: "drafts", id: "d", value: { format: 1, id: "d", service: "cacobatph.leave-claim", version: 1, lang: "ar",
      answers: { year: 2025 }, files: [], step: "work", started_at: hours(80), saved_at: hours(80), corrects: null } },
  ]);
}"""
# the smallest token that can be read: nothing on this page verifies it again
TOKEN = "0oRGogEnBEFroFOIAWFhYXhAGmmMQ4AaaYxqkAH2QA"


async def faults_of(page: Page) -> list[str]:
    """What axe finds, each with the element it is about; on a screen so tall that the sill covers nothing."""
    seen = page.viewport_size or {"width": 360, "height": 740}
    await page.set_viewport_size({"width": seen["width"], "height": 4000})
    await page.evaluate(AXE)
    found: dict[str, Any] = await page.evaluate(
        "(rules) => axe.run(document, { runOnly: rules, resultTypes: ['violations'] })", RULES
    )
    await page.set_viewport_size(seen)
    return [f"{fault['id']}: {node['html'][:120]}" for fault in found["violations"] for node in fault["nodes"]]


async def fits(page: Page) -> bool:
    """Whether nothing sticks out of the width of the screen."""
    return bool(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["ar", "fr"])
async def test_screens_hold_for_every_eye_and_ear(phone: Phone, lang: str, scheme: Any) -> None:
    await phone.page.emulate_media(color_scheme=scheme)
    for path in SCREENS:
        await phone.visit(f"/{lang}{path}")
        assert await faults_of(phone.page) == [], path
        for width in (360, 320):
            await phone.page.set_viewport_size({"width": width, "height": 740})
            assert await fits(phone.page), (path, width)
    assert phone.faults == []


async def test_twice_the_text_size_breaks_nothing(phone: Phone) -> None:
    for lang in ("ar", "fr", "kab"):
        for path in ("/", "/requests", f"/services/{STOPPAGE}"):
            await phone.visit(f"/{lang}{path}")
            await phone.page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
            assert await fits(phone.page), (lang, path)


async def test_my_requests_show_what_the_device_keeps_most_urgent_first(phone: Phone) -> None:
    await kept_some(phone)
    assert await phone.page.locator(".card").evaluate_all("cards => cards.map((card) => card.dataset.state)") == [
        "attention",
        "waiting",
        "draft",
        "filed",
    ]
    assert "needs-you" in str(await phone.page.locator(".card").nth(1).get_attribute("class"))
    assert await phone.page.locator("[data-count]").inner_text() == "2"
    assert await faults_of(phone.page) == []
    assert phone.faults == []


async def test_waiting_and_filed_never_look_alike(phone: Phone) -> None:
    await kept_some(phone)
    await phone.visit("/fr/requests#b")
    await phone.page.locator(".provisional").wait_for()
    assert await phone.page.locator(".official, .qr, .window").count() == 0
    assert "Ceci n’est pas un reçu" in await phone.page.inner_text("main")
    assert "ABCD\u00a0EFGH IJKL\u00a02345" in await phone.page.inner_text(".provisional .facts")
    assert "12 février, 8 h 00" in (await phone.page.inner_text(".facts")).replace("\u00a0", " ")
    assert await faults_of(phone.page) == []
    await phone.visit("/fr/requests#c")
    await phone.page.locator(".official").wait_for()
    assert await phone.page.locator(".provisional").count() == 0
    assert "CB-49-2026-000127-27" in await phone.page.inner_text(".official-head")
    assert await phone.page.locator(".qr svg").count() == 1
    assert await faults_of(phone.page) == []


async def test_what_waits_is_printed_as_provisional_with_its_claim_code(phone: Phone) -> None:
    await kept_some(phone)
    await phone.visit("/ar/requests#b")
    await phone.page.locator(".provisional").wait_for()
    stamps = phone.page.locator(".stamp")
    assert [await stamp.is_visible() for stamp in await stamps.all()] == [False, False]
    await phone.page.emulate_media(media="print")
    assert [await stamp.inner_text() for stamp in await stamps.all()] == ["مؤقت / PROVISOIRE"] * 2
    assert [await stamp.is_visible() for stamp in await stamps.all()] == [True, True]
    assert "ABCD\u00a0EFGH IJKL\u00a02345" in await phone.page.inner_text(".provisional")
    assert await phone.page.locator("main button:visible").count() == 0
    assert await phone.page.evaluate("getComputedStyle(document.querySelector('.provisional')).borderStyle") == "dashed"


async def test_deleting_a_draft_asks_first_and_the_safe_answer_has_the_focus(phone: Phone) -> None:
    await kept_some(phone)
    delete = phone.page.locator(".card[data-state=draft] .link")
    await delete.click()
    assert await phone.page.evaluate("document.activeElement.textContent") == "أبقها"
    assert await faults_of(phone.page) == []
    await phone.page.keyboard.press("Enter")
    assert await phone.page.locator(".card[data-state=draft]").count() == 1
    await delete.click()
    await phone.page.locator("dialog button").last.click()
    await phone.page.locator(".card[data-state=draft]").wait_for(state="detached")
    assert await phone.core("drafts", "({ drafts }) => drafts()") == []


async def test_the_other_language_shows_the_same_request(phone: Phone) -> None:
    await kept_some(phone)
    await phone.visit("/ar/requests#b")
    await phone.page.locator(".provisional").wait_for()
    await phone.page.click("[data-switch]")
    await until(lambda: phone.page.evaluate("location.pathname + location.hash === '/fr/requests#b'"))


async def test_the_search_answers_while_one_types_also_with_the_server_dead(phone: Phone, counter: Counter) -> None:
    await phone.visit("/ar/")
    await phone.keeps_the_site()
    counter.kill()
    await phone.visit("/ar/")
    await phone.page.fill("#q", "مطر")
    first = phone.page.locator("[data-results] li a").first
    await first.wait_for()
    assert await first.get_attribute("href") == f"/ar/services/{STOPPAGE}"
    assert await phone.page.locator(".arcade").is_hidden()
    await phone.page.fill("#q", "")
    await phone.page.locator(".arcade").wait_for()


async def test_the_list_of_services_filters_with_and_without_the_server(phone: Phone, counter: Counter) -> None:
    await phone.visit("/fr/services")
    await phone.keeps_the_site("fr")
    await phone.page.fill("#q", "logement")
    rows = phone.page.locator("#found li:visible")
    everything = await rows.count()
    await until(lambda: fewer(rows, everything))
    counter.kill()
    await phone.page.fill("#q", "aide")
    await until(lambda: phone.page.evaluate("document.querySelectorAll('#found li:not([hidden])').length > 0"))
    assert phone.faults == []


async def test_a_service_works_out_todays_dates(phone: Phone) -> None:
    await phone.visit(f"/fr/services/{STOPPAGE}")
    said = (await phone.page.inner_text(".deadline")).replace("\u00a0", " ")
    assert "Arrêt hier à 8 h 00 ?" in said
    assert "demain" in said


async def test_the_chosen_look_stays(phone: Phone) -> None:
    await phone.visit("/fr/help")
    await phone.page.check("input[value=dark]")
    await phone.visit("/fr/")
    assert await phone.page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert await phone.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(13, 16, 34)"


async def test_without_scripts_every_screen_says_what_it_can(counter: Counter) -> None:
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = await browser.new_page(java_script_enabled=False, viewport={"width": 360, "height": 740})
        await page.goto(f"{counter.address}/fr/")
        await page.fill("#q", "pluie")
        await page.press("#q", "Enter")
        assert await page.locator(f"[data-results] a[href='/fr/services/{STOPPAGE}']").is_visible()
        await page.goto(f"{counter.address}/fr/requests")
        assert "code de suivi" in await page.inner_text("main")
        await browser.close()


async def fewer(rows: Any, than: int) -> bool:
    return bool(0 < await rows.count() < than)


async def kept_some(phone: Phone) -> None:
    """One request of each kind and a draft, as they would be kept."""
    await phone.visit("/ar/requests")
    act = KEEP_SOME.replace("STOPPAGE", STOPPAGE).replace("TOKEN", json.dumps(TOKEN))
    await phone.core("vault", act)
    await phone.page.reload()
    await phone.page.locator(".card").first.wait_for()

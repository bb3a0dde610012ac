"""What the phone itself gives: its camera, its voice, its share sheet; and pages that do without where it has none."""

from __future__ import annotations

from base64 import b32encode, urlsafe_b64decode
from typing import Any

import pytest
from playwright.async_api import FilePayload

from backend.adapters.qr import qr_png
from tests.browser.phone import Phone, until
from tests.browser.stand_ins import (
    BARCODES,
    NOTHING_TO_SHARE_WITH,
    REFUSED_CAMERA,
    SHARING,
    VOICES,
    installed,
)
from tests.counter import Counter

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SERVICE = "/services/cacobatph.bad-weather-stoppage"
CONCERN = """async (outbox, lang) => {
  const page = document.querySelector("script[type=module]").src;
  const { $drafts: { newDraft, saveDraft } } = await import(new URL("common.js", page).href);
  const draft = newDraft("ministry.concern", 1, lang);
  draft.answers = {
    about: "cacobatph", wilaya: "01", subject: "delay", message: "ملفي بلا جواب منذ شهرين",
    named: false, declaration: true,
  };
  await saveDraft(draft);
  return (await outbox.fileDraft(draft)).id;
}"""


@pytest.fixture
def counter(prepared: Counter) -> Counter:
    """One server for all of these: none of them lets it die."""
    if not prepared.alive:
        prepared.start()
    return prepared


async def filed(phone: Phone, lang: str) -> Any:
    """A concern that was filed on this phone, as it keeps it."""
    await phone.visit(f"/{lang}/requests")
    concern = await phone.core("outbox", CONCERN, lang)
    await until(lambda: phone.core("outbox", "async (o, id) => (await o.request(id)).state === 'filed'", concern))
    return await phone.request(concern)


def code_on(address: str, request: Any) -> str:
    """What the QR code of a receipt says."""
    token = request["receipt"]["token"]
    code = b32encode(urlsafe_b64decode(token + "=" * (-len(token) % 4))).decode().rstrip("=")
    return f"{address}/V/{code}".upper()


async def seen(phone: Phone, what: str) -> Any:
    return await phone.page.evaluate(f"seen.{what}")


@pytest.mark.parametrize(("lang", "verdict"), [("ar", "وصل صحيح"), ("fr", "Reçu authentique")])
async def test_the_camera_sees_a_receipt_and_the_page_says_what_it_is_worth(
    phone: Phone, lang: str, verdict: str
) -> None:
    request = await filed(phone, lang)
    await phone.page.add_init_script(installed(BARCODES, code_on(phone.address, request)))
    await phone.visit(f"/{lang}/verify")
    await phone.page.evaluate("window.inView = [{ rawValue: 'https://elsewhere.example/menu' }]")
    button, video = phone.page.locator("[data-scan]"), phone.page.locator("video.scan")
    start = await button.inner_text()

    await button.click()
    await until(lambda: phone.page.evaluate("seen.looked > 2"))
    assert await video.is_visible()
    assert await phone.page.evaluate("document.querySelector('video').videoWidth > 0")
    assert await button.inner_text() != start
    assert await phone.page.locator(".verdict").count() == 0, "a code that is none of ours is no receipt"

    await phone.page.evaluate("delete window.inView")
    await phone.page.locator(".verdict").wait_for()
    said = await phone.page.inner_text(".verdict")
    assert verdict in said
    assert request["receipt"]["number"] in said
    assert await video.is_hidden()
    assert await button.inner_text() == start
    assert await phone.page.evaluate(
        "seen.streams.flatMap((s) => s.getTracks()).every((t) => t.readyState === 'ended')"
    )
    assert phone.faults == []


async def test_the_camera_is_closed_at_a_second_tap_and_opened_once_at_two_quick_ones(phone: Phone) -> None:
    await phone.page.add_init_script(installed(BARCODES, "nothing of ours"))
    await phone.visit("/fr/verify")
    button = phone.page.locator("[data-scan]")
    await phone.page.evaluate(
        "document.querySelector('[data-scan]').click(), document.querySelector('[data-scan]').click()"
    )
    await until(lambda: phone.page.evaluate("seen.looked > 0"))
    assert await seen(phone, "streams.length") == 1
    await button.click()
    assert await phone.page.locator("video.scan").is_hidden()
    assert await phone.page.evaluate("seen.streams[0].getTracks()[0].readyState") == "ended"


async def test_a_camera_that_is_refused_leaves_the_other_ways(phone: Phone) -> None:
    await phone.page.add_init_script(installed(BARCODES, "x"))
    await phone.page.add_init_script(installed(REFUSED_CAMERA))
    await phone.visit("/fr/verify")
    await phone.page.click("[data-scan]")
    await until(lambda: phone.page.evaluate("document.querySelector('#verdict').innerText.includes('caméra')"))
    assert await phone.page.locator("video.scan").is_hidden()
    assert await phone.page.locator("#code").is_visible()


async def test_a_picture_of_a_receipt_is_read_too(phone: Phone) -> None:
    request = await filed(phone, "fr")
    code = code_on(phone.address, request)
    await phone.page.add_init_script(installed(BARCODES, code))
    await phone.visit("/fr/verify")
    await until(lambda: phone.page.evaluate("document.querySelector('#file').accept.includes('image/')"))
    photo: FilePayload = {"name": "recu.png", "mimeType": "image/png", "buffer": qr_png(code)}
    await phone.page.set_input_files("#file", files=[photo])
    await phone.page.locator(".verdict").wait_for()
    assert request["receipt"]["number"] in await phone.page.inner_text(".verdict")


async def test_without_a_reader_of_codes_no_camera_is_offered(phone: Phone) -> None:
    await phone.visit("/fr/verify")
    assert await phone.page.evaluate("'BarcodeDetector' in window") is False
    assert await phone.page.locator("#scan").is_hidden()
    assert await phone.page.get_attribute("#file", "accept") == "application/pdf"


@pytest.mark.parametrize(("lang", "voice"), [("ar", "ar-DZ"), ("fr", "fr-FR")])
async def test_a_page_is_read_aloud_in_its_language_and_stops(phone: Phone, lang: str, voice: str) -> None:
    await phone.page.add_init_script(installed(VOICES, ["en-US", "ar-DZ", "fr-FR"]))
    await phone.visit(f"/{lang}{SERVICE}")
    button = phone.page.locator("[data-listen]")
    assert await button.is_hidden(), "no voice yet"
    await phone.page.evaluate("voicesCome()")
    await button.wait_for()
    start = await button.inner_text()

    await button.click()
    stop = await button.inner_text()
    assert stop != start
    spoken = await phone.page.evaluate(
        "seen.spoken.map(({ text, lang, voice }) => ({ text, lang, voice: voice.lang }))"
    )
    assert {(piece["lang"], piece["voice"]) for piece in spoken} == {(lang, voice)}
    assert spoken[0]["text"] == await phone.page.inner_text("h1")
    said = [piece["text"] for piece in spoken]
    assert len(said) == len(set(said)), "nothing is said twice"
    assert all(piece.strip() for piece in said)
    assert await phone.page.inner_text(".lead") in said

    await button.click()
    assert await button.inner_text() == start
    assert await phone.page.evaluate("speechSynthesis.speaking") is False
    for how in ("onend", "onerror"):
        await button.click()
        assert await button.inner_text() == stop
        await phone.page.evaluate("(how) => lastEnds(how)", how)
        assert await button.inner_text() == start, how
    assert phone.faults == []


async def test_who_leaves_the_page_is_not_read_to_any_more(phone: Phone) -> None:
    await phone.page.add_init_script(installed(VOICES, ["fr-FR"]))
    await phone.visit(f"/fr{SERVICE}")
    await phone.page.evaluate("voicesCome()")
    await phone.page.click("[data-listen]")
    before = await seen(phone, "cancelled")
    await phone.page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide'))")
    assert await seen(phone, "cancelled") == before + 1


async def test_without_a_voice_for_the_language_nothing_is_offered(phone: Phone) -> None:
    await phone.visit(f"/ar{SERVICE}")
    assert await phone.page.evaluate("speechSynthesis.getVoices().length") == 0
    assert await phone.page.locator("[data-listen]").is_hidden()
    await phone.page.add_init_script(installed(VOICES, ["en-US", "fr-FR"]))
    await phone.visit(f"/ar{SERVICE}")
    await phone.page.evaluate("voicesCome()")
    assert await phone.page.locator("[data-listen]").is_hidden()


@pytest.mark.parametrize("lang", ["ar", "fr"])
async def test_the_share_sheet_gets_the_signed_pdf(phone: Phone, lang: str) -> None:
    request = await filed(phone, lang)
    number = request["receipt"]["number"]
    await shown(phone, lang, request, files=True)
    await phone.page.locator("[data-share]").click()
    await until(lambda: seen(phone, "shared.length"))
    (shared,) = await seen(phone, "shared")
    assert shared["files"] == [{"name": f"{number}.pdf", "type": "application/pdf", "head": "%PDF-"}]
    assert number in shared["text"]
    assert request["receipt"]["secret"] not in shared["text"]
    assert phone.faults == []


async def test_a_tap_that_the_browser_forgot_is_asked_for_again(phone: Phone) -> None:
    request = await filed(phone, "fr")
    await shown(phone, "fr", request, files=True, forgetful=True)
    share = phone.page.locator("[data-share]")
    await share.click()
    await until(lambda: phone.page.evaluate("document.querySelector('[data-share]').innerText.includes('encore')"))
    assert await seen(phone, "shared") == []
    await share.click()
    await until(lambda: seen(phone, "shared.length"))
    assert await seen(phone, "shared[0].files.length") == 1


async def test_a_sheet_that_takes_no_files_gets_the_words(phone: Phone) -> None:
    request = await filed(phone, "fr")
    await shown(phone, "fr", request, files=False)
    await phone.page.locator("[data-share]").click()
    await until(lambda: seen(phone, "shared.length"))
    (shared,) = await seen(phone, "shared")
    assert shared["files"] == []
    assert request["receipt"]["number"] in shared["text"]


async def test_without_a_sheet_the_words_are_copied_and_without_both_nothing_is_offered(phone: Phone) -> None:
    request = await filed(phone, "fr")
    await phone.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await phone.visit(f"/fr/requests#{request['id']}")
    share = phone.page.locator("[data-share]")
    await share.click()
    await until(lambda: phone.page.evaluate("document.querySelector('[data-share]').innerText.includes('copié')"))
    assert request["receipt"]["number"] in await phone.page.evaluate("navigator.clipboard.readText()")
    await phone.page.add_init_script(installed(NOTHING_TO_SHARE_WITH))
    await phone.page.reload()
    await phone.page.locator(".official").wait_for()
    assert await share.count() == 0


async def shown(phone: Phone, lang: str, request: Any, *, files: bool, forgetful: bool = False) -> None:
    """The receipt on a phone with a share sheet."""
    await phone.page.add_init_script(installed(SHARING, {"files": files, "forgetful": forgetful}))
    await phone.page.reload()
    await phone.visit(f"/{lang}/requests#{request['id']}")
    await phone.page.locator("[data-share]").wait_for()

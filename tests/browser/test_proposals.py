"""What somebody writes proposes a choice on the phone, without a network too; a press takes it, nothing else does."""

from __future__ import annotations

import pytest
from playwright.async_api import Page

from tests.browser.phone import Phone, until
from tests.counter import Counter

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FORM = "/services/ministry.concern/form"


@pytest.fixture(scope="module")
def counter(prepared: Counter) -> Counter:
    """One server for all of this: nothing here kills it."""
    prepared.start()
    return prepared


async def writes(phone: Phone, lang: str, text: str) -> Page:
    await phone.page.goto(phone.address + f"/{lang}{FORM}")
    await phone.page.wait_for_selector("#form[data-ready]")
    await phone.page.fill("[name=message]", text)
    await phone.page.wait_for_selector("[role=status].panel:not([hidden])")
    return phone.page


async def test_a_press_takes_what_is_proposed_and_it_can_be_changed(phone: Phone) -> None:
    page = await writes(phone, "fr", "Toujours pas reçu mon chèque de congé")
    panel = page.locator("[role=status].panel")
    assert "nous proposons" in await panel.inner_text()
    assert [await page.input_value(f"[name={name}]") for name in ("about", "subject")] == ["", ""]
    await panel.get_by_role("button").first.click()
    assert await page.input_value("[name=about]") == "cacobatph"
    assert await page.evaluate("() => document.activeElement.id") == "taken-about"
    assert await page.input_value("[name=subject]") == ""
    await page.select_option("[name=about]", "cnas")
    await until(lambda: without(page, "CACOBATPH"))
    await page.select_option("[name=subject]", "other")
    await page.wait_for_selector("[role=status].panel", state="hidden")
    assert await page.input_value("[name=about]") == "cnas"


async def test_arabic_words_propose_too(phone: Phone) -> None:
    page = await writes(phone, "ar", "تأخر الرد على ملف السكن الريفي")
    assert "الصندوق الوطني لمعادلة الخدمات الاجتماعية" in await page.locator("[role=status].panel").inner_text()


async def without(page: Page, word: str) -> bool:
    return word not in await page.locator("[role=status].panel").inner_text()

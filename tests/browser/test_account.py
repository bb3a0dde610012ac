"""Coming in without a password, in real Chromium with an authenticator of its own: register, leave, come back."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Page

from tests.browser.phone import Phone, until
from tests.browser.test_screens import faults_of, fits

pytestmark = [pytest.mark.slow, pytest.mark.browser]
NAMES = {"ar": "سالم بوزيد", "fr": "Salem Bouzid"}
FINGERPRINT = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


async def with_fingerprint(phone: Phone) -> Any:
    """Gives the phone a sensor; what answers for it."""
    tools = await phone.page.context.new_cdp_session(phone.page)
    await tools.send("WebAuthn.enable", {"enableUI": False})
    added = await tools.send("WebAuthn.addVirtualAuthenticator", {"options": FINGERPRINT})
    return tools, added["authenticatorId"]


async def at_the_door(phone: Phone, lang: str) -> Page:
    await phone.visit(f"/{lang}/sign-in")
    await phone.page.wait_for_selector("#ceremonies:not([hidden])")
    return phone.page


async def registered(phone: Phone, lang: str) -> Page:
    page = await at_the_door(phone, lang)
    await page.fill("#name", NAMES[lang])
    await page.click("#register button")
    await page.wait_for_url(f"**/{lang}/account")
    return page


@pytest.mark.parametrize("lang", ["ar", "fr"])
async def test_a_mason_registers_leaves_and_comes_back(phone: Phone, lang: str) -> None:
    await with_fingerprint(phone)
    page = await registered(phone, lang)
    assert NAMES[lang] in await page.inner_text("main")
    await page.click("[data-leave] button")
    await page.wait_for_url("**/sign-in")
    # Chromium's field offers the passkey by itself, and the authenticator takes the offer at once.
    await page.wait_for_url(f"**/{lang}/account")
    assert NAMES[lang] in await page.inner_text("main")
    assert phone.faults == []


async def test_a_second_passkey_is_added_named_and_the_first_removed(phone: Phone) -> None:
    tools, first = await with_fingerprint(phone)
    page = await registered(phone, "fr")
    await tools.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": first})
    await tools.send("WebAuthn.addVirtualAuthenticator", {"options": FINGERPRINT})
    await page.fill("#passkey", "Clé de la maison")
    await page.click("#add button")
    await page.wait_for_selector("#passkey-2")
    assert await page.input_value("#passkey-2") == "Clé de la maison"
    await page.locator("form[action$='/removal'] button").first.click()
    await page.wait_for_selector("#passkey-2", state="detached")
    assert await page.input_value("#passkey-1") == "Clé de la maison"


async def test_who_is_not_recognised_is_told_and_may_try_again(phone: Phone) -> None:
    tools, sensor = await with_fingerprint(phone)
    await tools.send("WebAuthn.setUserVerified", {"authenticatorId": sensor, "isUserVerified": False})
    page = await at_the_door(phone, "fr")
    await page.fill("#name", NAMES["fr"])
    await page.click("#register button")
    await until(lambda: page.is_visible("#said"))
    assert "recommencer" in await page.inner_text("#said")
    assert await page.input_value("#name") == NAMES["fr"]
    await tools.send("WebAuthn.setUserVerified", {"authenticatorId": sensor, "isUserVerified": True})
    await page.click("#register button")
    await page.wait_for_url("**/fr/account")


async def test_without_passkeys_the_page_says_what_works_all_the_same(phone: Phone) -> None:
    await phone.page.add_init_script("delete window.PublicKeyCredential")
    await phone.visit("/fr/sign-in")
    await until(lambda: phone.page.is_visible("#said"))
    assert "Sans compte, tout fonctionne aussi" in await phone.page.inner_text("#said")
    assert not await phone.page.is_visible("#ceremonies")
    assert await phone.page.is_visible("a[href='/fr/services']")


@pytest.mark.parametrize("lang", ["ar", "fr"])
async def test_the_accounts_page_is_for_everybody(phone: Phone, lang: str) -> None:
    await with_fingerprint(phone)
    page = await registered(phone, lang)
    assert await faults_of(page) == []
    assert await fits(page)

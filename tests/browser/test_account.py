"""Coming in without a password, in real Chromium with an authenticator of its own: register, leave, come back."""

from __future__ import annotations

import sqlite3
from typing import Any
from uuid import UUID

import pytest
from playwright.async_api import Page

from tests.browser.employer import Belkacem
from tests.browser.phone import Phone, until
from tests.browser.test_screens import faults_of, fits
from tests.counter import Counter

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
    assert await phone.page.locator(".unscripted").count() == 0
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


async def files_offline(phone: Phone, counter: Counter, lang: str) -> str:
    """Fills a whole stoppage with the server gone, and presses; the id of what waits on the phone."""
    employer = Belkacem(phone, lang)
    await employer.opens_the_form()
    await phone.keeps_the_site(lang)
    counter.kill()
    await employer.fills_the_first_half()
    await employer.fills_the_second_half()
    return await employer.files()


async def filed(phone: Phone, request: str) -> Any:
    """The request once its receipt is here."""

    async def there() -> Any:
        kept = await phone.request(request)
        return kept if kept["state"] == "filed" else None

    return await until(there)


async def cards(phone: Phone, lang: str) -> int:
    """How many requests and drafts the page shows to whoever is here."""
    await phone.visit(f"/{lang}/requests")
    await phone.page.wait_for_selector("#requests .card, #requests .lead:not(.unscripted .lead)")
    return await phone.page.locator("#requests .card").count()


def people_of_dossiers(counter: Counter) -> list[str]:
    with sqlite3.connect(f"file:{counter.folder}/data/shubbak.sqlite3?mode=ro", uri=True) as database:
        return [str(UUID(str(person))) for (person,) in database.execute("SELECT person FROM dossier")]


@pytest.mark.parametrize("lang", ["ar", "fr"])
async def test_on_a_shared_phone_each_finds_his_own(phone: Phone, counter: Counter, lang: str) -> None:
    """One files without network and leaves; another is signed in when it is sent: it is the first one's."""
    tools, sensor = await with_fingerprint(phone)
    page = await registered(phone, lang)
    first = await page.get_attribute("#person", "data-person")
    await until(lambda: phone.core("person", "async ({ person }) => (await person())?.person"))
    request = await files_offline(phone, counter, lang)
    assert (await phone.request(request))["envelope"]["person"] == first
    assert await cards(phone, lang) == 1

    counter.start()
    await page.context.route("**/sync/push", lambda route: route.abort())
    await phone.visit(f"/{lang}/account")
    await tools.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": sensor})
    await page.click("[data-leave] button")
    await page.wait_for_url("**/sign-in")
    assert await cards(phone, lang) == 0
    await tools.send("WebAuthn.addVirtualAuthenticator", {"options": FINGERPRINT})
    await registered(phone, lang)
    second = await page.get_attribute("#person", "data-person")
    assert second != first

    await page.context.unroute("**/sync/push")
    assert await cards(phone, lang) == 0
    await phone.core("outbox", "({ retry }, id) => retry(id)", request)
    await filed(phone, request)
    assert people_of_dossiers(counter)[-1:] == [first]
    assert await cards(phone, lang) == 0
    await phone.visit(f"/{lang}/requests#{request}")
    assert await cards(phone, lang) == 0
    assert phone.faults == []


async def test_what_was_filed_before_the_account_is_taken_into_it(phone: Phone, counter: Counter) -> None:
    request = await files_offline(phone, counter, "fr")
    counter.start()
    await phone.core("outbox", "({ retry }, id) => retry(id)", request)
    await filed(phone, request)
    await with_fingerprint(phone)
    page = await registered(phone, "fr")
    await page.wait_for_selector("#before:not([hidden])")
    assert "1 demande" in await page.inner_text("#before")
    await page.click("#before button")
    await page.wait_for_selector("#before", state="hidden")
    assert "1 demande ajoutée à votre compte" in await page.inner_text("#said")
    assert people_of_dossiers(counter)[-1:] == [await page.get_attribute("#person", "data-person")]
    assert await cards(phone, "fr") == 1


@pytest.mark.parametrize("lang", ["ar", "fr"])
async def test_a_request_signed_without_network_says_so_on_its_receipt(
    phone: Phone, counter: Counter, lang: str
) -> None:
    await with_fingerprint(phone)
    await registered(phone, lang)
    await until(lambda: phone.core("person", "async ({ person }) => (await person())?.passkey"))
    employer = Belkacem(phone, lang)
    await employer.opens_the_form()
    await phone.keeps_the_site(lang)
    counter.kill()
    await employer.fills_the_first_half()
    await employer.fills_the_second_half()
    await phone.page.wait_for_selector("#filer")
    assert NAMES[lang] in await phone.page.inner_text("#filer")
    await phone.page.check("#sign", force=True)
    request = await employer.files()
    assert (await phone.request(request))["envelope"]["proof"]["signature"]
    counter.start()
    await phone.core("outbox", "({ retry }, id) => retry(id)", request)
    kept = await filed(phone, request)
    assert "signed.depositor" in kept["outcome"]["flags"]
    assert phone.faults == []


async def test_who_calls_the_signature_off_files_nothing_and_may_file_without(phone: Phone, counter: Counter) -> None:
    tools, sensor = await with_fingerprint(phone)
    await registered(phone, "fr")
    await until(lambda: phone.core("person", "async ({ person }) => (await person())?.passkey"))
    employer = Belkacem(phone, "fr")
    await employer.opens_the_form()
    await employer.fills_the_first_half()
    await employer.fills_the_second_half()
    await phone.page.wait_for_selector("#filer")
    await phone.page.check("#sign", force=True)
    await tools.send("WebAuthn.setUserVerified", {"authenticatorId": sensor, "isUserVerified": False})
    await employer.taps("declaration")
    await phone.page.click("#go")
    await until(lambda: phone.page.is_visible("#after:has-text('Vous n’avez pas signé')"))
    await phone.page.uncheck("#sign", force=True)
    await phone.page.click("#go")
    await phone.page.wait_for_url("**/requests#*")
    assert (await phone.request(phone.page.url.partition("#")[2]))["envelope"]["signer"] is None


async def test_who_says_where_money_goes_is_asked_to_sign(phone: Phone, counter: Counter) -> None:
    await with_fingerprint(phone)
    await registered(phone, "fr")
    await until(lambda: phone.core("person", "async ({ person }) => (await person())?.passkey"))
    mason = Belkacem(phone, "fr")
    await phone.visit("/fr/services/cacobatph.payment-account/form")
    await phone.page.wait_for_selector("#form[data-ready]")
    await mason.types(full_name="Salem Bouzid", nss="801234567831", phone="0661234567")
    await mason.types(born_on="1980-05-12")
    await phone.page.locator("[name=wilaya]").first.select_option("01")
    await mason.goes_on("account")
    await mason.taps("account_kind", "bank")
    await mason.types(rip="00300060000201930048")
    await mason.taps("in_my_name", "yes")
    await mason.taps("pieces", "agency")
    await phone.page.click("#go")
    await phone.page.wait_for_selector("#filer")
    assert await phone.page.is_checked("#sign")
    assert "dit où vous payer" in await phone.page.inner_text("#signing")
    assert await faults_of(phone.page) == []
    kept = await filed(phone, await mason.files())
    assert "signed.depositor" in kept["outcome"]["flags"]
    assert phone.faults == []

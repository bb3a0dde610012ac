"""A session that ends never costs what was typed: the person comes back in right there, and lands where they were."""

from __future__ import annotations

import pytest

from tests.browser.people import finger, registers
from tests.browser.phone import Phone

pytestmark = [pytest.mark.slow, pytest.mark.browser]


@pytest.mark.parametrize("lang", ["ar", "fr"])
async def test_whoever_was_signed_out_comes_back_in_place_and_what_was_typed_goes(phone: Phone, lang: str) -> None:
    await registers(phone, lang, "Hadj Belkacem")
    page = phone.page
    await phone.visit(f"/{lang}/account/employers")
    await page.fill("#name", "SARL El Bahia")
    await page.select_option("#wilaya", "31")
    await page.context.clear_cookies()
    await page.click("main form button")
    await page.wait_for_selector("#give")
    assert "SARL El Bahia" in await page.inner_text("h1")
    assert phone.faults == []


async def test_what_one_typed_is_not_sent_in_the_name_of_another(phone: Phone) -> None:
    sensor = await registers(phone, "fr", "Hadj Belkacem")
    page = phone.page
    await phone.visit("/fr/account/employers")
    await page.fill("#name", "SARL El Bahia")
    await page.select_option("#wilaya", "31")
    other = await page.context.new_page()
    await sensor.sees(False)
    there = Phone(phone.address, phone._switch_on)
    there.page = other
    await finger(there, "usb")
    await other.goto(f"{phone.address}/fr/sign-in")
    await other.wait_for_selector("#ceremonies:not([hidden])")
    await other.fill("#name", "Somebody Else")
    await other.click("#register button")
    await other.wait_for_url("**/fr/account")
    async with page.expect_navigation():
        await page.click("main form button")
    assert page.url.endswith("/account/employers")
    assert await page.input_value("#name") == ""
    await other.goto(f"{phone.address}/fr/account/mandates")
    assert "SARL El Bahia" not in await other.inner_text("main")


async def test_whoever_is_sent_to_sign_in_comes_back_to_where_they_were(phone: Phone) -> None:
    await registers(phone, "fr", "Hadj Belkacem")
    await phone.page.context.clear_cookies()
    await phone.visit("/fr/account/mandates")
    await phone.page.wait_for_url("**/fr/account/mandates")
    assert await phone.page.is_visible("#take-up")


@pytest.mark.parametrize(
    "then",
    [
        "//evil.test",
        "https://evil.test/fr/account",
        "/fr/account//evil.test",
        "javascript:alert(1)",
        "/fr/../../x",
        "/api",
    ],
)
async def test_nobody_is_led_astray(phone: Phone, then: str) -> None:
    await registers(phone, "fr", "Hadj Belkacem")
    await phone.page.context.clear_cookies()
    await phone.visit(f"/fr/sign-in?then={then}")
    await phone.page.wait_for_url(f"{phone.address}/fr/account")

"""People at their phones and desks: each with a passkey of their own, some with a post, some with a mandate."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from playwright.async_api import Page

from backend.kernel.days import day_in_algiers
from tests.browser.phone import Phone, until
from tests.counter import Counter
from tests.identity.test_devices import now

FINGERPRINT = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
Another = Callable[[str], Awaitable[Phone]]


@dataclass
class Sensor:
    """The sensor of a phone that knows one finger."""

    tools: Any
    id: str

    async def sees(self, seen: bool) -> None:
        """Whether its finger is there."""
        await self.tools.send("WebAuthn.setAutomaticPresenceSimulation", {"authenticatorId": self.id, "enabled": seen})


async def finger(phone: Phone, transport: str = "internal") -> Sensor:
    """The sensor of a phone; with `usb` a security key, for a second person on the same phone."""
    tools = await phone.page.context.new_cdp_session(phone.page)
    await tools.send("WebAuthn.enable", {"enableUI": False})
    added = await tools.send("WebAuthn.addVirtualAuthenticator", {"options": FINGERPRINT | {"transport": transport}})
    return Sensor(tools, added["authenticatorId"])


async def registers(phone: Phone, lang: str, name: str, transport: str = "internal") -> Sensor:
    """Somebody makes an account with a finger of their own, and this phone knows whose it is."""
    sensor = await finger(phone, transport)
    page = phone.page
    await phone.visit(f"/{lang}/sign-in")
    await page.wait_for_selector("#ceremonies:not([hidden])")
    await page.fill("#name", name)
    await page.click("#register button")
    await page.wait_for_url(f"**/{lang}/account")
    await is_known(phone)
    return sensor


async def is_known(phone: Phone) -> None:
    """Until this phone has learnt whose account is open on it."""
    person = await phone.page.get_attribute("#person", "data-person")
    await until(lambda: phone.core("person", "async ({ person }, id) => (await person())?.person === id", person))


async def leaves(phone: Phone, lang: str) -> None:
    await phone.visit(f"/{lang}/account")
    await is_known(phone)
    await phone.page.click("[data-leave] button")
    await phone.page.wait_for_url("**/sign-in")


async def code_shown(page: Page) -> str:
    """The code on the page, as it would be read out."""
    await page.wait_for_selector("#code")
    return await page.inner_text("#code .number")


async def gives_mandate(phone: Phone, lang: str, employer: str, to: str) -> str:
    """An employer in Oran registers and lets somebody file for it; the code to hand over."""
    page = phone.page
    await phone.visit(f"/{lang}/account/employers")
    await page.fill("#name", employer)
    await page.select_option("#wilaya", "31")
    await page.click("main form button")
    await page.wait_for_selector("#give")
    await page.fill("#called", to)
    await page.fill("#until", (day_in_algiers(now()) + timedelta(days=90)).isoformat())
    await page.click("#give button")
    return await code_shown(page)


async def takes_up_mandate(phone: Phone, lang: str, code: str) -> None:
    page = phone.page
    await phone.visit(f"/{lang}/account/mandates")
    await page.fill("#code-typed", code.lower())
    await page.click("#take-up button")
    await page.wait_for_selector("form[action*='/end']")
    await phone.visit(f"/{lang}/account")
    await until(lambda: phone.core("person", "async ({ person }) => (await person())?.givers.length === 1"))


async def takes_up_post(phone: Phone, lang: str, code: str) -> None:
    await phone.visit(f"/{lang}/account/post")
    await phone.page.fill("#code-typed", code)
    await phone.page.click("main form button")
    await phone.page.wait_for_url(f"**/{lang}/desk")


async def administrator(counter: Counter, another: Another, lang: str) -> Phone:
    """The first administrator, invited from the command line."""
    said = counter.says("admin", "invite", "--body", "cacobatph", "--name", "Malika", "--json")
    desk = await another("administrator")
    await registers(desk, lang, "Malika Ferhat")
    await takes_up_post(desk, lang, json.loads(said)["code"])
    return desk


async def joins(boss: Phone, another: Another, lang: str, role: str, name: str, wilaya: str = "31") -> Phone:
    """Somebody joins in a wilaya, by a code that the administrator hands over; the desk they sit at."""
    page = boss.page
    await boss.visit(f"/{lang}/staff")
    await page.fill("#called", name)
    await page.select_option("#role", role)
    await page.select_option("#wilaya", wilaya)
    await page.click("#give button")
    code = await code_shown(page)
    desk = await another(name)
    await registers(desk, lang, name)
    await takes_up_post(desk, lang, code)
    return desk

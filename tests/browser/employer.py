"""Hadj Belkacem, an employer in Adrar, fills the declaration of a stoppage on his phone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.async_api import Locator, Page

from tests.browser.phone import Phone, until

FORM = "/services/cacobatph.bad-weather-stoppage/form"


@dataclass
class Belkacem:
    """What he types and taps; each act ends when the page shows its effect."""

    phone: Phone
    lang: str
    wilaya: str = "01"

    @property
    def page(self) -> Page:
        return self.phone.page

    def _in_section(self, selector: str) -> Locator:
        return self.page.locator(f"section:not([hidden]) {selector}").first

    async def types(self, **answers: str) -> None:
        for name, text in answers.items():
            await self._in_section(f"[name='{name.replace('__', '.')}']").fill(text)

    async def taps(self, name: str, value: str | None = None) -> None:
        chosen = f"[name='{name}']" + (f"[value='{value}']" if value else "")
        await self._in_section(chosen).check(force=True)

    async def goes_on(self, to: str) -> None:
        await self.page.click("#go")
        await self.page.wait_for_selector(f"section[data-step='{to}']:not([hidden])")

    async def opens_the_form(self) -> None:
        await self.phone.visit(f"/{self.lang}{FORM}")
        await self.page.wait_for_selector("#form[data-ready]")

    async def takes_up_the_draft(self) -> None:
        async with self.page.expect_event("load"):
            await self.page.click("#offer a")
        await self.page.wait_for_selector("#form[data-ready]")

    async def fills_the_first_half(self) -> None:
        await self.types(employer_name="SARL El Waha Bâtiment", employer_number="٤٩٠٠٠١٢٧", phone="0661234567")
        await self.goes_on("place")
        await self.taps("stopped_on.day", "yesterday")
        await self.types(stopped_at__hour="8", stopped_at__minute="00")
        await self.taps("cause", "wind")
        await self.taps("resumed", "no")
        await self._in_section("select[name=wilaya]").select_option(self.wilaya)
        await self.types(site="200 logements, Adrar", activity="Gros œuvre")
        await self.goes_on("witnesses")

    async def fills_the_second_half(self) -> None:
        await self.types(
            site_head_name="Belkacem Dahmani",
            first_representative_name="Aïssa Moulay",
            second_representative_name="Fatna Zerrouki",
            qualified_name="Mourad Benali",
        )
        await self.types(qualified_capacity="Ingénieur")
        await self.taps("signing", "device")
        for witness in ("site_head", "first_representative", "second_representative", "qualified"):
            await self.taps(f"{witness}_agrees")
        await self.goes_on("crew")
        await self._in_section("[data-add]").click()
        row = {"name": "Salem Bouzid", "nss": "801234567831", "job": "Maçon"}
        row |= {"hours_before": "320", "hours_lost": "8", "monthly_pay": "52000"}
        await self.types(**{f"workers__0__{name}": text for name, text in row.items()})
        await self.taps("workers.0.open_air", "yes")
        await self.goes_on("check")

    async def files(self) -> str:
        """Presses the button; the id of what is kept on the phone."""
        await self.page.wait_for_selector("#answers > *")
        await self.taps("declaration")
        await self.page.click("#go")
        await self.page.wait_for_url("**/requests#*")
        return self.page.url.partition("#")[2]

    async def kept(self, text: str) -> None:
        """Until the page has kept a draft in which this text stands."""
        script = """async (drafts, text) => JSON.stringify(await drafts.drafts()).includes(text)"""
        await until(lambda: self.phone.core("drafts", script, text))

    async def request(self, kept: str) -> Any:
        return await self.phone.request(kept)

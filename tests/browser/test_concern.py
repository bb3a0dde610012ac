"""A concern that nobody answers is told to the one who is over it, who answers; whoever raised it says how it went."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.async_api import Page

from tests.browser.passing import SMALL, WIDE, days_pass, holds
from tests.browser.people import Another, administrator, joins
from tests.browser.phone import Phone, until
from tests.browser.test_account import filed
from tests.counter import Counter

pytestmark = [pytest.mark.slow, pytest.mark.browser]
WILAYA = {"ar": "63", "fr": "31"}
SCREENS = (SMALL, WIDE)
SAID = {
    "ar": "أودعت ملف العطلة منذ شهرين ولم يصلني أي جواب.",
    "fr": "J’ai déposé mon dossier de congé il y a deux mois, sans aucune réponse.",
}
ANSWER = {
    "ar": "راجعنا ملفك وستُدفع عطلتك يوم الأحد.",
    "fr": "Votre dossier a été revu et votre congé sera payé dimanche.",
}
WAITS = {"ar": "ملفك في قائمة الهيئة", "fr": "Votre dossier est dans la file de l’organisme"}
IN_HAND = {"ar": "ملفك بين يدي عون", "fr": "Un agent a votre dossier en main"}
IS_LATE = {
    "ar": "تأخرت هذه الخطوة. أُبلغ بها مسؤول",
    "fr": "Cette étape a pris du retard. Un responsable en est informé",
}
THANKS = {"ar": "سُجّل رأيك", "fr": "Votre avis est enregistré"}
TOLD = {"ar": "يُبلَّغ إليكم", "fr": "il vous est signalé"}


@dataclass
class Salem:
    """A mason who has no account and does not say who he is."""

    phone: Phone
    lang: str
    number: str = ""
    secret: str = ""

    @property
    def page(self) -> Page:
        return self.phone.page

    async def raises_a_concern(self) -> None:
        page = self.page
        await self.phone.visit(f"/{self.lang}/services/ministry.concern/form")
        await page.wait_for_selector("#form[data-ready]")
        await page.select_option("[name=about]", "cacobatph")
        await page.locator("[name=wilaya]").first.select_option(WILAYA[self.lang])
        await page.select_option("[name=subject]", "delay")
        await page.fill("[name=message]", SAID[self.lang])
        await holds(page)
        await page.click("#go")
        await page.wait_for_selector("section[data-step=contact]:not([hidden])")
        await page.check("[name=named][value=no]", force=True)
        await holds(page)
        await page.click("#go")
        await page.wait_for_selector("#answers > *")
        await page.check("[name=declaration]", force=True)
        await holds(page)
        await page.click("#go")
        await page.wait_for_url("**/requests#*")
        receipt = (await filed(self.phone, page.url.partition("#")[2]))["receipt"]
        self.number, self.secret = receipt["number"], receipt["secret"]
        await page.locator(".official").wait_for()
        await holds(page)

    async def follows(self) -> str:
        """What the page says to whoever types the number and the secret."""
        await self.phone.visit(f"/{self.lang}/follow")
        await self.page.fill("#number", self.number)
        await self.page.fill("#secret", self.secret)
        async with self.page.expect_navigation():
            await self.page.click("form[action='/r'] button")
        return await self.page.inner_text("main")

    async def says_how_it_went(self) -> None:
        for question, mark in (("clear", 5), ("polite", 4), ("solved", 2)):
            await self.page.check(f"#rating [name={question}][value='{mark}']")
        await holds(self.page)
        async with self.page.expect_navigation():
            await self.page.click("#rating button")
        assert THANKS[self.lang] in await self.page.inner_text("main .panel[role=status]")
        assert await self.page.locator("#rating").count() == 0
        await holds(self.page)


@dataclass
class Lynda:
    """The supervisor of the wilaya."""

    desk: Phone
    lang: str

    @property
    def page(self) -> Page:
        return self.desk.page

    async def is_told_of(self, number: str) -> bool:
        """Whether the inbox says that this one is late."""
        await self.desk.visit(f"/{self.lang}/account/notices")
        told = self.page.locator("main li", has_text=number)
        return bool(await told.count()) and TOLD[self.lang] in await told.first.inner_text()

    async def goes_from_the_notice_to(self, number: str) -> None:
        await self.page.locator("main li", has_text=number).locator("a").click()
        await self.page.wait_for_url(f"**/desk/dossiers/{number}")

    async def takes_up(self) -> None:
        await self.page.click("button[value=take_up]")
        await self.page.wait_for_selector("button[value=answer]", state="attached")

    async def answers(self) -> None:
        await self.page.locator("details:has(button[value=answer]) summary").click()
        await self.page.select_option("#cause_service", "cacobatph.leave-claim")
        await self.page.select_option("#cause", "payment")
        await self.page.fill("#text-answer", ANSWER[self.lang])
        await holds(self.page, SCREENS)
        await self.page.click("button[value=answer]")
        await self.page.wait_for_selector("button[value=answer]", state="detached")


@pytest.mark.parametrize("lang", ["ar", "fr"])
async def test_a_concern_that_nobody_answers_is_told_to_the_one_over_it(
    phone: Phone, counter: Counter, another: Another, lang: str
) -> None:
    boss = await administrator(counter, another, lang)
    officer = await joins(boss, another, lang, "case_officer", "Nadia Benali", WILAYA[lang])
    lynda = Lynda(await joins(boss, another, lang, "supervisor", "Lynda Kaci", WILAYA[lang]), lang)
    omar = Lynda(await joins(boss, another, lang, "supervisor", "Omar Saïd", "16"), lang)
    salem = Salem(phone, lang)
    await salem.raises_a_concern()
    filed_today = await salem.follows()
    assert WAITS[lang] in filed_today
    assert IS_LATE[lang] not in filed_today
    await holds(salem.page)

    days_pass(counter, 18)  # past its step, not past the day for the answer
    await until(lambda: lynda.is_told_of(salem.number))
    await holds(lynda.page, SCREENS)
    assert not await omar.is_told_of(salem.number)
    late = await salem.follows()
    assert WAITS[lang] in late
    assert IS_LATE[lang] in late
    await holds(salem.page)

    await lynda.goes_from_the_notice_to(salem.number)
    assert "Lynda Kaci" in await lynda.page.inner_text(".story")
    assert "Nadia Benali" not in await lynda.page.inner_text(".story")
    await holds(lynda.page, SCREENS)
    await lynda.takes_up()
    assert IN_HAND[lang] in await salem.follows()
    await holds(salem.page)
    await lynda.answers()
    await holds(lynda.page, SCREENS)

    answered = await salem.follows()
    assert ANSWER[lang] in answered
    assert WAITS[lang] not in answered
    await salem.says_how_it_went()
    await lynda.desk.visit(f"/{lang}/desk/late")
    marks = lynda.page.locator("tr", has_text=WILAYA[lang]).locator("td")
    assert (await marks.all_inner_texts())[-4:-1] == ["5.0 / 5", "4.0 / 5", "2.0 / 5"]
    await holds(lynda.page, SCREENS)
    assert [one.faults for one in (phone, boss, officer, lynda.desk, omar.desk)] == [[], [], [], [], []]

"""A supervisor finds what is late and whose it is, gives one away, decides one, and empties the rest in two goes."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.async_api import Page

from tests.browser.passing import SMALL, WIDE, days_pass, holds
from tests.browser.people import Another, administrator, joins
from tests.browser.phone import Phone, until
from tests.browser.test_correction import acts
from tests.browser.test_day import filed
from tests.counter import Counter

pytestmark = [pytest.mark.slow, pytest.mark.browser]
WILAYA = {"ar": "63", "fr": "31"}  # one for each language: what is left over in one is not late in the other
ELSEWHERE = "16"
SCREENS = (SMALL, WIDE)
NOBODY = {"ar": "لا أحد", "fr": "personne"}
SO_MANY = {
    "ar": ["", "ملف واحد", "ملفان", "3 ملفات", "4 ملفات", "5 ملفات", "6 ملفات"],
    "fr": ["", "1 dossier", *(f"{n} dossiers" for n in range(2, 7))],
}
DONE = {"ar": "أُنجز لملفين", "fr": "Fait pour 2 dossiers"}
GIVEN = {"ar": "أُسند إليكم هذا الملف", "fr": "Ce dossier vous est confié"}
ACCEPTED = {"ar": "مقبول", "fr": "Accepté"}
MOTIVE = {"ar": "الشروط مستوفاة والوثائق كاملة.", "fr": "Les conditions sont réunies et les pièces sont complètes."}
REASON = {"ar": "الورشة تابعة للجزائر", "fr": "Le chantier dépend d’Alger"}


@dataclass
class Officer:
    """Somebody at a desk of the fund; each act ends when the page shows its effect."""

    desk: Phone
    lang: str

    @property
    def page(self) -> Page:
        return self.desk.page

    async def opens(self, path: str) -> None:
        await self.desk.visit(f"/{self.lang}/desk/{path}")

    async def takes_up(self, number: str) -> None:
        await self.opens(f"dossiers/{number}")
        await acts(self.desk, "take_up")

    async def proposes(self, number: str) -> None:
        await self.takes_up(number)
        await self.page.locator("details:has(button[value=propose]) summary").click()
        await self.page.check("input[name=proposal][value=accept]")
        await self.page.fill("#text-propose", MOTIVE[self.lang])
        await self.page.click("button[value=propose]")
        await self.page.wait_for_selector("button[value=propose]", state="detached")

    async def is_told_of(self, number: str) -> bool:
        """Whether the inbox says that this dossier was given to them."""
        await self.desk.visit(f"/{self.lang}/account/notices")
        told = self.page.locator("main li", has_text=number)
        return bool(await told.count()) and GIVEN[self.lang] in await told.first.inner_text()


class Lynda(Officer):
    """The supervisor of the wilaya."""

    async def whose(self) -> dict[str, str]:
        """How many are late in whose hands, as the page says it."""
        await self.opens("late")
        rows = await self.page.locator("section:first-of-type tbody tr").all()
        cells = [await row.locator("td").all_inner_texts() for row in rows]
        return {holder.strip(): count.replace("\u00a0", " ").strip() for _, holder, count, *_ in cells}

    async def late_ones(self) -> list[str]:
        """Their numbers, from the page that says whose they are to the list of them."""
        await self.opens("late")
        await self.page.locator("section:first-of-type tbody a").first.click()
        await self.page.wait_for_url("**/desk/dossiers?view=late*")
        numbers = await self.page.locator("#rows [name=number]").evaluate_all("all => all.map(each => each.value)")
        assert await self.page.locator(".views a[aria-current] span").last.inner_text() == str(len(numbers))
        return list(numbers)

    async def gives(self, number: str, to: str) -> None:
        await self.opens(f"dossiers/{number}")
        await self.page.locator("details:has(#to) summary").click()
        await self.page.select_option("#to", label=to)
        await holds(self.page, SCREENS)
        await self.page.locator("form:has(#to) button").click()
        await self.page.locator(".deadline bdi", has_text=to).wait_for()
        await holds(self.page, SCREENS)

    async def takes_and_accepts(self, number: str) -> None:
        await self.opens(f"dossiers/{number}")
        await self.page.click("button[value=claim]")
        await self.page.wait_for_url(f"**/{self.lang}/desk/dossiers?*")
        await self.opens(f"dossiers/{number}")
        await acts(self.desk, "accept", MOTIVE[self.lang])
        assert ACCEPTED[self.lang] in await self.page.inner_text("main .tag")
        await holds(self.page, SCREENS)

    async def marks(self, numbers: list[str], do: str) -> None:
        """Marks them among the late ones, and asks for one thing for all of them."""
        assert set(numbers) <= set(await self.late_ones())
        for number in numbers:
            await self.page.check(f"[value='{number}']")
        await self.page.click(f"button[value={do}]")
        await self.page.wait_for_url("**/desk/together")

    async def takes_up_together(self, numbers: list[str]) -> None:
        await self.marks(numbers, "act")
        await self.page.check("[name=act][value=take_up]")
        await holds(self.page, SCREENS)
        await self.page.click("form .acts button")
        await self.page.wait_for_url("**/together/acts")
        assert DONE[self.lang] in await self.page.inner_text("h1")
        await holds(self.page, SCREENS)

    async def sends_on_together(self, numbers: list[str]) -> None:
        await self.marks(numbers, "transfer")
        await self.page.select_option("#to_wilaya", ELSEWHERE)
        await self.page.fill("#reason", REASON[self.lang])
        await holds(self.page, SCREENS)
        await self.page.click("form .acts button")
        await self.page.wait_for_url("**/together/transfer")
        assert DONE[self.lang] in await self.page.inner_text("h1")
        await holds(self.page, SCREENS)


@pytest.mark.parametrize("lang", ["ar", "fr"])
async def test_a_supervisor_handles_what_is_late(counter: Counter, another: Another, lang: str) -> None:
    many, nobody, wilaya = SO_MANY[lang], NOBODY[lang], WILAYA[lang]
    hers, proposed, *free = [filed(counter, f"Chantier {n} {lang}", wilaya)[0] for n in range(6)]
    boss = await administrator(counter, another, lang)
    nadia = Officer(await joins(boss, another, lang, "case_officer", "Nadia Benali", wilaya), lang)
    karim = Officer(await joins(boss, another, lang, "case_officer", "Karim Saadi", wilaya), lang)
    lynda = Lynda(await joins(boss, another, lang, "supervisor", "Lynda Kaci", wilaya), lang)
    await nadia.takes_up(hers)
    await nadia.proposes(proposed)
    assert await lynda.whose() == {}

    days_pass(counter, 25)  # past every step, not past the law’s own day
    assert await lynda.whose() == {"Nadia Benali": many[1], nobody: many[5]}
    await holds(lynda.page, SCREENS)
    assert set(await lynda.late_ones()) == {hers, proposed, *free}
    assert "Nadia Benali" in await lynda.page.locator("#rows tr", has_text=hers).inner_text()
    await holds(lynda.page, SCREENS)

    await lynda.gives(hers, to="Karim Saadi")
    assert await lynda.whose() == {"Karim Saadi": many[1], nobody: many[5]}
    await lynda.takes_and_accepts(proposed)
    assert await lynda.whose() == {"Karim Saadi": many[1], nobody: many[4]}
    await lynda.takes_up_together(free[:2])
    assert await lynda.whose() == {"Karim Saadi": many[1], nobody: many[2]}
    await lynda.sends_on_together(free[2:])
    assert await lynda.whose() == {"Karim Saadi": many[1]}
    assert await lynda.late_ones() == [hers]

    await until(lambda: karim.is_told_of(hers))
    await holds(karim.page, SCREENS)
    await karim.page.locator("main li", has_text=hers).locator("a").click()
    await karim.page.wait_for_url(f"**/desk/dossiers/{hers}")
    await karim.opens("dossiers?view=mine")
    assert await karim.page.locator("#rows [name=number]").evaluate_all("all => all.map(each => each.value)") == [hers]
    await holds(karim.page, SCREENS)
    assert [one.faults for one in (boss, nadia.desk, karim.desk, lynda.desk)] == [[], [], [], []]

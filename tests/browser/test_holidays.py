"""A director in Algiers hears which day the feast begins, and says it."""

from __future__ import annotations

import pytest

from tests.browser.people import Another, administrator
from tests.browser.test_screens import faults_of, fits
from tests.counter import Counter

pytestmark = [pytest.mark.slow, pytest.mark.browser]
SOURCE = {"ar": "بيان لجنة الأهلة", "fr": "Communiqué de la commission du croissant"}


@pytest.mark.parametrize("lang", ["ar", "fr"])
async def test_the_day_of_a_feast_is_said(counter: Counter, another: Another, lang: str) -> None:
    boss = await administrator(counter, another, lang)
    page = boss.page
    await boss.visit(f"/{lang}/desk/holidays")
    assert await faults_of(page) == []
    assert await fits(page)
    feast = page.locator("details:has([name=to])").first
    await feast.locator("summary").click()
    await feast.locator("[value=confirm]").check()
    await feast.locator("[name=source]").fill("x")
    await feast.locator("button").click()
    await page.wait_for_selector("details[open] .field.wrong .fault")
    assert await faults_of(page) == []
    assert await fits(page)
    await page.locator("details[open] [name=source]").fill(SOURCE[lang])
    await page.locator("details[open] button").click()
    await page.wait_for_selector(f".card .said:has-text('{SOURCE[lang]}')")
    assert await faults_of(page) == []

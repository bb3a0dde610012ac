"""A code noted from the phone before anything was sent brings the receipt to another phone, without scripts."""

from __future__ import annotations

import pytest

from tests.browser.employer import Belkacem
from tests.browser.phone import Phone, until
from tests.counter import Counter

pytestmark = [pytest.mark.browser, pytest.mark.slow]


async def typed(phone: Phone, code: str) -> str:
    """What the page says after the code was typed on the page that asks."""
    await phone.visit("/ar/follow")
    await phone.page.fill("#claim", code)
    async with phone.page.expect_navigation():
        await phone.page.click("form[action='/claims'] button")
    return await phone.page.inner_text("main")


async def test_the_code_of_a_request_filed_offline_opens_its_receipt_on_another_phone(
    phone: Phone, plain_phone: Phone, counter: Counter
) -> None:
    belkacem = Belkacem(phone, "ar")
    await phone.visit("/ar/")
    await phone.keeps_the_site()
    counter.kill()
    await belkacem.opens_the_form()
    await belkacem.fills_the_first_half()
    await belkacem.fills_the_second_half()
    filed = await belkacem.files()
    await phone.page.locator(".provisional").wait_for()
    code = (await belkacem.request(filed))["claim_code"]
    noted = " ".join(code[at : at + 4] for at in range(0, 16, 4))
    assert noted in (await phone.page.inner_text(".provisional")).replace("\u00a0", " ")
    assert "رمز استلام الوصل" in await phone.page.inner_text(".provisional")
    await phone.close_browser()

    counter.start()
    assert "الطلب لم يصل بعد" in await typed(plain_phone, noted)

    await phone.open_browser()
    await phone.visit(f"/ar/requests#{filed}")
    await until(lambda: phone.core("outbox", "async (o, id) => (await o.request(id)).state === 'filed'", filed))
    receipt = (await belkacem.request(filed))["receipt"]

    assert receipt["number"] in await typed(plain_phone, noted.lower())
    assert await plain_phone.page.locator(".official").is_visible()
    await plain_phone.page.click("form[action$='/roll'] button")
    roll = await plain_phone.page.inner_text("body")
    assert receipt["number"] in roll
    assert receipt["secret"] in roll.replace(" ", "")
    assert phone.faults == []

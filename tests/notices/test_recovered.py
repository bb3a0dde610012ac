"""Whoever's account was given back at a counter is told wherever they read, whoever it was given to."""

from __future__ import annotations

from typing import Any

from litestar.testing import AsyncTestClient

from backend.adapters.mail import Mail
from backend.domains.notices.rules import Channel
from tests.identity.browser import Browser
from tests.identity.test_devices import filed, known, person_of
from tests.notices.gateways import MailServer
from tests.notices.posting import works
from tests.notices.test_notices import HERE, proved, text_of
from tests.staff.test_recovery import agents, begun, comes_back, confirmed


async def test_an_account_given_back_is_told_by_mail_and_in_it(counter: AsyncTestClient[Any], browser: Browser) -> None:
    await browser.registers("Salem Bouzid")
    phone = await known(browser)
    number = (await filed(browser, phone, person=await person_of(browser, phone)))["dossier"]["number"]
    with MailServer() as server:
        mail = {Channel.MAIL: Mail(f"smtp://127.0.0.1:{server.port}", "Shubbak <noreply@shubbak.dz>")}
        await proved(browser, counter, server, "salem@exemple.dz")
        first, second = await agents(counter)
        assert (await begun(first, number)).status_code == 303
        code = await confirmed(second)
        before = len(server.came)
        back = Browser(counter)
        assert (await comes_back(back, code)).status_code in (200, 201)
        works(counter, mail)
        works(counter, mail)
        (told,) = server.came[before:]
    assert "rendu à un guichet" in text_of(told)
    assert "rendu à un guichet" in (await back.opens(HERE)).text

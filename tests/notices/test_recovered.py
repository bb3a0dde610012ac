"""Whoever's account was given back at a counter is told wherever they read, whoever it was given to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from litestar.testing import AsyncTestClient

from backend.adapters.mail import Mail
from backend.domains.notices.ports import Carrier
from backend.domains.notices.rules import Channel
from tests.identity.browser import Browser
from tests.identity.test_devices import filed, known, person_of
from tests.notices.gateways import MailServer
from tests.notices.posting import works
from tests.notices.test_notices import HERE, proved, text_of
from tests.staff.test_recovery import agents, begun, comes_back, confirmed


@contextmanager
def mailing() -> Iterator[tuple[MailServer, dict[Channel, Carrier]]]:
    with MailServer() as server:
        yield server, {Channel.MAIL: Mail(f"smtp://127.0.0.1:{server.port}", "Shubbak <noreply@shubbak.dz>")}


async def told_mason(browser: Browser, counter: AsyncTestClient[Any], server: MailServer) -> str:
    """Somebody with an account, a proved address and a request: its number."""
    await browser.registers("Salem Bouzid")
    phone = await known(browser)
    number = (await filed(browser, phone, person=await person_of(browser, phone)))["dossier"]["number"]
    await proved(browser, counter, server, "salem@exemple.dz")
    return str(number)


async def test_an_account_given_back_is_told_by_mail_and_in_it(counter: AsyncTestClient[Any], browser: Browser) -> None:
    with mailing() as (server, mail):
        number = await told_mason(browser, counter, server)
        first, second = await agents(counter)
        before = len(server.came)
        assert (await begun(first, number)).status_code == 303
        works(counter, mail)
        (told,) = server.came[before:]
        assert "demande à un guichet" in text_of(told)
        back = Browser(counter)
        assert (await comes_back(back, await confirmed(second))).status_code == 201
        works(counter, mail)
        works(counter, mail)
        (told,) = server.came[before + 1 :]
    assert "rendu à un guichet" in text_of(told)
    assert "rendu à un guichet" in (await back.opens(HERE)).text


async def test_whoever_was_let_in_cannot_silence_the_owner(counter: AsyncTestClient[Any], browser: Browser) -> None:
    with mailing() as (server, mail):
        number = await told_mason(browser, counter, server)
        first, second = await agents(counter)
        await begun(first, number)
        works(counter, mail)
        thief, before = Browser(counter), len(server.came)
        await comes_back(thief, await confirmed(second))
        (contact,) = thief.database("SELECT id FROM contact")
        assert (await thief.presses(f"{HERE}/contacts/{contact['id']}/end")).status_code == 303
        works(counter, mail)
        (told,) = server.came[before:]
    assert "rendu à un guichet" in text_of(told)

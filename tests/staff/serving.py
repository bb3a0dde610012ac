"""People who serve: an agent in Oran, a supervisor in Algiers, an administrator of a fund."""

from __future__ import annotations

from typing import Any

from backend.domains.identity.operations import give_post
from backend.domains.identity.rules import Scope
from backend.kernel.ids import uuid7
from tests.identity.authenticator import Authenticator
from tests.identity.browser import Browser
from tests.identity.test_devices import filed, known, now


async def serving(
    counter: Any, role: str, scope: Scope, name: str = "Samia", with_: Authenticator | None = None
) -> Browser:
    """Somebody who is signed in and has taken up a post."""
    browser = Browser(counter)
    await browser.registers(name, with_)
    await serve(browser, role, scope, name)
    return browser


async def serve(browser: Browser, role: str, scope: Scope, name: str = "Samia") -> None:
    """Whoever is signed in takes up a post."""
    code = issued(browser, role, scope, name)
    answer = await browser.presses("/fr/account/post", code=code)
    assert answer.headers["location"] == "/fr/desk", answer.text


def issued(browser: Browser, role: str, scope: Scope, name: str = "Samia") -> str:
    """The code of a post, as the command line gives it."""
    sealer = browser.counter.app.state.centre.sealer

    async def give() -> str:
        return await give_post(role=role, scope=scope, called=name, by=None, sealer=sealer, now=now())

    return browser.counter.blocking_portal.call(give)


async def held(browser: Browser, service: str, wilaya: str, **changed: Any) -> str:
    """The entry of an envelope that waits for a named person."""
    phone = await known(browser, f"phone {uuid7()}")
    envelope = {"service": service, "answers": {"wilaya": wilaya}, "person": str(uuid7())} | changed
    outcome = await filed(browser, phone, **envelope)
    assert outcome["outcome"] == "quarantined", outcome
    (row,) = browser.database("SELECT entry FROM envelope WHERE device = $1", phone.id)
    return str(row["entry"])


async def with_passkey(counter: Any, name: str) -> tuple[Browser, Authenticator]:
    browser = Browser(counter)
    return browser, await browser.registers(name)

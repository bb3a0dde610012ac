"""A mason who lost his phone gets back in at a counter: two agents, one code, and everything old is closed."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from httpx import Response
from litestar.testing import AsyncTestClient

from backend.domains.identity.rules import Scope
from tests.identity.authenticator import Authenticator
from tests.identity.browser import Browser
from tests.identity.test_devices import filed, known, now, person_of
from tests.identity.test_mandates import code_on, given, known_to, took_up
from tests.identity.test_signing import ACCOUNT
from tests.people import Phone
from tests.staff.serving import serve, serving

ORAN, ALGIERS = Scope("cacobatph", "31"), Scope("cacobatph", "16")
LOOKED = {"evidence": "card", "paper": "1098 7654 3210"}


@pytest.fixture
async def mason(browser: Browser) -> tuple[Browser, Authenticator, str]:
    """Somebody with an account, a passkey and a request: its number."""
    passkey = await browser.registers("Salem Bouzid")
    phone = await known(browser)
    outcome = await filed(browser, phone, person=await person_of(browser, phone))
    return browser, passkey, str(outcome["dossier"]["number"])


async def begun(agent: Browser, number: str) -> Response:
    return await agent.presses("/fr/desk/recovery", number=number, **LOOKED)


async def waiting(agent: Browser) -> list[str]:
    page = await agent.opens("/fr/desk/recovery")
    return re.findall(r"/desk/recovery/([0-9a-f-]{36})/confirmation", page.text)


async def confirmed(second: Browser) -> str:
    """The code that the second agent gets for the only one who waits."""
    (recovery,) = await waiting(second)
    page = await second.presses(f"/fr/desk/recovery/{recovery}/confirmation")
    assert page.status_code == 200, page.text
    (code,) = re.findall(r'<p class="number"><bdi dir="ltr">([A-Z0-9-]+)</bdi>', page.text)
    return str(code)


async def agents(counter: AsyncTestClient[Any]) -> tuple[Browser, Browser]:
    return await serving(counter, "agent", ORAN, "Samia"), await serving(counter, "agent", ORAN, "Karim")


async def comes_back(browser: Browser, code: str, passkey: Authenticator | None = None) -> Response:
    asked = await browser.asks("recoveries/request", {"code": code})
    if asked.status_code != 200:
        return asked
    credential = (passkey or Authenticator()).create(asked.json())
    return await browser.asks("recoveries", {"code": code, "credential": credential, "passkey": "Nouveau téléphone"})


Mason = tuple[Browser, Authenticator, str]


async def test_a_mason_gets_back_in_and_finds_his_requests(counter: AsyncTestClient[Any], mason: Mason) -> None:
    before, old, number = mason
    first, second = await agents(counter)
    found = await first.presses("/fr/desk/recovery", number=number)
    assert "Salem Bouzid" in found.text
    assert (await begun(first, number)).status_code == 303
    code = await confirmed(second)
    again = Browser(counter)
    new = Authenticator()
    assert (await comes_back(again, code.lower(), new)).status_code == 201
    page = await again.opens("/fr/account")
    assert "Votre compte a été rendu à un guichet" in page.text
    assert await known_to(again) == [number]
    # what was lost opens nothing any more, and what it sends is nobody's
    (device,) = again.database("SELECT disowned_at FROM device_person WHERE device <> $1", await device_of(again))
    assert device["disowned_at"] is not None
    assert (await before.opens("/fr/account")).status_code == 303
    assert (await Browser(counter).comes_in(old)).status_code == 403
    assert (await Browser(counter).comes_in(new)).status_code == 201


async def device_of(browser: Browser) -> Any:
    """The device that was bound last: the new phone."""
    (row,) = browser.database("SELECT device FROM device_person ORDER BY bound_at DESC LIMIT 1")
    return row["device"]


async def test_one_agent_alone_opens_nothing(counter: AsyncTestClient[Any], mason: Mason) -> None:
    first, second = await agents(counter)
    await begun(first, mason[2])
    (recovery,) = await waiting(second)
    assert await waiting(first) == []
    page = await first.presses(f"/fr/desk/recovery/{recovery}/confirmation")
    assert page.status_code == 422
    assert "Il faut un autre agent" in page.text


async def test_nobody_opens_their_own_account(counter: AsyncTestClient[Any], mason: Mason) -> None:
    own, _, number = mason
    other = await serving(counter, "agent", ORAN, "Karim")
    assert (await begun(other, number)).status_code == 303
    await serve(own, "agent", ORAN)
    assert "Nul ne rend" in (await begun(own, number)).text
    # what somebody else began for them ended when they took up a post
    assert await waiting(own) == []


async def test_agents_do_not_open_the_account_of_staff(counter: AsyncTestClient[Any], mason: Mason) -> None:
    boss, _, number = mason
    await serve(boss, "administrator", Scope("cacobatph"))
    agent = await serving(counter, "agent", ORAN)
    assert "administrateur" in (await begun(agent, number)).text
    assert agent.database("SELECT id FROM recovery") == []


async def test_an_agent_elsewhere_neither_sees_nor_confirms(counter: AsyncTestClient[Any], mason: Mason) -> None:
    first, second = await agents(counter)
    await begun(first, mason[2])
    (recovery,) = await waiting(second)
    for scope in (ALGIERS, Scope("fnpos", "31")):
        elsewhere = await serving(counter, "agent", scope, "Elsewhere")
        assert await waiting(elsewhere) == []
        for act in ("confirmation", "refusal"):
            assert (await elsewhere.presses(f"/fr/desk/recovery/{recovery}/{act}")).status_code == 422
    assert await waiting(second) == [recovery]


async def test_who_is_not_agreed_with_begins_anew(counter: AsyncTestClient[Any], mason: Mason) -> None:
    first, second = await agents(counter)
    await begun(first, mason[2])
    (recovery,) = await waiting(second)
    assert (await second.presses(f"/fr/desk/recovery/{recovery}/refusal")).status_code == 303
    assert "n’attend plus" in (await second.presses(f"/fr/desk/recovery/{recovery}/confirmation")).text
    assert await waiting(second) == []


async def test_what_nobody_confirms_in_two_days_is_gone(counter: AsyncTestClient[Any], mason: Mason) -> None:
    first, second = await agents(counter)
    await begun(first, mason[2])
    (recovery,) = await waiting(second)
    first.database("UPDATE recovery SET begun_at = $1", now() - timedelta(days=2))
    assert await waiting(second) == []
    assert (await second.presses(f"/fr/desk/recovery/{recovery}/confirmation")).status_code == 422


async def test_confirming_wants_a_passkey_shown_now(counter: AsyncTestClient[Any], mason: Mason) -> None:
    first, second = await agents(counter)
    await begun(first, mason[2])
    (recovery,) = await waiting(second)
    second.database("UPDATE session SET verified_at = $1", now() - timedelta(minutes=11))
    assert "montrez à nouveau" in (await second.presses(f"/fr/desk/recovery/{recovery}/confirmation")).text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"number": "CB-31-2026-000001-X"}, "Aucun compte"),
        ({"number": ""}, "Aucun compte"),
        ({"evidence": "friend"}, "Choisissez la pièce"),
        ({"paper": "12"}, "Choisissez la pièce"),
    ],
)
async def test_what_is_missing_is_said(
    counter: AsyncTestClient[Any], mason: Mason, changed: dict[str, str], said: str
) -> None:
    agent = await serving(counter, "agent", ORAN)
    page = await agent.presses("/fr/desk/recovery", **({"number": mason[2]} | LOOKED | changed))
    assert page.status_code == 422
    assert said in page.text
    assert agent.database("SELECT id FROM recovery") == []


async def test_a_request_without_account_leads_to_nobody(counter: AsyncTestClient[Any], browser: Browser) -> None:
    number = (await filed(browser, await known(browser)))["dossier"]["number"]
    agent = await serving(counter, "agent", ORAN)
    assert "Aucun compte" in (await begun(agent, number)).text


async def test_a_code_serves_once_and_cannot_be_guessed(counter: AsyncTestClient[Any], mason: Mason) -> None:
    first, second = await agents(counter)
    await begun(first, mason[2])
    code = await confirmed(second)
    guess = code[:3] + "AA-AAAAA"
    for _ in range(5):
        assert (await comes_back(Browser(counter), guess)).json()["code"] == "code.wrong"
    assert (await comes_back(Browser(counter), code)).json()["code"] == "code.too_many"
    first.database("DELETE FROM tries")
    assert (await comes_back(Browser(counter), code)).status_code == 201
    assert (await comes_back(Browser(counter), code)).json()["code"] == "code.wrong"


async def test_an_old_code_opens_nothing(counter: AsyncTestClient[Any], mason: Mason) -> None:
    first, second = await agents(counter)
    await begun(first, mason[2])
    code = await confirmed(second)
    first.database("UPDATE one_time_code SET expires_at = $1", now())
    assert (await comes_back(Browser(counter), code)).json()["code"] == "code.wrong"


async def test_a_code_opens_nothing_once_its_holder_serves(counter: AsyncTestClient[Any], mason: Mason) -> None:
    owner, _, number = mason
    first, second = await agents(counter)
    await begun(first, number)
    code = await confirmed(second)
    await serve(owner, "agent", ORAN)
    assert (await comes_back(Browser(counter), code)).json()["code"] == "code.wrong"


async def test_of_two_codes_for_one_account_the_second_opens_nothing(
    counter: AsyncTestClient[Any], mason: Mason
) -> None:
    first, second = await agents(counter)
    await begun(first, mason[2])
    one = await confirmed(second)
    await begun(first, mason[2])
    other = await confirmed(second)
    assert (await comes_back(Browser(counter), other)).status_code == 201
    assert (await comes_back(Browser(counter), one)).json()["code"] == "code.wrong"


async def test_a_passkey_made_for_something_else_does_not_bring_back(
    counter: AsyncTestClient[Any], mason: Mason
) -> None:
    first, second = await agents(counter)
    await begun(first, mason[2])
    code = await confirmed(second)
    thief = Browser(counter)
    options = (await thief.asks("passkeys/creation", {"name": "Thief"})).json()
    sent = {"code": code, "credential": Authenticator().create(options), "passkey": "Sien"}
    assert (await thief.asks("recoveries", sent)).json()["code"] == "passkey.challenge"


async def test_an_account_for_payments_named_at_once_waits_a_day(counter: AsyncTestClient[Any], mason: Mason) -> None:
    first, second = await agents(counter)
    await begun(first, mason[2])
    again = Browser(counter)
    passkey = Authenticator()
    await comes_back(again, await confirmed(second), passkey)
    phone = await known(again, "new")
    person = await person_of(again, phone)
    assert "account.recovered" in (await named_account(again, phone, person, passkey))["flags"]
    assert "account.recovered" not in (await filed(again, phone, person=person))["flags"]
    again.database("UPDATE recovery SET done_at = $1", now() - timedelta(hours=25))
    assert "account.recovered" not in (await named_account(again, phone, person, passkey))["flags"]


async def named_account(browser: Browser, phone: Phone, person: str, passkey: Authenticator) -> dict[str, Any]:
    """Files where money is to be paid."""
    account = {"service": "cacobatph.payment-account", "answers": ACCOUNT}
    outcome = await filed(browser, phone, person=person, passkey=passkey, **account)
    assert outcome["outcome"] == "applied", outcome
    return outcome


async def test_what_was_looked_at_lies_sealed(counter: AsyncTestClient[Any], mason: Mason) -> None:
    first, _ = await agents(counter)
    await begun(first, mason[2])
    (row,) = first.database("SELECT evidence FROM recovery")
    assert b"3210" not in bytes(row["evidence"])


async def test_what_was_handed_out_before_opens_nothing(counter: AsyncTestClient[Any], mason: Mason) -> None:
    before, _, number = mason
    code = code_on(await given(before, None))
    first, second = await agents(counter)
    await begun(first, number)
    again = Browser(counter)
    assert (await comes_back(again, await confirmed(second))).status_code == 201
    stranger = Browser(counter)
    await stranger.registers("Cousin")
    assert "Ce code est faux" in (await took_up(stranger, code)).text
    assert "Nadia, comptable" not in (await again.opens("/fr/account/mandates")).text

"""An agent fills in for whoever stands at the counter: the request is theirs, and says who helped."""

from __future__ import annotations

import re
from typing import Any

from litestar.testing import AsyncTestClient

from backend.domains.identity.rules import Scope
from tests.identity.browser import Browser
from tests.identity.test_devices import bound, filed, known, now, person_of, told
from tests.identity.test_signing import outcome_of, signed
from tests.people import Phone
from tests.staff.serving import serve, serving

ORAN = Scope("cacobatph", "31")


async def agent_at_desk(
    counter: AsyncTestClient[Any], role: str = "agent", body: str = "cacobatph"
) -> tuple[Browser, Phone, str]:
    agent = await serving(counter, role, Scope(body, "31"), "Samia Haddad")
    desk = await known(agent, "desk")
    return agent, desk, await person_of(agent, desk)


async def test_what_an_agent_fills_in_belongs_to_whoever_stands_there(counter: AsyncTestClient[Any]) -> None:
    agent, desk, person = await agent_at_desk(counter)
    outcome = await filed(agent, desk, person=person, **{"for": "present"})
    assert outcome["outcome"] == "applied"
    assert "assisted" in outcome["flags"]
    (dossier,) = agent.database("SELECT person, on_behalf FROM dossier")
    assert dossier == {"person": None, "on_behalf": None}
    opened = await counter.post(
        f"/r/{outcome['receipt']['number']}", data={"secret": outcome["receipt"]["secret"], "lang": "fr"}
    )
    assert re.search(r"Déposé par</dt><dd><bdi[^>]*>Samia Haddad<", opened.text)
    assert "Rempli au guichet par un agent" in opened.text


async def test_nobody_fills_in_for_others_without_that_post(counter: AsyncTestClient[Any], browser: Browser) -> None:
    await browser.registers()
    phone = await known(browser)
    outcome = await filed(browser, phone, person=await person_of(browser, phone), **{"for": "present"})
    assert (outcome["outcome"], outcome["code"]) == ("quarantined", "mandate.missing")
    assert (await filed(browser, phone, **{"for": "present"}))["code"] == "mandate.missing"
    for role, body in (("case_officer", "cacobatph"), ("agent", "fnpos")):
        other, desk, person = await agent_at_desk(counter, role, body)
        assert (await filed(other, desk, person=person, **{"for": "present"}))["code"] == "mandate.missing"


async def test_what_comes_after_the_post_ended_is_held(counter: AsyncTestClient[Any]) -> None:
    agent, desk, person = await agent_at_desk(counter)
    agent.database("UPDATE post SET ended_at = $1", now())
    assert (await filed(agent, desk, person=person, **{"for": "present"}))["code"] == "mandate.missing"


async def test_the_agent_does_nothing_with_it_as_his_own(counter: AsyncTestClient[Any]) -> None:
    agent, desk, person = await agent_at_desk(counter)
    number = (await filed(agent, desk, person=person, **{"for": "present"}))["dossier"]["number"]
    act = {"kind": "dossier.withdraw", "dossier": number, "base_revision": 1, "answers": {}}
    assert (await filed(agent, desk, person=person, **act))["code"] == "envelope.not_yours"
    assert (await filed(agent, desk, **act))["code"] == "envelope.not_yours"
    phone = await known(agent, "his own")
    assert await told(agent, phone) == []
    again = await filed(agent, desk, person=person, **act, **{"for": "present"})
    assert again["dossier"]["state"] == "withdrawn"


async def test_the_agent_does_not_take_it_over(counter: AsyncTestClient[Any]) -> None:
    agent, desk, person = await agent_at_desk(counter)
    outcome = await filed(agent, desk, person=person, **{"for": "present"})
    assert (await bound(agent, desk, outcome["id"])).json()["requests"] == []
    phone = await known(agent, "his own")
    await person_of(agent, phone)
    assert await told(agent, phone) == []
    assert agent.database("SELECT person FROM dossier") == [{"person": None}]


async def test_the_desk_is_told_of_it_while_an_agent_is_signed_in_there(counter: AsyncTestClient[Any]) -> None:
    agent, desk, person = await agent_at_desk(counter)
    number = (await filed(agent, desk, person=person, **{"for": "present"}))["dossier"]["number"]
    assert await told(agent, desk) == [number]
    agent.database("UPDATE session SET ended_at = $1", now())
    assert await told(agent, desk) == []
    visitor = Browser(counter)
    await visitor.registers()
    await person_of(visitor, desk)
    assert await told(visitor, desk) == []


async def test_what_the_agent_signs_is_not_signed_by_the_depositor(counter: AsyncTestClient[Any]) -> None:
    agent = Browser(counter)
    passkey = await agent.registers("Samia Haddad")
    await serve(agent, "agent", ORAN)
    desk = await known(agent, "desk")
    envelope = signed(desk, passkey, await person_of(agent, desk), on_behalf="present")
    outcome = await outcome_of(agent, desk, envelope)
    assert outcome["outcome"] == "applied"
    assert "signed.depositor" not in outcome["flags"]

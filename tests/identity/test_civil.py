"""Who somebody is in the registers: claimed, found however it is spelled, confirmed by an agent, read by no other."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, date
from typing import Any
from uuid import UUID

import pytest
from httpx import Response
from hypothesis import given as over
from hypothesis import strategies as some
from litestar.testing import AsyncTestClient

from backend.domains.identity.rules import Scope, read_civil
from backend.kernel.refusal import Refusal
from backend.web.desk.people import MOST
from tests.identity.browser import Browser
from tests.identity.test_devices import filed, known
from tests.identity.test_devices import person_of as bound_to
from tests.staff.serving import serve, serving

TODAY = date(2026, 11, 26)
ORAN = Scope("cacobatph", "31")
SALEM = {
    "family_ar": "بوزيد",
    "given_ar": "سالم",
    "family_latin": "Bouzid",
    "given_latin": "Salem",
    "born_day": "١٢",
    "born_month": "5",
    "born_year": "1980",
    "nin": "109801234567890123",
    "nss": "80 1234 5678 31",
}
LOOKED = {"evidence": "card", "paper": "1098 7654"}


async def confirms(agent: Browser, whom: Browser, **changed: str) -> Response:
    """An agent who has seen their papers confirms who somebody is."""
    person = await person_of(whom)
    return await agent.presses(f"/fr/desk/people/{person}/confirmation", **(seen(whom, person) | changed))


def seen(browser: Browser, person: str) -> dict[str, str]:
    """What an agent sends who had the present claim of this person before them."""
    rows = browser.database("SELECT claimed_at FROM person_civil WHERE person = $1", UUID(person))
    return LOOKED | ({"claim": rows[0]["claimed_at"].astimezone(UTC).isoformat()} if rows else {})


def test_what_was_typed_in_any_usual_writing_is_read() -> None:
    civil = read_civil(SALEM, TODAY)
    assert (civil.nin, civil.nss, civil.born) == ("109801234567890123", "801234567831", date(1980, 5, 12))
    assert read_civil(SALEM | {"nss": ""}, TODAY).nss is None


@pytest.mark.parametrize(
    ("changed", "field", "code"),
    [
        ({"family_ar": ""}, "family_ar", "civil.name_missing"),
        ({"given_ar": "Salem"}, "given_ar", "civil.name_ar"),
        ({"family_latin": "بوزيد"}, "family_latin", "civil.name_latin"),
        ({"given_latin": "x" * 61}, "given_latin", "civil.name_latin"),
        ({"given_latin": "Sal\u202eem"}, "given_latin", "civil.name_latin"),
        ({"nin": "123"}, "nin", "civil.nin_length"),
        ({"nss": "8012345678311"}, "nss", "civil.nss_length"),
        ({"nin": "", "nss": " "}, "nin", "civil.number_missing"),
        ({"born_day": "31", "born_month": "2"}, "born_day", "civil.born"),
        ({"born_year": "2026", "born_month": "12"}, "born_day", "civil.born"),
        ({"born_year": "80"}, "born_day", "civil.born"),
        ({"born_year": ""}, "born_day", "civil.born"),
    ],
)
def test_every_fault_is_named(changed: dict[str, str], field: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_civil(SALEM | changed, TODAY)
    assert refused.value.details["fields"] == {field: code}


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(Refusal) as refused:
        read_civil({}, TODAY)
    named = ("family_ar", "given_ar", "family_latin", "given_latin", "nin", "born_day")
    assert list(refused.value.details["fields"]) == list(named)  # type: ignore[call-overload]


@over(some.dictionaries(some.sampled_from(sorted(SALEM)), some.text(max_size=30)))
def test_nothing_that_is_typed_breaks_it(typed: dict[str, str]) -> None:
    with suppress(Refusal):
        civil = read_civil(SALEM | typed, TODAY)
        assert civil.nin or civil.nss


async def claims(browser: Browser, **changed: str) -> Any:
    return await browser.presses("/fr/account/identity", **(SALEM | changed))


async def found(agent: Browser, called: str) -> int:
    """How many people the desk finds."""
    return len(re.findall("<article", (await agent.presses("/fr/desk/people", called=called)).text))


async def person_of(browser: Browser) -> str:
    page = (await browser.opens("/fr/account")).text
    return page.partition('data-person="')[2].partition('"')[0]


async def test_a_person_claims_and_an_agent_who_saw_the_papers_confirms(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    await browser.registers()
    assert (await claims(browser)).status_code == 303
    assert "pas encore confirmée" in (await browser.opens("/fr/account/identity")).text
    agent = await serving(counter, "agent", ORAN)
    for called in ("109801234567890123", "٨٠١٢٣٤٥٦٧٨٣١", "Bouzid", "بو زيد سالم", "salem  BOUZID"):
        assert await found(agent, called) == 1, called
    for called in ("109801234567890124", "Bouzid Karim", "x", "  ", "'; DROP TABLE person"):
        assert await found(agent, called) == 0, called
    person = await person_of(browser)
    answer = await agent.presses(f"/fr/desk/people/{person}/confirmation", **seen(browser, person))
    assert answer.status_code == 303, answer.text
    page = (await browser.opens("/fr/account/identity")).text
    assert "Confirmée par un guichet" in page
    assert "109801234567890123" not in page
    assert "déjà confirmée" in (await claims(browser, given_latin="Other")).text


async def test_a_claim_is_corrected_until_it_is_confirmed(counter: AsyncTestClient[Any], browser: Browser) -> None:
    await browser.registers()
    await claims(browser, given_latin="Salim")
    await claims(browser, family_latin="Kaci", family_ar="قاسي")
    agent = await serving(counter, "agent", ORAN)
    assert await found(agent, "Bouzid") == 0
    assert await found(agent, "Gaci") == 1


async def test_what_is_wrong_is_named_and_what_was_typed_stays(browser: Browser) -> None:
    await browser.registers()
    page = await claims(browser, nin="12", born_day="40")
    assert page.status_code == 422
    assert "Le NIN a 18 chiffres" in page.text
    assert 'value="Bouzid"' in page.text
    assert 'value="40"' in page.text
    assert browser.database("SELECT 1 FROM person_civil") == []


async def test_two_may_claim_one_number_and_one_is_confirmed(counter: AsyncTestClient[Any], browser: Browser) -> None:
    thief = Browser(counter)
    for one in (browser, thief):
        await one.registers()
        assert (await claims(one)).status_code == 303  # the answer does not tell that somebody else has it
    agent = await serving(counter, "agent", ORAN)
    assert (await confirms(agent, browser)).status_code == 303
    second = await confirms(agent, thief)
    assert second.status_code == 422
    assert "autre compte" in second.text


async def test_false_claims_of_a_name_hide_nobody(counter: AsyncTestClient[Any], browser: Browser) -> None:
    """More people than a page shows say that they are him."""
    await browser.registers("Salem Bouzid")
    phone = await known(browser)
    number = (await filed(browser, phone, person=await bound_to(browser, phone)))["dossier"]["number"]
    await claims(browser)
    for each in range(MOST):
        await claims(await registered(Browser(counter), f"False {each}"))
    agent = await serving(counter, "agent", ORAN)
    here = f"/fr/desk/people/{await person_of(browser)}/confirmation"
    page = (await agent.presses("/fr/desk/people", called="Bouzid Salem")).text
    assert (here in page, "Il y en a peut-être d’autres" in page) == (False, True)
    # by a number that nobody else can claim
    assert here in (await agent.presses("/fr/desk/people", called=number)).text
    await confirms(agent, browser)
    page = (await agent.presses("/fr/desk/people", called="Bouzid Salem")).text
    assert "Confirmée par un guichet" in page.partition("</article>")[0]


async def registered(browser: Browser, name: str) -> Browser:
    await browser.registers(name)
    return browser


async def test_nobody_confirms_themselves_or_whoever_claims_nothing(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    await browser.registers()
    await claims(browser)
    await serve(browser, "agent", ORAN)
    own = await confirms(browser, browser)
    assert "Nul ne confirme" in own.text
    other = Browser(counter)
    await other.registers()
    none = await confirms(browser, other)
    assert none.status_code in (404, 422)


async def test_papers_that_were_not_named_confirm_nothing(counter: AsyncTestClient[Any], browser: Browser) -> None:
    await browser.registers()
    await claims(browser)
    agent = await serving(counter, "agent", ORAN)
    for changed in ({"evidence": "word"}, {"paper": "1"}):
        answer = await agent.presses(
            f"/fr/desk/people/{await person_of(browser)}/confirmation", **(LOOKED | {"called": "Bouzid"} | changed)
        )
        assert answer.status_code == 422
        assert "<article" in answer.text


async def test_who_confirms_wrongly_again_and_again_looks_at_few_people(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    await browser.registers()
    await claims(browser)
    agent = await serving(counter, "agent", ORAN)
    sent = LOOKED | {"called": "Bouzid", "paper": "1"}
    address = f"/fr/desk/people/{await person_of(browser)}/confirmation"
    assert "<article" in (await agent.presses(address, **sent)).text
    agent.database("UPDATE tries SET tries = 60 WHERE key LIKE 'lookup/%'")
    told = await agent.presses(address, **sent)
    assert "<article" not in told.text
    assert "minutes" in told.text


async def test_names_and_numbers_lie_sealed(browser: Browser) -> None:
    await browser.registers()
    await claims(browser)
    (row,) = browser.database("SELECT civil, nin_key, nss_key FROM person_civil")
    names = browser.database("SELECT hash FROM person_name_key")
    kept = b"".join(bytes(value) for each in (row, *names) for value in each.values())
    for clear in ("Bouzid", "bzd", "بوزيد", "109801234567890123", "801234567831"):
        assert clear.encode() not in kept
    assert bytes(row["nin_key"]) != bytes(row["nss_key"])


async def test_a_confirmed_number_leads_a_lost_account_back(counter: AsyncTestClient[Any], browser: Browser) -> None:
    await browser.registers("Salem Bouzid")
    await claims(browser)
    agent = await serving(counter, "agent", ORAN)
    sent = {"number": SALEM["nin"]}
    assert "Aucun compte" in (await agent.presses("/fr/desk/recovery", **sent)).text  # claimed is not enough
    await confirms(agent, browser)
    assert "Salem Bouzid" in (await agent.presses("/fr/desk/recovery", **sent)).text


async def test_a_claim_that_changed_after_it_was_looked_at_is_not_confirmed(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    await browser.registers()
    await claims(browser)
    agent = await serving(counter, "agent", ORAN)
    before = seen(browser, await person_of(browser))["claim"]
    await claims(browser, family_latin="Victim")
    refused = await confirms(agent, browser, claim=before)
    assert "a changé ce qu’elle déclare" in refused.text
    assert browser.database("SELECT confirmed_at FROM person_civil") == [{"confirmed_at": None}]
    assert (await confirms(agent, browser)).status_code == 303

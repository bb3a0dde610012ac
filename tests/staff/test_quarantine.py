"""What no rule may decide: seen by whoever serves there, ended once, by name, never by whoever filed it."""

from __future__ import annotations

from typing import Any

from litestar.testing import AsyncTestClient

from backend.domains.identity.rules import Scope
from tests.identity.browser import Browser
from tests.identity.test_devices import called, filed, now, told
from tests.identity.test_mandates import end_every_mandate, mandated, two
from tests.people import an_hour_before, stoppage
from tests.staff.serving import held, serve, serving

ORAN = Scope("cacobatph", "31")
STOPPAGE = "cacobatph.bad-weather-stoppage"


def in_oran() -> dict[str, Any]:
    return stoppage(an_hour_before(now())) | {"wilaya": "31"}


async def test_a_supervisor_files_what_came_after_the_mandate_was_ended(browser: Browser) -> None:
    owner, accountant, phone, person = await two(browser)
    employer = await mandated(owner, accountant)
    await end_every_mandate(owner, employer)
    outcome = await filed(accountant, phone, person=person, answers=in_oran(), **{"for": employer})
    assert outcome["code"] == "mandate.missing"
    supervisor = await serving(browser.counter, "supervisor", ORAN, "Samia Haddad")
    (row,) = browser.database("SELECT entry FROM envelope WHERE outcome = 'quarantined'")
    page = await supervisor.opens(f"/fr/desk/quarantine/{row['entry']}")
    assert "Nadia Kaci" in page.text
    assert "SARL El Bahia Travaux" in page.text
    assert "Sans mandat valable" in page.text
    answer = await supervisor.presses(f"/fr/desk/quarantine/{row['entry']}/resolution", to="applied")
    assert answer.status_code == 303, answer.text
    asked = await called(accountant, phone, "POST", "/sync/outcomes", {"ids": [outcome["id"]]})
    (after,) = asked.json()["outcomes"]
    assert after["outcome"] == "applied"
    assert "quarantine.resolved" in after["flags"]
    (resolved,) = browser.database("SELECT resolved_by FROM envelope WHERE entry = $1", row["entry"])
    assert resolved["resolved_by"].startswith("Samia Haddad (")
    # the employer follows it; the accountant acts for them no more
    assert await told(accountant, phone) == []


async def test_it_is_ended_once(counter: AsyncTestClient[Any], browser: Browser) -> None:
    supervisor = await serving(counter, "supervisor", ORAN)
    entry = await held(browser, STOPPAGE, "31")
    assert (await supervisor.presses(f"/fr/desk/quarantine/{entry}/resolution", to="refused")).status_code == 303
    assert (await supervisor.presses(f"/fr/desk/quarantine/{entry}/resolution", to="applied")).status_code == 404
    assert (await supervisor.opens(f"/fr/desk/quarantine/{entry}")).status_code == 404


async def test_nobody_decides_what_they_filed(counter: AsyncTestClient[Any], browser: Browser) -> None:
    owner, accountant, phone, person = await two(browser)
    employer = await mandated(owner, accountant)
    await end_every_mandate(owner, employer)
    await filed(accountant, phone, person=person, answers=in_oran(), **{"for": employer})
    await serve(accountant, "supervisor", ORAN)
    (row,) = browser.database("SELECT entry FROM envelope WHERE outcome = 'quarantined'")
    page = await accountant.presses(f"/fr/desk/quarantine/{row['entry']}/resolution", to="applied")
    assert page.status_code == 422
    assert "déposé lui-même" in page.text


async def test_an_outcome_that_is_none_is_not_given(counter: AsyncTestClient[Any], browser: Browser) -> None:
    supervisor = await serving(counter, "supervisor", ORAN)
    entry = await held(browser, STOPPAGE, "31")
    assert (await supervisor.presses(f"/fr/desk/quarantine/{entry}/resolution", to="granted")).status_code == 422


async def test_answers_of_another_shape_are_shown_as_they_came(counter: AsyncTestClient[Any], browser: Browser) -> None:
    supervisor = await serving(counter, "supervisor", ORAN)
    odd = {"wilaya": "31", "workers": [["<script>alert(1)</script>"]]}
    entry = await held(browser, STOPPAGE, "31", answers=odd)
    page = await supervisor.opens(f"/ar/desk/quarantine/{entry}")
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;" in page.text


async def test_nobody_decides_what_was_filed_for_their_own_employer(browser: Browser) -> None:
    owner, accountant, phone, person = await two(browser)
    employer = await mandated(owner, accountant, power="read")
    await filed(accountant, phone, person=person, answers=in_oran(), **{"for": employer})
    await serve(owner, "supervisor", ORAN)
    (row,) = browser.database("SELECT entry FROM envelope WHERE outcome = 'quarantined'")
    assert (await owner.presses(f"/fr/desk/quarantine/{row['entry']}/resolution", to="applied")).status_code == 422

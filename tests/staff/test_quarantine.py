"""What no rule may decide: seen by whoever serves there, ended once, by name, never by whoever filed it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from litestar.testing import AsyncTestClient

from backend.domains.identity.rules import Scope
from tests.identity.authenticator import Authenticator
from tests.identity.browser import Browser
from tests.identity.test_devices import called, filed, known, now, person_of, told
from tests.identity.test_mandates import end_every_mandate, mandated, two
from tests.identity.test_signing import ACCOUNT
from tests.people import an_hour_before, stoppage
from tests.staff.serving import held, serve, serving
from tests.staff.test_concerns import raised
from tests.staff.test_day import at_desk, decides
from tests.staff.test_queue import ADRAR, acts, dossier, state_of

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


async def entry_of(browser: Browser) -> str:
    (row,) = browser.database("SELECT entry FROM envelope WHERE outcome = 'quarantined'")
    return str(row["entry"])


async def proposed(counter: AsyncTestClient[Any], browser: Browser) -> tuple[str, Browser]:
    """A dossier whose acceptance a supervisor proposes alone."""
    number = await dossier(browser)
    alone = await serving(counter, "supervisor", ADRAR, "Samia Haddad")
    await acts(alone, number, "take_up")
    assert (await acts(alone, number, "propose", text="Pièces vues", proposal="accept")).status_code == 303
    return number, alone


async def test_nobody_decides_in_a_colleagues_name(counter: AsyncTestClient[Any], browser: Browser) -> None:
    number, alone = await proposed(counter, browser)
    _, _, colleague = await at_desk(counter, "supervisor", "Lynda Kaci")
    phone = await known(browser, "any phone")
    held = await decides(browser, phone, colleague, number, "accept", 3, text="Accepté sans elle")
    assert (held["outcome"], held["code"]) == ("quarantined", "person.not_bound")
    entry = await entry_of(browser)
    assert 'value="applied"' not in (await alone.opens(f"/fr/desk/quarantine/{entry}")).text
    done = await alone.presses(f"/fr/desk/quarantine/{entry}/resolution", to="applied")
    assert "que refusé" in done.text
    assert state_of(browser, number) == "proposed"
    assert (await alone.presses(f"/fr/desk/quarantine/{entry}/resolution", to="refused")).status_code == 303


async def test_who_proposed_lets_no_decision_pass(counter: AsyncTestClient[Any], browser: Browser) -> None:
    number, alone = await proposed(counter, browser)
    keys = Authenticator()
    boss, desk, person = await at_desk(counter, "supervisor", "Lynda Kaci", keys)
    boss.database("UPDATE post SET ended_at = $1 WHERE holder = $2", now(), UUID(person))
    held = await decides(boss, desk, person, number, "accept", 3, text="Conforme", passkey=keys)
    assert held["code"] == "post.missing"
    entry = await entry_of(browser)
    refused = await alone.presses(f"/fr/desk/quarantine/{entry}/resolution", to="applied")
    assert refused.status_code == 422
    assert state_of(browser, number) == "proposed"
    other = await serving(counter, "supervisor", ADRAR, "Omar Saidi")
    browser.database("UPDATE session SET verified_at = $1", now() - timedelta(minutes=11))
    assert "montrez à nouveau" in (await other.presses(f"/fr/desk/quarantine/{entry}/resolution", to="applied")).text
    browser.database("UPDATE session SET verified_at = $1", now())
    assert (await other.presses(f"/fr/desk/quarantine/{entry}/resolution", to="applied")).status_code == 303
    assert state_of(browser, number) == "accepted"


async def test_an_act_goes_to_the_body_that_has_the_dossier(counter: AsyncTestClient[Any], browser: Browser) -> None:
    number, _ = await raised(browser)  # a concern about FNPOS, a service of the ministry
    officer = await serving(counter, "case_officer", Scope("fnpos", "01"), "Nadia Benali")
    desk = await known(officer, "desk")
    person = await person_of(officer, desk)
    own = await serving(counter, "supervisor", Scope("fnpos", "01"), "Lynda Kaci")
    other = await serving(counter, "supervisor", Scope("ministry", "01"), "Omar Saidi")
    await acts(officer, number, "take_up")
    officer.database("UPDATE post SET ended_at = $1 WHERE holder = $2", now(), UUID(person))
    act = {"kind": "desk.act", "act": "answer", "dossier": number, "base_revision": 2}
    answers = {"text": "Réponse écrite sur place"}
    held = await filed(officer, desk, service="ministry.concern", person=person, answers=answers, **act)
    assert held["code"] == "post.missing"
    entry = await entry_of(browser)
    assert (await own.opens(f"/fr/desk/quarantine/{entry}")).status_code == 200
    assert (await other.opens(f"/fr/desk/quarantine/{entry}")).status_code == 403
    assert entry not in (await other.opens("/fr/desk/quarantine")).text


async def test_what_passes_counts_from_the_day_it_passed(counter: AsyncTestClient[Any], browser: Browser) -> None:
    number = await dossier(browser)
    officer, desk, person = await at_desk(counter)
    boss, _, second = await at_desk(counter, "supervisor", "Lynda Kaci")
    await acts(officer, number, "take_up")
    await boss.presses(f"/fr/desk/dossiers/{number}/holder", to=second)
    held = await decides(officer, desk, person, number, "propose", 2, text="Vérifié", proposal="accept")
    assert held["code"] == "dossier.reassigned"
    # the colleague's lease runs out meanwhile
    browser.database("UPDATE dossier SET held_until = $1", now() - timedelta(hours=1))
    browser.database("UPDATE envelope SET received_at = $1 WHERE outcome = 'quarantined'", now() - timedelta(days=2))
    done = await boss.presses(f"/fr/desk/quarantine/{await entry_of(browser)}/resolution", to="applied")
    assert done.status_code == 303
    (row,) = browser.database("SELECT at FROM dossier_event WHERE verb = 'dossier.propose'")
    assert now() - row["at"] < timedelta(hours=1)


async def test_nobody_lets_pass_where_somebodys_money_goes(counter: AsyncTestClient[Any], browser: Browser) -> None:
    await browser.registers("Salem Bouzid")
    person = await person_of(browser, await known(browser, "own phone"))
    forger = await known(browser, "any phone")
    account = {"service": "cacobatph.payment-account", "answers": ACCOUNT}
    held = await filed(browser, forger, person=person, **account)
    assert held["code"] == "person.not_bound"
    supervisor = await serving(counter, "supervisor", ADRAR, "Samia Haddad")
    entry = await entry_of(browser)
    told = await supervisor.presses(f"/fr/desk/quarantine/{entry}/resolution", to="applied")
    assert "que refusé" in told.text
    assert browser.database("SELECT 1 FROM dossier") == []


async def test_whatever_it_was_held_for_nobodys_money_goes_elsewhere(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    """What it depends on was refused: that comes before whose it is."""
    await browser.registers("Salem Bouzid")
    person = await person_of(browser, await known(browser, "own phone"))
    forger = await known(browser, "any phone")
    account = {"service": "cacobatph.payment-account", "answers": ACCOUNT}
    before = await filed(browser, forger, service="cacobatph.payment-account", answers={})
    held = await filed(browser, forger, person=person, depends_on=[before["id"]], **account)
    assert held["code"] == "depends_on.refused"
    supervisor = await serving(counter, "supervisor", ADRAR, "Samia Haddad")
    entry = await entry_of(browser)
    told = await supervisor.presses(f"/fr/desk/quarantine/{entry}/resolution", to="applied")
    assert "que refusé" in told.text
    assert browser.database("SELECT 1 FROM dossier") == []
    assert (await supervisor.presses(f"/fr/desk/quarantine/{entry}/resolution", to="refused")).status_code == 303


async def test_what_is_held_acts_on_no_dossier_of_others(counter: AsyncTestClient[Any], browser: Browser) -> None:
    number = await dossier(browser)
    other = await known(browser, "any phone")
    browser.database("UPDATE device SET revoked_at = $1 WHERE id = $2", now() - timedelta(hours=1), other.id)
    held = await filed(browser, other, kind="dossier.withdraw", dossier=number, base_revision=1, answers={})
    assert held["code"] == "device.revoked"
    supervisor = await serving(counter, "supervisor", ADRAR, "Samia Haddad")
    told = await supervisor.presses(f"/fr/desk/quarantine/{await entry_of(browser)}/resolution", to="applied")
    assert told.status_code == 422
    assert "ne vient pas de cet appareil" in told.text
    assert state_of(browser, number) == "filed"


async def test_nobody_lets_pass_a_decision_on_what_is_theirs(counter: AsyncTestClient[Any], browser: Browser) -> None:
    boss = await serving(counter, "supervisor", ADRAR, "Samia Haddad")
    phone, keys = await known(boss), Authenticator()
    number = (await filed(boss, phone, person=await person_of(boss, phone)))["dossier"]["number"]
    officer = await serving(counter, "case_officer", ADRAR, "Nadia Benali")
    await acts(officer, number, "take_up")
    await acts(officer, number, "propose", text="Pièces vérifiées", proposal="accept")
    colleague, desk, person = await at_desk(counter, "supervisor", "Lynda Kaci", keys)
    colleague.database("UPDATE post SET ended_at = $1 WHERE holder = $2", now(), UUID(person))
    held = await decides(colleague, desk, person, number, "accept", 3, text="Conforme", passkey=keys)
    assert held["code"] == "post.missing"
    no = await boss.presses(f"/fr/desk/quarantine/{await entry_of(browser)}/resolution", to="applied")
    assert no.status_code == 422
    assert state_of(browser, number) == "proposed"

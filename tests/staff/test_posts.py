"""Staff join by a code, serve where they were posted, and leave at once with their sessions and desks."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given as over
from hypothesis import strategies as some
from litestar.testing import AsyncTestClient

from backend.domains.identity.rules import Scope
from backend.domains.places.loader import load_places
from tests.identity.browser import Browser
from tests.identity.test_devices import bound, filed, known, now, person_of
from tests.staff.serving import held, issued, serve, serving

PLACES = load_places()
TODAY = date(2026, 11, 26)
FUND, ORAN = Scope("cacobatph"), Scope("cacobatph", "31")
AGENCY = next(each for each in PLACES.all_agencies() if each.body == "cacobatph" and each.wilaya == "31")


@pytest.mark.parametrize(
    ("own", "other", "covered"),
    [
        (FUND, ORAN, True),
        (FUND, Scope("cacobatph"), True),
        (FUND, Scope("fnpos", "31"), False),
        (ORAN, ORAN, True),
        (ORAN, Scope("cacobatph", "16"), False),
        (ORAN, Scope("cacobatph"), False),
        (ORAN, Scope("fnpos", "31"), False),
        (ORAN, Scope("cacobatph", "99"), False),
        (ORAN, Scope("cacobatph", "31", AGENCY.code), True),
        (Scope("cacobatph", "31", AGENCY.code), ORAN, False),
        (Scope("cacobatph", "31", AGENCY.code), Scope("cacobatph", "31", AGENCY.code), True),
    ],
)
def test_how_far_a_post_reaches(own: Scope, other: Scope, covered: bool) -> None:
    assert own.covers(other, PLACES, TODAY) is covered


def test_a_new_wilaya_is_its_mothers_until_its_day() -> None:
    batna, barika = Scope("cacobatph", "05"), Scope("cacobatph", "63")
    assert batna.covers(barika, PLACES, date(2026, 12, 31))
    assert not batna.covers(barika, PLACES, date(2027, 1, 1))
    assert barika.covers(barika, PLACES, date(2026, 12, 31))
    assert not barika.covers(batna, PLACES, TODAY)


CODES = some.sampled_from([each.code for each in PLACES.wilayas()])


@over(CODES, CODES, some.dates(date(2026, 1, 1), date(2030, 1, 1)))
def test_no_post_reaches_two_mothers(one: str, other: str, day: date) -> None:
    reached = [own for own in (one, other) if Scope("cacobatph", own).covers(Scope("cacobatph", one), PLACES, day)]
    mother = PLACES.serving(one, day).code
    assert set(reached) <= {one, mother}


async def test_whoever_serves_nowhere_sees_nothing_of_the_desk(browser: Browser) -> None:
    assert (await browser.opens("/fr/desk")).headers["location"] == "/fr/sign-in?then=%2Ffr%2Fdesk"
    await browser.registers()
    assert (await browser.opens("/fr/desk")).status_code == 403
    assert (await browser.opens("/fr/staff")).status_code == 403


async def test_staff_stay_signed_in_for_less_long(counter: AsyncTestClient[Any]) -> None:
    agent = await serving(counter, "agent", ORAN)
    for column, ago in (("seen_at", timedelta(minutes=30)), ("began_at", timedelta(hours=12))):
        agent.database("UPDATE session SET seen_at = $1, began_at = $1", now())
        agent.database(f"UPDATE session SET {column} = $1", now() - ago + timedelta(seconds=20))
        assert (await agent.opens("/fr/desk")).status_code == 200
        agent.database(f"UPDATE session SET {column} = $1", now() - ago)
        for _ in range(2):  # being turned away does not make it last longer
            assert (await agent.opens("/fr/desk")).status_code == 303
            assert (await agent.opens("/fr/account")).status_code == 303
        assert (await agent.asks("sessions/standing")).json()["person"] is None


async def test_whoever_signs_in_again_is_still_staff(counter: AsyncTestClient[Any], browser: Browser) -> None:
    passkey = await browser.registers()
    await serve(browser, "agent", ORAN)
    again = Browser(counter)
    await again.comes_in(passkey)
    again.database("UPDATE session SET seen_at = $1", now() - timedelta(minutes=31))
    assert (await again.opens("/fr/account")).status_code == 303


async def test_an_administrator_brings_somebody_in_moves_and_lets_go(counter: AsyncTestClient[Any]) -> None:
    boss = await serving(counter, "administrator", FUND, "Malika")
    page = await boss.presses(
        "/fr/staff", called="Yacine", role="agent", body="cacobatph", wilaya="31", agency=AGENCY.code
    )
    assert page.status_code == 200, page.text
    code = page.text.partition('<p class="number"><bdi dir="ltr">')[2].partition("<")[0]
    yacine = Browser(counter)
    await yacine.registers("Yacine Mansouri")
    assert (await yacine.presses("/fr/account/post", code=code)).status_code == 303
    assert "Agent de guichet" in (await yacine.opens("/fr/desk")).text
    (post,) = boss.database("SELECT id FROM post WHERE role = 'agent'")
    assert (await boss.presses(f"/fr/staff/{post['id']}/end")).status_code == 303
    assert (await yacine.opens("/fr/account")).status_code == 303  # signed out everywhere
    assert "Yacine" not in (await boss.opens("/fr/staff")).text


async def test_whoever_leaves_loses_the_desk_they_sat_at_and_keeps_their_phone(counter: AsyncTestClient[Any]) -> None:
    boss = await serving(counter, "administrator", FUND, "Malika")
    agent = await serving(counter, "agent", ORAN)
    desk, phone = await known(agent, "desk"), await known(agent, "phone")
    agent.database("UPDATE device SET kind = 'desk' WHERE id = $1", desk.id)
    for device in (desk, phone):
        assert (await bound(agent, device)).status_code == 200
    (post,) = boss.database("SELECT id FROM post WHERE role = 'agent'")
    await boss.presses(f"/fr/staff/{post['id']}/end")
    assert [row["id"] for row in boss.database("SELECT id FROM device WHERE revoked_at IS NOT NULL")] == [desk.id]


async def test_whoever_leaves_takes_no_colleague_the_desk(counter: AsyncTestClient[Any]) -> None:
    boss = await serving(counter, "administrator", FUND, "Malika")
    agent, colleague = await serving(counter, "agent", ORAN), await serving(counter, "case_officer", ORAN, "Karim")
    desk = await known(agent, "desk")
    agent.database("UPDATE device SET kind = 'desk' WHERE id = $1", desk.id)
    for one in (agent, colleague):
        assert (await bound(one, desk)).status_code == 200
    (post,) = boss.database("SELECT id FROM post WHERE role = 'agent'")
    assert (await boss.presses(f"/fr/staff/{post['id']}/end")).status_code == 303
    assert boss.database("SELECT id FROM device WHERE revoked_at IS NOT NULL") == []


async def test_the_last_administrator_stays(counter: AsyncTestClient[Any]) -> None:
    boss = await serving(counter, "administrator", FUND, "Malika")
    (post,) = boss.database("SELECT id FROM post")
    page = await boss.presses(f"/fr/staff/{post['id']}/end")
    assert page.status_code == 422
    assert "Plus personne" in page.text
    # somebody invited who has not come yet does not count
    issued(boss, "administrator", FUND, "Second")
    assert (await boss.presses(f"/fr/staff/{post['id']}/end")).status_code == 422
    await serving(counter, "administrator", FUND, "Third")
    assert (await boss.presses(f"/fr/staff/{post['id']}/end")).status_code == 303


async def test_roles_want_a_passkey_shown_now(counter: AsyncTestClient[Any]) -> None:
    boss = await serving(counter, "administrator", FUND, "Malika")
    await serving(counter, "agent", ORAN)
    boss.database("UPDATE session SET verified_at = $1", now() - timedelta(minutes=11))
    page = await boss.presses("/fr/staff", called="Yacine", role="agent", body="cacobatph")
    assert page.status_code == 422
    assert "montrez à nouveau" in page.text
    assert 'value="Yacine"' in page.text
    (post,) = boss.database("SELECT id FROM post WHERE role = 'agent'")
    assert (await boss.presses(f"/fr/staff/{post['id']}/end")).status_code == 422
    assert boss.database("SELECT id FROM post WHERE ended_at IS NOT NULL") == []


@pytest.mark.parametrize(
    "changed",
    [
        {"role": "king"},
        {"body": "fnpos"},
        {"body": "nowhere"},
        {"wilaya": "99"},
        {"agency": AGENCY.code},
        {"wilaya": "16", "agency": AGENCY.code},
        {"role": "administrator", "wilaya": "31"},
        {"called": ""},
    ],
)
async def test_a_post_that_cannot_be_is_not_given(counter: AsyncTestClient[Any], changed: dict[str, str]) -> None:
    boss = await serving(counter, "administrator", FUND, "Malika")
    fields = {"called": "Yacine", "role": "agent", "body": "cacobatph", "wilaya": "", "agency": ""} | changed
    assert (await boss.presses("/fr/staff", **fields)).status_code == 422
    assert len(boss.database("SELECT id FROM post")) == 1


async def test_an_administrator_of_one_body_does_nothing_in_another(counter: AsyncTestClient[Any]) -> None:
    boss = await serving(counter, "administrator", Scope("fnpos"), "Malika")
    await serving(counter, "agent", ORAN)
    (post,) = boss.database("SELECT id FROM post WHERE role = 'agent'")
    page = await boss.presses(f"/fr/staff/{post['id']}/end")
    assert page.status_code == 422
    assert boss.database("SELECT id FROM post WHERE ended_at IS NOT NULL") == []


async def test_a_code_of_a_post_is_no_code_of_a_mandate(counter: AsyncTestClient[Any], browser: Browser) -> None:
    await browser.registers()
    code = issued(browser, "agent", ORAN)
    assert (await browser.presses("/fr/account/mandates/held", code=code)).status_code == 422
    await serve(browser, "agent", ORAN)


async def test_whoever_serves_in_one_agency_does_there_what_others_do_in_the_wilaya(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    there = Scope("cacobatph", "31", AGENCY.code)
    entry = await held(browser, "cacobatph.bad-weather-stoppage", "31")
    officer = await serving(counter, "supervisor", there)
    assert entry in (await officer.opens("/fr/desk/quarantine")).text
    await browser.registers("Salem Bouzid")
    phone = await known(browser)
    number = (await filed(browser, phone, person=await person_of(browser, phone)))["dossier"]["number"]
    first, second = await serving(counter, "agent", there), await serving(counter, "agent", there, "Karim")
    began = await first.presses("/fr/desk/recovery", number=number, evidence="card", paper="123456")
    assert began.status_code == 303
    assert "Salem Bouzid" in (await second.opens("/fr/desk/recovery")).text
    elsewhere = await serving(counter, "agent", Scope("cacobatph", "16"))
    assert "Salem Bouzid" not in (await elsewhere.opens("/fr/desk/recovery")).text


async def test_an_agent_looks_up_only_so_many_people_an_hour(counter: AsyncTestClient[Any]) -> None:
    agent = await serving(counter, "agent", ORAN)
    assert (await agent.presses("/fr/desk/people", called="Bouzid")).status_code == 200
    agent.database("UPDATE tries SET tries = 60 WHERE key LIKE 'lookup/%'")
    for path, sent in (("people", {"called": "Bouzid"}), ("recovery", {"number": "CB"})):
        assert "Trop d’essais" in (await agent.presses(f"/fr/desk/{path}", **sent)).text


async def test_nobody_takes_up_a_post_that_they_gave(counter: AsyncTestClient[Any]) -> None:
    boss = await serving(counter, "administrator", Scope("cacobatph"))
    page = await boss.presses("/fr/staff", called="Moi", role="supervisor", body="cacobatph", wilaya="31")
    (code,) = re.findall(r'<p class="number"><bdi dir="ltr">([A-Z0-9-]+)</bdi>', page.text)
    own = await boss.presses("/fr/account/post", code=code)
    assert "nul ne se donne un poste" in own.text
    assert (await boss.opens("/fr/desk/dossiers")).status_code == 403
    somebody = Browser(counter)
    await somebody.registers("Lynda Kaci")
    somebody.database("UPDATE session SET verified_at = $1", now() - timedelta(minutes=11))
    assert "montrez à nouveau" in (await somebody.presses("/fr/account/post", code=code)).text
    somebody.database("UPDATE session SET verified_at = $1", now())
    assert (await somebody.presses("/fr/account/post", code=code)).status_code == 303

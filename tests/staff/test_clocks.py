"""What is late is told by name to whoever is over it; days on which the body could not work make limits longer."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from litestar.testing import AsyncTestClient

from backend.domains.dossiers.operations import extend_some
from backend.domains.sync.operations.escalating import escalate_due
from backend.kernel.days import day_in_algiers
from tests.identity.browser import Browser
from tests.identity.test_devices import filed, known, now
from tests.people import an_hour_before, stoppage
from tests.staff.serving import serving
from tests.staff.test_queue import ADRAR, ALL, ORAN, acts, dossier


def late_by(browser: Browser, number: str, days: int) -> None:
    """As if the present step had been due so many days ago."""
    past = day_in_algiers(now()) - timedelta(days=days)
    browser.database("UPDATE dossier SET due_on = $1, escalate_on = $1 WHERE number = $2", past, number)


def escalated(counter: AsyncTestClient[Any]) -> int:
    centre = counter.app.state.centre

    async def go_on() -> int:
        return await escalate_due(centre, now())

    return int(counter.blocking_portal.call(go_on))


async def test_what_nobody_takes_up_is_told_to_the_supervisor_by_name(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    number = await dossier(browser)
    supervisor = await serving(counter, "supervisor", ADRAR, "Lynda Kaci")
    await serving(counter, "supervisor", ORAN, "Omar Saïd")
    assert escalated(counter) == 0
    late_by(browser, number, 9)
    assert escalated(counter) == 1
    page = (await supervisor.opens(f"/fr/desk/dossiers/{number}")).text
    assert "Retard signalé à" in page
    story = page[page.index("Histoire du dossier") :]
    assert "Lynda Kaci" in story
    assert "Omar" not in story
    assert escalated(counter) == 0  # each step once
    assert "En retard" in (await supervisor.opens("/fr/desk/dossiers?view=late")).text
    assert number in (await supervisor.opens("/fr/desk/dossiers?view=late")).text


async def test_nobody_over_it_is_said_too(counter: AsyncTestClient[Any], browser: Browser) -> None:
    number = await dossier(browser)
    late_by(browser, number, 9)
    escalated(counter)
    officer = await serving(counter, "case_officer", ADRAR)
    assert "aucun titulaire ici" in (await officer.opens(f"/fr/desk/dossiers/{number}")).text


async def test_where_no_supervisor_is_whoever_is_over_them_is_told(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    number = await dossier(browser)
    director = await serving(counter, "fund_director", ALL, "Malika Ferhat")
    await serving(counter, "supervisor", ORAN, "Omar Saïd")
    late_by(browser, number, 9)
    escalated(counter)
    page = (await director.opens(f"/fr/desk/dossiers/{number}")).text
    story = page[page.index("Histoire du dossier") :]
    assert ("Malika Ferhat" in story, "aucun titulaire" in story, "Omar" in story) == (True, False, False)


async def test_a_filer_who_does_not_come_back_is_told_to_the_supervisor(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    """The law's day stands still for them; the dossier is not forgotten for that."""
    number = await dossier(browser)
    officer = await serving(counter, "case_officer", ADRAR)
    await serving(counter, "supervisor", ADRAR, "Lynda Kaci")
    await acts(officer, number, "take_up")
    await acts(officer, number, "ask_correction", text="Le chantier est illisible", field="site")
    (row,) = browser.database("SELECT due_on, escalate_on, paused_on FROM dossier")
    assert row["paused_on"] is not None
    assert row["due_on"] < row["escalate_on"]
    late_by(browser, number, 9)
    assert escalated(counter) == 1
    page = (await officer.opens(f"/fr/desk/dossiers/{number}")).text
    assert "Lynda Kaci" in page[page.index("Histoire du dossier") :]
    assert browser.database("SELECT escalate_on FROM dossier") == [{"escalate_on": None}]


async def test_a_workflow_that_has_fewer_escalations_than_before_tells_nobody(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    number, other = await dossier(browser), await dossier(browser, site="Autre chantier")
    late_by(browser, number, 9)
    late_by(browser, other, 9)
    browser.database("UPDATE dossier SET escalated = 9, warned = 9 WHERE number = $1", number)
    assert escalated(counter) == 2
    assert escalated(counter) == 0
    told = browser.database("SELECT 1 FROM dossier_event WHERE verb = 'dossier.escalate'")
    assert len(told) == 1


async def test_a_service_that_is_no_more_stops_no_clock_of_another(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    gone, number = await dossier(browser), await dossier(browser, site="Autre chantier")
    browser.database("UPDATE dossier SET service = 'cacobatph.gone' WHERE number = $1", gone)
    before = limits(browser, number)
    await declares(await serving(counter, "supervisor", ADRAR))
    await extend(counter, browser)
    assert limits(browser, number) == tuple(day + timedelta(days=3) for day in before)
    late_by(browser, gone, 9)
    late_by(browser, number, 9)
    assert escalated(counter) == 2
    assert escalated(counter) == 0
    assert traces(browser, number, "dossier.escalate") == 1


async def test_an_act_begins_a_new_step_and_its_time(counter: AsyncTestClient[Any], browser: Browser) -> None:
    number = await dossier(browser)
    late_by(browser, number, 9)
    escalated(counter)
    await acts(await serving(counter, "case_officer", ADRAR), number, "take_up")
    (row,) = browser.database("SELECT due_on, escalated, escalate_on FROM dossier WHERE number = $1", number)
    assert row["due_on"] > day_in_algiers(now())
    assert row["escalated"] == 0
    assert row["escalate_on"] > row["due_on"]


async def test_whose_the_late_ones_are(counter: AsyncTestClient[Any], browser: Browser) -> None:
    number = await dossier(browser)
    officer = await serving(counter, "case_officer", ADRAR, "Samia Haddad")
    await acts(officer, number, "take_up")
    late_by(browser, number, 2)
    director = await serving(counter, "fund_director", ALL)
    page = (await director.opens("/fr/desk/late")).text
    assert "Samia Haddad" in page
    assert "Adrar" in page
    elsewhere = await serving(counter, "supervisor", ORAN)
    assert "Samia Haddad" not in (await elsewhere.opens("/fr/desk/late")).text


async def test_lists_still_name_whoever_left_it_open(counter: AsyncTestClient[Any], browser: Browser) -> None:
    number = await dossier(browser)
    await acts(await serving(counter, "case_officer", ADRAR, "Samia Haddad"), number, "take_up")
    late_by(browser, number, 2)
    browser.database("UPDATE dossier SET held_until = $1", now() - timedelta(days=1))
    supervisor = await serving(counter, "supervisor", ADRAR, "Lynda Kaci")
    for path in ("dossiers?view=late", f"dossiers/{number}"):
        page = (await supervisor.opens(f"/fr/desk/{path}")).text
        assert re.search('personne <span class="small">.auparavant.: <bdi>Samia Haddad</bdi>', page), path


def limits(browser: Browser, number: str) -> tuple[date, date]:
    (row,) = browser.database("SELECT answer_by, due_on FROM dossier WHERE number = $1", number)
    return row["answer_by"], row["due_on"]


async def extend(counter: AsyncTestClient[Any], browser: Browser) -> None:
    centre = counter.app.state.centre
    (row,) = browser.database("SELECT id FROM incident ORDER BY declared_at DESC LIMIT 1")

    async def some() -> bool:
        return await extend_some(
            id_=UUID(str(row["id"])),
            at=now(),
            workflow_of=centre.workflow,
            law=centre.law,
            keys=centre.keys,
            sealer=centre.sealer,
        )

    assert counter.blocking_portal.call(some) is False


async def test_days_lost_to_the_body_are_added_with_a_trace(counter: AsyncTestClient[Any], browser: Browser) -> None:
    here, there = await dossier(browser), await dossier(browser, "31")
    before, elsewhere = limits(browser, here), limits(browser, there)
    supervisor = await serving(counter, "supervisor", ADRAR)
    first = day_in_algiers(now())
    sent = {"first": first.isoformat(), "last": (first + timedelta(days=2)).isoformat(), "body": "cacobatph"}
    wrong = await supervisor.presses("/fr/desk/incidents", wilaya="01", reason="court", **sent)
    assert "Dites ce qui est arrivé" in wrong.text
    other = await supervisor.presses("/fr/desk/incidents", wilaya="31", reason="Inondation du guichet", **sent)
    assert other.status_code == 422
    never = sent | {"first": "9999-12-31", "last": "9999-12-31", "reason": "Inondation du guichet"}
    assert (await supervisor.presses("/fr/desk/incidents", wilaya="01", **never)).status_code == 422
    done = await supervisor.presses("/fr/desk/incidents", wilaya="01", reason="Inondation du guichet", **sent)
    assert done.status_code == 303
    await extend(counter, browser)
    assert limits(browser, here) == tuple(day + timedelta(days=3) for day in before)
    assert limits(browser, there) == elsewhere
    await extend(counter, browser)  # a worker that comes again adds nothing
    assert "Délai prolongé" in (await supervisor.opens(f"/fr/desk/dossiers/{here}")).text
    assert "Inondation du guichet" in (await supervisor.opens("/fr/desk/late")).text


async def test_nobody_is_late_whose_limit_ended_while_we_could_not_be_reached(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    supervisor = await serving(counter, "supervisor", ADRAR)
    stopped = now() - timedelta(days=4)
    answers = stoppage(an_hour_before(now())) | {"wilaya": "01", "stopped_on": day_in_algiers(stopped).isoformat()}
    phone = await known(browser)
    assert "time_limit.late" in (await filed(browser, phone, answers=answers))["flags"]
    days = {"first": day_in_algiers(stopped).isoformat(), "last": day_in_algiers(now()).isoformat()}
    await supervisor.presses("/fr/desk/incidents", body="cacobatph", wilaya="01", reason="Réseau coupé", **days)
    spared = (await filed(browser, phone, answers=answers | {"site": "Autre chantier"}))["flags"]
    assert "time_limit.incident" in spared
    assert "time_limit.late" not in spared
    elsewhere = (await filed(browser, phone, answers=answers | {"wilaya": "31"}))["flags"]
    assert "time_limit.late" in elsewhere


async def test_the_clock_stands_still_while_the_filer_is_awaited(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    number = await dossier(browser)
    officer = await serving(counter, "case_officer", ADRAR)
    await acts(officer, number, "take_up")
    answer_by, _ = limits(browser, number)
    await acts(officer, number, "ask_correction", text="Précisez le chantier", field="site")
    assert "suspendu depuis" in (await officer.opens(f"/fr/desk/dossiers/{number}")).text
    paused = day_in_algiers(now()) - timedelta(days=5)
    browser.database("UPDATE dossier SET paused_on = $1 WHERE number = $2", paused, number)
    await acts(officer, number, "resume", text="Le chantier est connu")
    assert limits(browser, number)[0] == answer_by + timedelta(days=5)


async def declares(supervisor: Browser, first: int = 0, last: int = 2, **changed: str) -> Any:
    """Days from so many days after today until so many were lost in Adrar."""
    today = day_in_algiers(now())
    days = {"first": (today + timedelta(days=first)).isoformat(), "last": (today + timedelta(days=last)).isoformat()}
    sent = {"body": "cacobatph", "wilaya": "01", "reason": "Inondation du guichet"} | days | changed
    return await supervisor.presses("/fr/desk/incidents", **sent)


async def test_no_lost_day_is_given_twice(counter: AsyncTestClient[Any], browser: Browser) -> None:
    number = await dossier(browser)
    before, _ = limits(browser, number)
    supervisor = await serving(counter, "supervisor", ADRAR)
    await declares(supervisor)
    await extend(counter, browser)
    assert limits(browser, number)[0] == before + timedelta(days=3)
    await extend(counter, browser)  # asked again, after a stop in between
    assert limits(browser, number)[0] == before + timedelta(days=3)
    again = await declares(supervisor)
    assert "déjà déclarés" in again.text
    assert (await declares(supervisor, first=1, last=5)).status_code == 303  # three of its days are new
    await extend(counter, browser)
    assert limits(browser, number)[0] == before + timedelta(days=6)


async def test_days_lost_in_a_pause_are_given_by_the_pause(counter: AsyncTestClient[Any], browser: Browser) -> None:
    number = await dossier(browser)
    officer, supervisor = await serving(counter, "case_officer", ADRAR), await serving(counter, "supervisor", ADRAR)
    await acts(officer, number, "take_up")
    before, _ = limits(browser, number)
    await acts(officer, number, "ask_correction", text="Précisez le chantier", field="site")
    today = day_in_algiers(now())
    browser.database(
        "UPDATE dossier SET paused_on = $1, received_at = $2", today - timedelta(days=10), now() - timedelta(days=12)
    )
    await declares(supervisor, first=-6, last=-2)
    await extend(counter, browser)
    await acts(officer, number, "resume", text="Connu maintenant")
    assert limits(browser, number)[0] == before + timedelta(days=10)


def traces(browser: Browser, number: str, verb: str = "dossier.extend") -> int:
    return len(
        browser.database(
            "SELECT 1 FROM dossier_event WHERE verb = $1 AND dossier = (SELECT id FROM dossier WHERE number = $2)",
            verb,
            number,
        )
    )


async def test_what_is_filed_after_it_was_declared_has_its_days_once(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    before = await dossier(browser)
    supervisor = await serving(counter, "supervisor", ADRAR)
    await declares(supervisor, first=-2, last=2)
    meanwhile, elsewhere = await dossier(browser, site="Autre chantier"), await dossier(browser, "31")
    given = tuple(day + timedelta(days=3) for day in limits(browser, before))
    assert limits(browser, meanwhile) == given  # today and the two days to come
    assert limits(browser, elsewhere) == limits(browser, before)
    await extend(counter, browser)
    assert limits(browser, before) == limits(browser, meanwhile) == given
    after = await dossier(browser, activity="Coulage de dalle")
    assert limits(browser, after) == given
    assert [traces(browser, each) for each in (before, meanwhile, after, elsewhere)] == [1, 1, 1, 0]
    assert "Délai prolongé" in (await supervisor.opens(f"/fr/desk/dossiers/{after}")).text
    await declares(supervisor, first=-2, last=3)  # one of its days is new
    await extend(counter, browser)
    assert limits(browser, after) == limits(browser, before) == tuple(day + timedelta(days=1) for day in given)


async def test_a_step_that_begins_meanwhile_has_its_days_and_the_answer_has_them_once(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    touched, plain = await dossier(browser), await dossier(browser, "31")
    await declares(await serving(counter, "supervisor", ADRAR))
    await extend(counter, browser)
    answer_by, _ = limits(browser, touched)
    for number, place in ((touched, ADRAR), (plain, ORAN)):
        await acts(await serving(counter, "case_officer", place), number, "take_up")
    assert limits(browser, touched) == (answer_by, limits(browser, plain)[1] + timedelta(days=3))
    assert (traces(browser, touched), traces(browser, touched, "dossier.lengthen")) == (1, 1)
    await extend(counter, browser)
    assert limits(browser, touched)[0] == answer_by


async def test_days_still_lost_when_a_pause_ends_are_given_then(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    number = await dossier(browser)
    officer, supervisor = await serving(counter, "case_officer", ADRAR), await serving(counter, "supervisor", ADRAR)
    await acts(officer, number, "take_up")
    before, _ = limits(browser, number)
    await acts(officer, number, "ask_correction", text="Précisez le chantier", field="site")
    browser.database("UPDATE dossier SET paused_on = $1", day_in_algiers(now()) - timedelta(days=4))
    await declares(supervisor, first=-2, last=2)
    await extend(counter, browser)
    assert limits(browser, number)[0] == before
    await acts(officer, number, "resume", text="Connu maintenant")
    assert limits(browser, number)[0] == before + timedelta(days=4 + 3)


async def test_days_given_before_a_pause_are_given_no_second_time(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    number = await dossier(browser)
    officer, supervisor = await serving(counter, "case_officer", ADRAR), await serving(counter, "supervisor", ADRAR)
    await acts(officer, number, "take_up")
    browser.database("UPDATE dossier SET received_at = $1", now() - timedelta(days=12))
    before, _ = limits(browser, number)
    await declares(supervisor, first=-6, last=-3)
    await extend(counter, browser)
    assert limits(browser, number)[0] == before + timedelta(days=4)
    await acts(officer, number, "ask_correction", text="Précisez le chantier", field="site")
    browser.database("UPDATE dossier SET paused_on = $1", day_in_algiers(now()) - timedelta(days=5))
    await acts(officer, number, "resume", text="Connu maintenant")
    assert limits(browser, number)[0] == before + timedelta(days=4 + 2)  # of five days three were given


async def test_a_step_has_the_days_that_were_lost_to_it_alone(counter: AsyncTestClient[Any], browser: Browser) -> None:
    number, other = await dossier(browser), await dossier(browser, site="Autre chantier")
    supervisor = await serving(counter, "supervisor", ADRAR)
    browser.database("UPDATE dossier SET received_at = $1", now() - timedelta(days=12))
    answer_by, due_on = limits(browser, number)
    beyond = (due_on - day_in_algiers(now())).days + 1
    await declares(supervisor, first=beyond, last=beyond + 2)  # the step is due before
    await extend(counter, browser)
    assert limits(browser, number) == (answer_by + timedelta(days=3), due_on)
    await acts(await serving(counter, "case_officer", ADRAR), other, "take_up")
    answer_by, due_on = limits(browser, other)
    await declares(supervisor, first=-8, last=-5)  # the step began after
    await extend(counter, browser)
    assert limits(browser, other) == (answer_by + timedelta(days=4), due_on)


async def test_what_comes_from_another_place_has_the_days_lost_there(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    number = await dossier(browser, "31")
    before = limits(browser, number)
    await declares(await serving(counter, "supervisor", ADRAR))
    await extend(counter, browser)  # nothing lies there yet
    there = await serving(counter, "supervisor", ORAN)
    sent = {"to_body": "cacobatph", "to_wilaya": "01", "reason": "Le chantier est à Adrar"}
    assert (await there.presses(f"/fr/desk/dossiers/{number}/transfer", **sent)).status_code == 303
    await extend(counter, browser)
    assert limits(browser, number) == tuple(day + timedelta(days=3) for day in before)


async def test_what_is_late_is_told_to_those_over_it_where_it_goes(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    number, other = await dossier(browser), await dossier(browser, site="Autre chantier")
    here, there = await serving(counter, "supervisor", ADRAR, "Lynda Kaci"), await serving(counter, "supervisor", ORAN)
    late_by(browser, number, 9)
    escalated(counter)
    for each in (number, other):
        sent = {"to_body": "cacobatph", "to_wilaya": "31", "reason": "Le chantier est à Oran"}
        assert (await here.presses(f"/fr/desk/dossiers/{each}/transfer", **sent)).status_code == 303
    escalated(counter)
    assert (traces(browser, number, "dossier.escalate"), traces(browser, other, "dossier.escalate")) == (2, 0)
    assert escalated(counter) == 0
    assert "Retard signalé à" in (await there.opens(f"/fr/desk/dossiers/{number}")).text


async def test_the_warning_before_the_day_of_the_answer_waits_for_no_step(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    number = await dossier(browser)
    await serving(counter, "supervisor", ADRAR, "Lynda Kaci")
    browser.database("UPDATE dossier SET answer_by = $1", day_in_algiers(now()) + timedelta(days=90))
    late_by(browser, number, 9)
    escalated(counter)
    # the answer is due soon, and the step of whoever takes it up now is not late yet
    soon = day_in_algiers(now()) + timedelta(days=3)
    browser.database("UPDATE dossier SET answer_by = $1", soon)
    await acts(await serving(counter, "case_officer", ADRAR), number, "take_up")
    escalated(counter)
    (row,) = browser.database("SELECT escalated, warned FROM dossier WHERE number = $1", number)
    assert (row["escalated"], row["warned"]) == (0, 1)


async def test_all_that_falls_due_at_once_is_told_to_each_by_name(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    number, other = await dossier(browser), await dossier(browser, site="Autre chantier")
    supervisor = await serving(counter, "supervisor", ADRAR, "Lynda Kaci")
    await serving(counter, "fund_director", ALL, "Hocine Ziani")
    late_by(browser, number, 60)
    late_by(browser, other, 60)
    browser.database("UPDATE dossier SET answer_by = due_on WHERE number = $1", number)
    assert escalated(counter) == 2
    assert escalated(counter) == 0
    # each role once a dossier
    assert (traces(browser, number, "dossier.escalate"), traces(browser, other, "dossier.escalate")) == (2, 1)
    page = (await supervisor.opens(f"/fr/desk/dossiers/{number}")).text
    story = page[page.index("Histoire du dossier") :].partition("</ol>")[0]
    assert story.count("Lynda Kaci") == 1
    assert story.count("Hocine Ziani") == 1


async def test_what_is_late_in_somebodys_hands_is_listed_by_a_press(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    theirs, nobodys = await dossier(browser), await dossier(browser, site="Autre chantier")
    officer = await serving(counter, "case_officer", ADRAR, "Nadia Benali")
    await acts(officer, theirs, "take_up")
    for number in (theirs, nobodys):
        late_by(browser, number, 3)
    supervisor = await serving(counter, "supervisor", ADRAR, "Lynda Kaci")
    page = (await supervisor.opens("/fr/desk/late")).text
    (link,) = re.findall(r'href="(/fr/desk/dossiers\?view=late[^"]*holder=[^"]+)"', page)
    listed = (await supervisor.opens(link.replace("&amp;", "&"))).text
    assert (theirs in listed, nobodys in listed, "Nadia Benali" in listed) == (True, False, True)
    assert nobodys in (await supervisor.opens("/fr/desk/dossiers?view=late&holder=nobody")).text

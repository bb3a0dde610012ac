"""Days off are put right on a page; what was said stays to be read, and the days of open dossiers follow."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from litestar.testing import AsyncTestClient

from backend.domains.dossiers.rules import Law
from backend.domains.parameters.operations import RECOUNT
from backend.domains.parameters.rules import Calendar, Feast, feasts
from backend.domains.sync.operations.recounting import recount
from backend.kernel.days import ALGIERS, day_in_algiers
from backend.program import Program, facts
from backend.settings import Settings
from backend.storage import jobs
from backend.worker import Worker
from tests.front import PUBLIC_URL
from tests.identity.browser import Browser
from tests.identity.test_devices import now
from tests.staff.serving import serving
from tests.staff.test_clocks import limits
from tests.staff.test_queue import ADRAR, ALL, acts, dossier

HERE = "/fr/desk/holidays"
SOURCE = "Communiqué de la commission du croissant lunaire"
DECREE = {"do": "add", "name_ar": "عطلة خاصة", "name_fr": "Journée chômée", "source": "Décret exécutif"}


def calendar(counter: AsyncTestClient[Any]) -> Calendar:
    found: Calendar = counter.blocking_portal.call(counter.app.state.centre.calendars.now)
    return found


def next_feast(counter: AsyncTestClient[Any]) -> Feast:
    """The first one of next year that is only estimated."""
    year = day_in_algiers(now()).year + 1
    return next(each for each in feasts(calendar(counter).holidays(year)) if each.estimated)


def works(counter: AsyncTestClient[Any]) -> None:
    """The worker does all that was asked for."""
    program = Program(
        Settings.from_environment({"SHUBBAK_PUBLIC_URL": PUBLIC_URL}), facts()[3], counter.app.state.centre
    )
    counter.blocking_portal.call(Worker(program).work_once)


def recounts(counter: AsyncTestClient[Any], *days: Any) -> None:
    """A worker that comes again."""
    counter.blocking_portal.call(partial(recount, counter.app.state.centre, days, now()))


async def test_everybody_reads_and_two_roles_write(counter: AsyncTestClient[Any]) -> None:
    agent = await serving(counter, "agent", ADRAR)
    page = (await agent.opens(HERE)).text
    assert page.count("Estimé, pas encore annoncé") >= 8
    assert "Fête de la Révolution" in page
    assert "<form" not in page[page.index("<h1>") :]
    assert (await agent.presses(HERE, **DECREE)).status_code == 403
    assert 'href="/fr/desk/holidays"' in (await agent.opens("/fr/desk")).text
    director = await serving(counter, "fund_director", ALL)
    assert "Dire ce qui a été annoncé" in (await director.opens(HERE)).text
    arabic = (await director.opens("/ar/desk/holidays")).text
    assert "تقديري، لم يُعلن بعد" in arabic
    assert "عيد الثورة" in arabic


async def test_a_feast_is_moved_with_its_source_and_taken_back(counter: AsyncTestClient[Any]) -> None:
    director = await serving(counter, "fund_director", ALL, "Nadia Ferhat")
    feast = next_feast(counter)
    to = feast.first + timedelta(days=1)
    sent = {"do": "move", "day": feast.first.isoformat(), "source": SOURCE}
    arabic_digits = to.isoformat().translate({ord("0") + each: 0x0660 + each for each in range(10)})
    assert (await director.presses(HERE, to=arabic_digits, **sent)).status_code == 303
    assert calendar(counter).on(feast.first) is None
    assert calendar(counter).on(to) is not None
    page = (await director.opens(HERE)).text
    story = page[page.rindex("Ce qui a été annoncé") :]
    assert SOURCE in story
    assert "Nadia Ferhat" in story
    assert "estimé" in story
    again = await director.presses(HERE, to=arabic_digits, **sent)
    assert again.status_code == 422
    assert "n’est plus une estimation" in again.text
    assert SOURCE in again.text  # what was typed stays, although its form has gone
    (row,) = director.database("SELECT id, said FROM announced_day")
    assert SOURCE.encode() not in bytes(row["said"])
    end = f"{HERE}/{row['id']}/end"
    short = await director.presses(end, source="x")
    assert "Source" in short.text
    assert 'value="x"' in short.text
    assert short.status_code == 422
    administrator = await serving(counter, "administrator", ALL, "Samir Kaci")
    assert (await administrator.presses(end, source="Erreur de saisie")).status_code == 303
    assert calendar(counter).on(feast.first) is not None
    assert (await administrator.presses(end, source="Erreur de saisie")).status_code == 422
    page = (await director.opens(HERE)).text
    assert all(each in page for each in ("Repris", "Samir Kaci", "Erreur de saisie", SOURCE))


async def test_an_estimate_is_confirmed(counter: AsyncTestClient[Any]) -> None:
    director = await serving(counter, "fund_director", ALL)
    feast = next_feast(counter)
    sent = {"do": "confirm", "day": feast.first.isoformat(), "source": SOURCE}
    assert (await director.presses(HERE, **sent)).status_code == 303
    found = calendar(counter).on(feast.first)
    assert found is not None
    assert not found.estimated
    assert director.database("SELECT 1 FROM job WHERE kind = $1", RECOUNT) == []  # the same days are off
    assert "confirmé" in (await director.opens(HERE)).text


async def test_a_refusal_names_the_field_and_keeps_what_was_typed(counter: AsyncTestClient[Any]) -> None:
    director = await serving(counter, "fund_director", ALL)
    feast = next_feast(counter)
    day = feast.first.isoformat()
    for sent, said, field in (
        ({"do": "move", "day": day, "to": "demain"}, "Date", "to"),
        ({"do": "move", "day": day, "to": day}, "Premier jour annoncé", "to"),
        ({"do": "move", "day": day, "to": f"{feast.first.year}-12-30"}, "Premier jour annoncé", "to"),
        ({"day": day}, "Ce qui a été annoncé", None),
        (DECREE | {"day": day}, "déjà un jour férié", "day"),
        (DECREE | {"day": "2001-01-01"}, "seulement en", "day"),
        (DECREE | {"day": f"{feast.first.year}-09-12", "name_ar": "x"}, "Nom en arabe", "name_ar"),
        (DECREE | {"day": f"{feast.first.year}-09-12", "name_fr": ""}, "Nom en français", "name_fr"),
    ):
        answer = await director.presses(HERE, **{"source": SOURCE} | sent)
        assert answer.status_code == 422, sent
        assert said in answer.text, sent
        assert (f'id="{field}-' in answer.text and 'aria-invalid="true"' in answer.text) == (field is not None), sent
        assert sent.get("source", SOURCE) in answer.text
    long = await director.presses(HERE, do="confirm", day=day, source="x" * 201)
    assert "Source" in long.text
    assert "x" * 201 in long.text


async def test_a_day_decided_by_decree_moves_the_step_of_an_open_dossier(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    number = await dossier(browser)
    answer_by, due_on = limits(browser, number)
    director = await serving(counter, "fund_director", ALL)
    assert (await director.presses(HERE, day=due_on.isoformat(), **DECREE)).status_code == 303
    works(counter)
    law = counter.blocking_portal.call(counter.app.state.centre.law)
    assert limits(browser, number) == (answer_by, law.after(due_on, 1))
    (row,) = browser.database("SELECT escalate_on, revision FROM dossier WHERE number = $1", number)
    assert row["escalate_on"] > law.after(due_on, 1)
    assert row["revision"] == 1  # a correction of the filer is no older for it
    officer = await serving(counter, "case_officer", ADRAR)
    page = (await officer.opens(f"/fr/desk/dossiers/{number}")).text
    assert "Jours fériés changés, échéance recomptée" in page
    assert "au lieu du" in page
    recounts(counter, due_on)
    assert len(browser.database("SELECT 1 FROM dossier_event WHERE verb = 'dossier.recount'")) == 1
    (said,) = browser.database("SELECT id FROM announced_day")
    assert (await director.presses(f"{HERE}/{said['id']}/end", source="Décret annulé")).status_code == 303
    works(counter)
    assert limits(browser, number) == (answer_by, due_on)


async def test_what_is_filed_after_it_counts_by_it_at_once(counter: AsyncTestClient[Any], browser: Browser) -> None:
    _, due_on = limits(browser, await dossier(browser))
    director = await serving(counter, "fund_director", ALL)
    await director.presses(HERE, day=due_on.isoformat(), **DECREE)
    _, later = limits(browser, await dossier(browser, site="Autre chantier"))
    assert later > due_on


async def test_a_moved_feast_moves_what_was_begun_before_it(counter: AsyncTestClient[Any], browser: Browser) -> None:
    number, untouched = await dossier(browser), await dossier(browser, site="Autre chantier")
    await acts(await serving(counter, "case_officer", ADRAR), number, "take_up")
    centre, feast = counter.app.state.centre, next_feast(counter)
    law: Law = counter.blocking_portal.call(centre.law)
    began = feast.first - timedelta(days=3)
    length = law.parameters.in_force("examine_days", began).whole
    was = law.after(began, length)
    at = datetime.combine(began, time(10), ALGIERS)
    far = was + timedelta(days=60)
    browser.database("UPDATE dossier SET due_on = $1, answer_by = $2 WHERE number = $3", was, far, number)
    browser.database(
        "UPDATE dossier_event SET at = $1 WHERE verb = 'dossier.take_up'"
        " AND dossier = (SELECT id FROM dossier WHERE number = $2)",
        at,
        number,
    )
    before = limits(browser, untouched)
    director = await serving(counter, "fund_director", ALL)
    to = feast.first - timedelta(days=9)  # before the step begins: no day of the feast stands in its way
    sent = {"do": "move", "day": feast.first.isoformat(), "to": to.isoformat(), "source": SOURCE}
    assert (await director.presses(HERE, **sent)).status_code == 303
    works(counter)
    anew: Law = counter.blocking_portal.call(centre.law)
    assert limits(browser, number)[1] == anew.after(began, length) <= was
    assert limits(browser, untouched) == before


async def test_days_given_for_an_incident_stay_given(counter: AsyncTestClient[Any], browser: Browser) -> None:
    number = await dossier(browser)
    _, due_on = limits(browser, number)
    supervisor = await serving(counter, "supervisor", ADRAR)
    today = day_in_algiers(now()).isoformat()
    lost = {"body": "cacobatph", "wilaya": "01", "first": today, "last": today, "reason": "Inondation du guichet"}
    await supervisor.presses("/fr/desk/incidents", **lost)
    works(counter)
    assert limits(browser, number)[1] == due_on + timedelta(days=1)
    director = await serving(counter, "fund_director", ALL)
    await director.presses(HERE, day=due_on.isoformat(), **DECREE)
    works(counter)
    law = counter.blocking_portal.call(counter.app.state.centre.law)
    assert limits(browser, number)[1] == law.after(due_on, 1) + timedelta(days=1)


async def test_a_service_that_is_no_more_stops_nothing(counter: AsyncTestClient[Any], browser: Browser) -> None:
    gone, number = await dossier(browser), await dossier(browser, site="Autre chantier")
    browser.database("UPDATE dossier SET service = 'cacobatph.gone' WHERE number = $1", gone)
    _, due_on = limits(browser, number)
    director = await serving(counter, "fund_director", ALL)
    await director.presses(HERE, day=due_on.isoformat(), **DECREE)
    works(counter)
    assert limits(browser, number)[1] > due_on
    assert limits(browser, gone)[1] == due_on

    async def left() -> int:
        return len(await jobs.claim([RECOUNT], 10, 1, now() + timedelta(days=1)))

    assert counter.blocking_portal.call(left) == 0

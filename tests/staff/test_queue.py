"""The desk: what waits in the order of its clocks, taken by one pair of hands at a time, moved by its workflow."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from httpx import Response
from litestar.testing import AsyncTestClient

from backend.domains.dossiers.operations import make_findable
from backend.domains.identity.rules import Scope
from backend.kernel.days import day_in_algiers
from tests.identity.browser import Browser
from tests.identity.test_devices import filed, known, now, person_of
from tests.people import an_hour_before, stoppage
from tests.staff.serving import serve, serving

ORAN, ADRAR, ALL = Scope("cacobatph", "31"), Scope("cacobatph", "01"), Scope("cacobatph")


async def dossier(browser: Browser, wilaya: str = "01", **changed: Any) -> str:
    """The number of a stoppage filed in a wilaya."""
    answers = stoppage(an_hour_before(now())) | {"wilaya": wilaya} | changed
    phone = await known(browser, f"phone {wilaya} {len(changed)}")
    return str((await filed(browser, phone, answers=answers))["dossier"]["number"])


async def acts(agent: Browser, number: str, act: str, **said: str) -> Response:
    """An act of somebody who has the page of the dossier before them."""
    page = (await agent.opens(f"/fr/desk/dossiers/{number}")).text
    (revision, *_) = re.findall(r'name="revision" value="(\d+)"', page) or ["0"]
    return await agent.presses(f"/fr/desk/dossiers/{number}/acts", act=act, **({"revision": revision} | said))


def state_of(browser: Browser, number: str) -> str:
    (row,) = browser.database("SELECT state FROM dossier WHERE number = $1", number)
    return str(row["state"])


async def test_a_request_is_taken_up_proposed_and_decided_by_another(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    number = await dossier(browser)
    officer = await serving(counter, "case_officer", ADRAR, "Samia Haddad")
    supervisor = await serving(counter, "supervisor", ADRAR, "Lynda Kaci")
    assert number in (await officer.opens("/fr/desk/dossiers?view=new")).text
    assert (await acts(officer, number, "take_up")).status_code == 303
    assert number in (await officer.opens("/fr/desk/dossiers?view=mine")).text
    assert "Samia Haddad" in (await supervisor.opens(f"/fr/desk/dossiers/{number}")).text
    assert (
        "collègue a ce dossier"
        in (await acts(supervisor, number, "propose", text="Vu et revu", proposal="accept")).text
    )
    assert (await acts(officer, number, "propose", text="Pièces vérifiées", proposal="accept")).status_code == 303
    alone = await officer.opens(f"/fr/desk/dossiers/{number}")
    assert 'value="accept"' not in alone.text
    assert "une autre personne décide" in (await acts(officer, number, "accept", text="Oui", revision="3")).text
    assert (await acts(supervisor, number, "accept", text="Conforme à l’ordonnance 97-01.")).status_code == 303
    assert state_of(browser, number) == "accepted"
    assert "terminé" in (await supervisor.opens(f"/fr/desk/dossiers/{number}")).text


async def test_a_dossier_of_another_place_is_as_unknown_as_none(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    number = await dossier(browser)
    elsewhere = await serving(counter, "case_officer", ORAN)
    stranger = await serving(counter, "case_officer", Scope("fnpos", "01"))
    for agent in (elsewhere, stranger):
        assert number not in (await agent.opens("/fr/desk/dossiers?view=all")).text
        for path in (number, "CB-01-2026-999999-00"):
            assert (await agent.opens(f"/fr/desk/dossiers/{path}")).status_code == 404
        assert (await agent.presses(f"/fr/desk/dossiers/{number}/acts", act="take_up", revision="1")).status_code == 404
        assert (await agent.presses("/fr/desk/dossiers/hands", do="claim", number=number)).status_code == 422
    assert state_of(browser, number) == "filed"


async def test_an_agent_reads_and_does_not_decide(counter: AsyncTestClient[Any], browser: Browser) -> None:
    number = await dossier(browser)
    agent = await serving(counter, "agent", ADRAR)
    page = await agent.opens(f"/fr/desk/dossiers/{number}")
    assert page.status_code == 200
    assert 'name="act"' not in page.text
    for path in ("acts", "notes", "transfer", "holder"):
        assert (await agent.presses(f"/fr/desk/dossiers/{number}/{path}", act="take_up")).status_code == 403


async def test_what_was_decided_on_an_older_state_is_shown_beside_the_new_one(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    number = await dossier(browser)
    officer = await serving(counter, "case_officer", ADRAR)
    await acts(officer, number, "take_up")
    stale = await acts(officer, number, "propose", text="Tout est vérifié ici", proposal="refuse", revision="1")
    assert stale.status_code == 422
    assert "Depuis que vous l’avez ouvert" in stale.text
    assert "Dossier pris en charge" in stale.text
    assert "Tout est vérifié ici" in stale.text  # what was typed stays
    assert state_of(browser, number) == "taken_up"


async def test_nobody_decides_on_money_from_a_desk_left_open(counter: AsyncTestClient[Any], browser: Browser) -> None:
    number = await dossier(browser)
    officer, boss = await serving(counter, "case_officer", ADRAR), await serving(counter, "supervisor", ADRAR)
    await acts(officer, number, "take_up")
    browser.database("UPDATE session SET verified_at = $1", now() - timedelta(minutes=11))
    await acts(officer, number, "propose", text="Tout est vérifié ici", proposal="accept")
    assert state_of(browser, number) == "proposed"
    stale = await acts(boss, number, "accept", text="Conforme à l’ordonnance")
    assert "montrez à nouveau" in stale.text
    assert "Conforme à l’ordonnance" in stale.text  # what was typed stays
    assert state_of(browser, number) == "proposed"


@pytest.mark.parametrize(
    ("act", "said", "told"),
    [
        ("propose", {"proposal": "accept", "text": ""}, "Écrivez entre"),
        ("propose", {"proposal": "", "text": "Vu et vérifié"}, "Choisissez la décision"),
        ("propose", {"proposal": "withdraw", "text": "Vu et vérifié"}, "Choisissez la décision"),
        ("ask_correction", {"text": "Corrigez le chantier"}, "Cochez ce qui"),
        ("ask_correction", {"text": "Corrigez", "field": "no_such_field"}, "Cochez ce qui"),
        ("accept", {"text": "Oui, accepté"}, "pas possible dans l’état"),
        ("withdraw", {"text": "Retiré par l’agent"}, "pas possible dans l’état"),
        ("no_such_act", {"text": "Rien"}, "pas possible dans l’état"),
    ],
)
async def test_what_an_act_cannot_do_without(
    counter: AsyncTestClient[Any], browser: Browser, act: str, said: dict[str, str], told: str
) -> None:
    number = await dossier(browser)
    officer = await serving(counter, "case_officer", ADRAR)
    await acts(officer, number, "take_up")
    page = await acts(officer, number, act, **said)
    assert page.status_code == 422
    assert told in page.text
    assert said["text"] in page.text
    assert state_of(browser, number) == "taken_up"


async def test_nobody_works_on_what_they_filed(counter: AsyncTestClient[Any], browser: Browser) -> None:
    await browser.registers("Samia Haddad")
    phone = await known(browser, "mine")
    outcome = await filed(
        browser,
        phone,
        person=await person_of(browser, phone),
        answers=stoppage(an_hour_before(now())) | {"wilaya": "01"},
    )
    await serve(browser, "supervisor", ALL)
    number = outcome["dossier"]["number"]
    assert "vous concerne" in (await acts(browser, number, "take_up", revision="1")).text
    partly = await browser.presses("/fr/desk/dossiers/hands", do="claim", number=number)
    assert partly.status_code == 422
    assert "Aucun dossier libre" in (await browser.presses("/fr/desk/dossiers/hands", do="next")).text
    where = {"to_body": "cacobatph", "to_wilaya": "31", "reason": "Le chantier est à Oran"}
    moved = await browser.presses(f"/fr/desk/dossiers/{number}/transfer", **where)
    assert "vous concerne" in moved.text
    boss = await serving(browser.counter, "supervisor", ALL)
    me = await person_of(browser, phone)
    given = await boss.presses(f"/fr/desk/dossiers/{number}/holder", to=me)
    assert "concerne cette personne" in given.text
    colleague = await serving(browser.counter, "case_officer", ADRAR, "Nadia Benali")
    wrote = await colleague.presses(f"/fr/desk/dossiers/{number}/notes", note="Chantier à voir de près")
    assert wrote.status_code == 303
    assert "Chantier à voir de près" in (await boss.opens(f"/fr/desk/dossiers/{number}")).text
    (nadia,) = re.findall(
        r'<option value="([0-9a-f-]{36})">Nadia Benali', (await boss.opens(f"/fr/desk/dossiers/{number}")).text
    )
    page = (await browser.opens(f"/fr/desk/dossiers/{number}")).text
    assert "Chantier à voir de près" not in page
    assert f"/fr/desk/dossiers/{number}/notes" not in page
    assert nadia not in page
    for path, sent in (("holder", {"to": nadia}), ("notes", {"note": "Tout est en ordre"})):
        refused = await browser.presses(f"/fr/desk/dossiers/{number}/{path}", **sent)
        assert "vous concerne" in refused.text
    assert state_of(browser, number) == "filed"
    (row,) = browser.database("SELECT holder, wilaya_code FROM dossier WHERE number = $1", number)
    assert (row["holder"], row["wilaya_code"]) == (None, "01")


async def test_the_most_urgent_is_taken_and_given_back(counter: AsyncTestClient[Any], browser: Browser) -> None:
    numbers = [await dossier(browser, site=f"Chantier {each}") for each in range(3)]
    officer = await serving(counter, "case_officer", ADRAR)
    taken = (await officer.presses("/fr/desk/dossiers/hands", do="next")).headers["location"].rpartition("/")[2]
    assert taken in numbers
    rest = [number for number in numbers if number != taken]
    marked = await officer.presses("/fr/desk/dossiers/hands", do="claim", number=rest, view="all")
    assert marked.status_code == 303
    assert "Aucun dossier libre" in (await officer.presses("/fr/desk/dossiers/hands", do="next")).text
    assert (await officer.presses("/fr/desk/dossiers/hands", do="release", number=rest)).status_code == 303
    other = await serving(counter, "case_officer", ADRAR, "Nadia")
    partly = await other.presses("/fr/desk/dossiers/hands", do="claim", number=numbers)
    assert "Fait pour <bdi>2</bdi> des <bdi>3</bdi>" in re.sub(r"<bdi[^>]*>", "<bdi>", partly.text)


async def test_whoever_filed_the_most_urgent_ones_takes_the_next(
    counter: AsyncTestClient[Any], browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.domains.dossiers.operations.desk.LOOKED_AT", 2)
    await browser.registers("Samia Haddad")
    phone = await known(browser, "mine")
    me, answers = await person_of(browser, phone), stoppage(an_hour_before(now())) | {"wilaya": "01"}
    for each in range(6):
        await filed(browser, phone, person=me, answers=answers | {"site": f"Chantier {each}"})
    other = await dossier(browser)
    later = day_in_algiers(now()) + timedelta(days=30)
    browser.database("UPDATE dossier SET due_on = $1 WHERE number = $2", later, other)
    await serve(browser, "supervisor", ALL)
    taken = await browser.presses("/fr/desk/dossiers/hands", do="next")
    assert taken.headers["location"].rpartition("/")[2] == other
    assert "Aucun dossier libre" in (await browser.presses("/fr/desk/dossiers/hands", do="next")).text


async def test_a_dossier_goes_to_another_wilaya_with_a_reason(counter: AsyncTestClient[Any], browser: Browser) -> None:
    number = await dossier(browser)
    officer, there = await serving(counter, "case_officer", ADRAR), await serving(counter, "case_officer", ORAN)
    where = {"to_body": "cacobatph", "to_wilaya": "31"}
    empty = await officer.presses(f"/fr/desk/dossiers/{number}/transfer", reason="", **where)
    assert "Écrivez entre" in empty.text
    gone = await officer.presses(f"/fr/desk/dossiers/{number}/transfer", reason="Le chantier est à Oran", **where)
    assert gone.status_code == 303
    assert (await officer.opens(f"/fr/desk/dossiers/{number}")).status_code == 404
    page = (await there.opens(f"/fr/desk/dossiers/{number}")).text
    assert "Le chantier est à Oran" in page


async def test_a_supervisor_gives_it_to_a_colleague(counter: AsyncTestClient[Any], browser: Browser) -> None:
    number = await dossier(browser)
    officer, supervisor = (
        await serving(counter, "case_officer", ADRAR, "Nadia Benali"),
        await serving(counter, "supervisor", ADRAR),
    )
    await acts(supervisor, number, "take_up")
    page = (await supervisor.opens(f"/fr/desk/dossiers/{number}")).text
    (nadia,) = re.findall(r'<option value="([0-9a-f-]{36})">Nadia Benali', page)
    assert (await supervisor.presses(f"/fr/desk/dossiers/{number}/holder", to=nadia)).status_code == 303
    assert number in (await officer.opens("/fr/desk/dossiers?view=mine")).text
    stranger = await supervisor.presses(f"/fr/desk/dossiers/{number}/holder", to="01990000-0000-7000-8000-000000000009")
    assert "collègue qui travaille ici" in stranger.text


async def test_notes_are_for_colleagues_alone(counter: AsyncTestClient[Any], browser: Browser) -> None:
    phone = await known(browser, "phone")
    outcome = await filed(browser, phone, answers=stoppage(an_hour_before(now())) | {"wilaya": "01"})
    number = outcome["dossier"]["number"]
    officer = await serving(counter, "case_officer", ADRAR)
    assert (await officer.presses(f"/fr/desk/dossiers/{number}/notes", note="Appelé deux fois")).status_code == 303
    assert "Appelé deux fois" in (await officer.opens(f"/fr/desk/dossiers/{number}")).text
    opened = await counter.post(f"/r/{number}", data={"secret": outcome["receipt"]["secret"], "lang": "fr"})
    assert "Appelé deux fois" not in opened.text


@pytest.mark.parametrize("typed", ["El Waha", "el oueha batiment", "الواحة"])
async def test_a_dossier_is_found_by_a_name_however_it_is_spelled(
    counter: AsyncTestClient[Any], browser: Browser, typed: str
) -> None:
    number = await dossier(browser, employer_name="SARL El Waha Bâtiment")
    centre = counter.app.state.centre

    async def index() -> int:
        return await make_findable(catalogue=centre.catalogue, sealer=centre.sealer)

    counter.blocking_portal.call(index)
    officer = await serving(counter, "case_officer", ADRAR)
    found = await officer.presses("/fr/desk/dossiers", called=typed)
    assert found.headers["location"].endswith(number)
    elsewhere = await serving(counter, "case_officer", ORAN)
    assert "Aucun dossier de vos lieux" in (await elsewhere.presses("/fr/desk/dossiers", called=typed)).text


async def test_the_way_of_a_service_is_drawn(counter: AsyncTestClient[Any], browser: Browser) -> None:
    officer = await serving(counter, "case_officer", ADRAR)
    for lang, word in (("fr", "Décision proposée"), ("ar", "قرار مقترح")):
        page = await officer.opens(f"/{lang}/desk/workflows/cacobatph.leave-claim")
        assert "<svg" in page.text
        assert word in page.text


async def test_what_an_act_does_not_want_is_refused_and_breaks_no_page(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    number = await dossier(browser)
    officer = await serving(counter, "case_officer", ADRAR)
    refused = await acts(officer, number, "take_up", field="no_such_field")
    assert refused.status_code == 422
    assert (await officer.opens(f"/fr/desk/dossiers/{number}")).status_code == 200
    assert state_of(browser, number) == "filed"


@pytest.mark.parametrize("revision", ["9" * 5000, "-1", "x", ""])
async def test_a_revision_that_is_none_is_refused(
    counter: AsyncTestClient[Any], browser: Browser, revision: str
) -> None:
    number = await dossier(browser)
    officer = await serving(counter, "case_officer", ADRAR)
    assert (await acts(officer, number, "take_up", revision=revision)).status_code == 422


async def test_what_awaits_its_filer_is_nobodys_delay(counter: AsyncTestClient[Any], browser: Browser) -> None:
    number = await dossier(browser)
    officer = await serving(counter, "case_officer", ADRAR, "Samia Haddad")
    await acts(officer, number, "take_up")
    await acts(officer, number, "ask_correction", text="Précisez le chantier", field="site")
    browser.database("UPDATE dossier SET due_on = $1", day_in_algiers(now()) - timedelta(days=2))
    assert "Samia Haddad" not in (await officer.opens("/fr/desk/late")).text
    assert number not in (await officer.opens("/fr/desk/dossiers?view=late")).text
    other = await serving(counter, "case_officer", ADRAR)
    assert "Aucun dossier libre" in (await other.presses("/fr/desk/dossiers/hands", do="next", view="all")).text


async def test_nobody_chooses_who_decides_on_what_is_theirs(counter: AsyncTestClient[Any], browser: Browser) -> None:
    boss = await serving(counter, "supervisor", ADRAR, "Samia Haddad")
    phone = await known(boss)
    number = (await filed(boss, phone, person=await person_of(boss, phone)))["dossier"]["number"]
    officer = await serving(counter, "case_officer", ADRAR, "Nadia Benali")
    to = await person_of(officer, await known(officer, "desk"))
    assert "/holder" not in (await boss.opens(f"/fr/desk/dossiers/{number}")).text
    assert (await boss.presses(f"/fr/desk/dossiers/{number}/holder", to=to)).status_code == 422
    assert browser.database("SELECT holder FROM dossier") == [{"holder": None}]

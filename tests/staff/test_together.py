"""Many dossiers at once: one act or one transfer for those that were marked, and why the others are left out."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from httpx import Response
from litestar.testing import AsyncTestClient

from backend.domains.catalogue.rules import Act, State, Workflow
from backend.domains.dossiers.rules import MOST_TOGETHER, acts_together
from backend.kernel.ids import uuid7
from tests.identity.browser import Browser
from tests.identity.test_devices import filed, known, now, person_of
from tests.people import an_hour_before, stoppage
from tests.staff.serving import serve, serving
from tests.staff.test_queue import ADRAR, ALL, acts, dossier, state_of

MOTIVE = "Déclaration arrivée hors délai, sans motif."
TO_ORAN = {"to_body": "cacobatph", "to_wilaya": "31", "reason": "Les chantiers sont à Oran"}


async def dossiers(browser: Browser, count: int) -> list[str]:
    return [await dossier(browser, site=f"Chantier {uuid7()}") for _ in range(count)]


async def marks(agent: Browser, numbers: list[str], do: str = "act", **asked: str) -> Response:
    """The press of the queue that leads to the page where many are confirmed."""
    return await agent.presses("/fr/desk/together", do=do, number=numbers, view="all", **asked)


def offered(page: Response) -> list[str]:
    return re.findall(r'name="marked" value="([^"]+)"[^>]* checked', page.text)


def left_out(page: Response) -> dict[str, str]:
    """By number, why it was left out."""
    (section,) = re.findall(r'aria-labelledby="left">(.*?)</section>', page.text, re.DOTALL) or [""]
    lines = (re.sub(r"<[^>]+>", "", line) for line in re.findall(r"<li>(.*?)</li>", section, re.DOTALL))
    return {number.strip(): why.strip() for number, _, why in (line.partition("\u00a0: ") for line in lines)}


async def test_many_are_taken_up_and_refused_together(counter: AsyncTestClient[Any], browser: Browser) -> None:
    numbers = await dossiers(browser, 3)
    officer, supervisor = await serving(counter, "case_officer", ADRAR), await serving(counter, "supervisor", ADRAR)
    page = await marks(officer, numbers)
    assert page.status_code == 200
    assert sorted(offered(page)) == sorted(f"{number}~1" for number in numbers)
    taken = await officer.presses("/fr/desk/together/acts", marked=offered(page), act="take_up")
    assert "Fait pour" in taken.text
    assert left_out(taken) == {}
    for number in numbers:
        await acts(officer, number, "propose", text="Hors délai", proposal="refuse")
    page = await marks(supervisor, numbers)
    assert left_out(page).keys() == set()
    assert 'value="refuse"' in page.text
    done = await supervisor.presses("/fr/desk/together/acts", marked=offered(page), act="refuse", text=MOTIVE)
    assert done.status_code == 200
    assert [state_of(browser, number) for number in numbers] == ["refused"] * 3
    letters = browser.database("SELECT number FROM letter")
    assert sorted(row["number"] for row in letters) == sorted(numbers)  # each its own
    story = (await supervisor.opens(f"/fr/desk/dossiers/{numbers[0]}")).text
    assert MOTIVE in story


async def test_whoever_proposed_decides_none_of_them(counter: AsyncTestClient[Any], browser: Browser) -> None:
    numbers = await dossiers(browser, 2)
    officer, supervisor = await serving(counter, "case_officer", ADRAR), await serving(counter, "supervisor", ADRAR)
    for number, agent in zip(numbers, (officer, supervisor), strict=True):
        await acts(agent, number, "take_up")
        await acts(agent, number, "propose", text="Hors délai", proposal="refuse")
    marked = [f"{number}~3" for number in numbers]
    page = await officer.presses("/fr/desk/together/acts", marked=marked, act="refuse", text=MOTIVE)
    assert page.status_code == 200
    assert "une autre personne décide" in left_out(page)[numbers[0]]
    assert MOTIVE in page.text  # what was typed stays
    assert [state_of(browser, number) for number in numbers] == ["proposed", "refused"]
    alone = await marks(officer, numbers[:1])
    assert 'value="refuse"' not in alone.text


async def test_what_moved_on_meanwhile_is_left_out_and_named(counter: AsyncTestClient[Any], browser: Browser) -> None:
    numbers = await dossiers(browser, 3)
    officer = await serving(counter, "case_officer", ADRAR)
    page = await marks(officer, numbers)
    await acts(officer, numbers[1], "take_up")
    done = await officer.presses("/fr/desk/together/acts", marked=offered(page), act="take_up")
    assert done.status_code == 200
    assert list(left_out(done)) == [numbers[1]]
    assert "Il a changé" in left_out(done)[numbers[1]]
    again = await officer.presses("/fr/desk/together/acts", marked=offered(page), act="take_up")
    assert again.status_code == 422
    assert set(left_out(again)) == set(numbers)
    moved = await officer.presses("/fr/desk/together/transfer", marked=offered(page), **TO_ORAN)
    assert set(left_out(moved)) == set(numbers)
    assert {row["wilaya_code"] for row in browser.database("SELECT wilaya_code FROM dossier")} == {"01"}


async def test_why_each_is_left_out_is_said_before_anything_is_done(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    free, held, ended = await dossiers(browser, 3)
    elsewhere = await dossier(browser, wilaya="31")
    colleague, officer = await serving(counter, "case_officer", ADRAR), Browser(counter)
    await officer.registers("Samia Haddad")
    phone = await known(officer, "mine")
    answers = stoppage(an_hour_before(now())) | {"wilaya": "01"}
    own = (await filed(officer, phone, person=await person_of(officer, phone), answers=answers))["dossier"]["number"]
    await serve(officer, "case_officer", ADRAR)
    await acts(colleague, held, "take_up")
    browser.database("UPDATE dossier SET closed_at = $1 WHERE number = $2", now(), ended)
    told = {held: "Un collègue", ended: "est terminé", elsewhere: "Aucun dossier", own: "vous concerne"}
    for do in ("act", "transfer"):
        page = await marks(officer, [free, *told], do)
        assert page.status_code == 200
        assert offered(page) == [f"{free}~1"]
        assert {number: why for number, why in left_out(page).items() if told[number] not in why} == {}
        assert left_out(page).keys() == told.keys()
    assert f"/desk/dossiers/{elsewhere}" not in page.text
    revisions = [f"{number}~1" for number in told]
    for path, said in (("acts", {"act": "take_up"}), ("transfer", TO_ORAN)):
        forged = await officer.presses(f"/fr/desk/together/{path}", marked=revisions, **said)
        assert forged.status_code == 422
        assert own in left_out(forged)
    assert state_of(browser, own) == "filed"


@pytest.mark.parametrize("lang", ["ar", "kab"])
async def test_it_is_said_in_the_language_of_the_page(
    counter: AsyncTestClient[Any], browser: Browser, lang: str
) -> None:
    (number,) = await dossiers(browser, 1)
    officer = await serving(counter, "case_officer", ADRAR)
    for do in ("act", "transfer"):
        page = await officer.presses(f"/{lang}/desk/together", do=do, number=[number, "CB-01-2026-000099-04"])
        assert page.status_code == 200
    assert ("تحويل عدة ملفات" if lang == "ar" else "Transférer plusieurs") in page.text


async def test_only_what_is_alike_gets_one_act(counter: AsyncTestClient[Any], browser: Browser) -> None:
    numbers = await dossiers(browser, 2)
    officer = await serving(counter, "case_officer", ADRAR)
    await acts(officer, numbers[0], "take_up")
    page = await marks(officer, numbers)
    assert page.status_code == 422
    assert "d’une même démarche" in page.text
    ticked = re.findall(r'name="number" value="([^"]+)"[^>]* checked', page.text)
    assert sorted(ticked) == sorted(numbers)  # what was marked stays marked
    assert offered(await marks(officer, numbers, "transfer")) != []  # a transfer is for all


@pytest.mark.parametrize("act", ["propose", "ask_correction", "withdraw", "accept", "no_such_act", ""])
async def test_an_act_that_wants_more_than_a_text_is_for_one_alone(
    counter: AsyncTestClient[Any], browser: Browser, act: str
) -> None:
    (number,) = await dossiers(browser, 1)
    officer = await serving(counter, "case_officer", ADRAR)
    await acts(officer, number, "take_up")
    page = await marks(officer, [number])
    assert re.findall(r'name="act" value="(\w+)"', page.text) == ["message"]
    sent = {"offered": f"{number}~2", "marked": f"{number}~2", "act": act, "text": MOTIVE, "proposal": "accept"}
    answer = await officer.presses("/fr/desk/together/acts", **sent)
    assert answer.status_code == 422
    assert "pas possible dans l’état" in answer.text
    assert MOTIVE in answer.text
    assert state_of(browser, number) == "taken_up"


async def test_what_was_typed_and_marked_stays_on_a_refusal(counter: AsyncTestClient[Any], browser: Browser) -> None:
    numbers = await dossiers(browser, 2)
    officer = await serving(counter, "case_officer", ADRAR)
    values = [f"{number}~1" for number in numbers]
    sent: dict[str, str | list[str]] = {"offered": values, "marked": values[:1], "act": "message", "text": "ab"}
    answer = await officer.presses("/fr/desk/together/acts", **sent)
    assert answer.status_code == 422
    assert "Écrivez entre" in answer.text
    assert ">ab</textarea>" in answer.text
    assert 'value="message" checked' in answer.text
    assert offered(answer) == values[:1]
    assert answer.text.count('name="offered"') == 2
    bare = await officer.presses("/fr/desk/together/acts", **sent | {"act": "take_up"})
    assert "sans texte" in re.sub(r".*<main", "", bare.text, flags=re.DOTALL).partition("<form")[0]
    assert ">ab</textarea>" in bare.text
    where = TO_ORAN | {"to_wilaya": ""}
    nowhere = await officer.presses("/fr/desk/together/transfer", offered=values, marked=values, **where)
    assert "Choisissez l’organisme" in nowhere.text
    assert TO_ORAN["reason"] in nowhere.text
    assert browser.database("SELECT 1 FROM dossier_event WHERE verb <> 'dossier.file'") == []


async def test_many_go_to_another_agency_for_one_reason(counter: AsyncTestClient[Any], browser: Browser) -> None:
    numbers = await dossiers(browser, 3)
    supervisor = await serving(counter, "supervisor", ALL)
    page = await marks(supervisor, numbers, "transfer")
    agency = {"agency": "CB-31", "to_wilaya": "", "reason": TO_ORAN["reason"]}
    done = await supervisor.presses("/fr/desk/together/transfer", marked=offered(page)[:2], **agency)
    assert done.status_code == 200
    rows = browser.database("SELECT number, wilaya_code, agency, holder FROM dossier ORDER BY wilaya_code")
    assert [(row["wilaya_code"], row["holder"]) for row in rows] == [("01", None), ("31", None), ("31", None)]
    assert {row["agency"] for row in rows[1:]} == {"CB-31"}
    again = await supervisor.presses("/fr/desk/together/transfer", marked=offered(page), **agency)
    assert again.status_code == 200
    assert set(left_out(again).values()) == {"Ce dossier s’y trouve déjà."}
    assert len(left_out(again)) == 2
    elsewhere = await supervisor.presses(
        "/fr/desk/together/transfer", marked=offered(page), **agency | {"to_wilaya": "16"}
    )
    assert elsewhere.status_code == 422  # an agency of Oran is not in Algiers


async def test_nobody_decides_on_money_for_many_from_a_desk_left_open(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    numbers = await dossiers(browser, 2)
    officer, supervisor = await serving(counter, "case_officer", ADRAR), await serving(counter, "supervisor", ADRAR)
    for number in numbers:
        await acts(officer, number, "take_up")
        await acts(officer, number, "propose", text="Hors délai", proposal="refuse")
    values = [f"{number}~3" for number in numbers]
    assert "data-fresh" in (await marks(supervisor, numbers)).text
    browser.database("UPDATE session SET verified_at = $1", now() - timedelta(minutes=11))
    sent: dict[str, str | list[str]] = {"offered": values, "marked": values, "text": MOTIVE}
    stale = await supervisor.presses("/fr/desk/together/acts", act="refuse", **sent)
    assert stale.status_code == 422
    assert "montrez à nouveau" in stale.text
    assert MOTIVE in stale.text
    assert offered(stale) == values
    assert {state_of(browser, number) for number in numbers} == {"proposed"}
    assert (await supervisor.presses("/fr/desk/together/acts", act="message", **sent)).status_code == 200


@pytest.mark.parametrize("revision", ["x", "²", "9" * 5000, "-1", ""])
async def test_a_revision_that_is_none_is_old(counter: AsyncTestClient[Any], browser: Browser, revision: str) -> None:
    (number,) = await dossiers(browser, 1)
    officer = await serving(counter, "case_officer", ADRAR)
    marked = f"{number}~{revision}"
    answer = await officer.presses("/fr/desk/together/acts", marked=marked, act="take_up")
    assert answer.status_code == 422
    assert "Il a changé" in left_out(answer)[number]
    assert state_of(browser, number) == "filed"


async def test_none_and_too_many_are_refused(counter: AsyncTestClient[Any], browser: Browser) -> None:
    officer = await serving(counter, "case_officer", ADRAR)
    assert "Cochez d’abord" in (await marks(officer, [])).text
    numbers = [with_check(f"CB-01-2026-{each:06}") for each in range(1, MOST_TOGETHER + 2)]
    assert "200" in (await marks(officer, numbers)).text
    for path, said in (("acts", {"act": "take_up"}), ("transfer", TO_ORAN)):
        answer = await officer.presses(f"/fr/desk/together/{path}", marked=[f"{each}~1" for each in numbers], **said)
        assert answer.status_code == 422
        assert "dossiers au plus" in re.sub(r"<[^>]+>", "", answer.text)
    assert (await marks(officer, numbers[:1], "nothing")).status_code == 422


def with_check(stem: str) -> str:
    """A receipt number with its two check digits."""
    digits = "".join(str(int(letter, 36)) for letter in stem.replace("-", "")) + "00"
    return f"{stem}-{98 - int(digits) % 97:02}"


async def test_a_decision_for_many_is_of_those_who_may_decide_there(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    (number,) = await dossiers(browser, 1)
    for scope in (ADRAR, ALL):
        reader = await serving(counter, "agent", scope)
        for path in ("", "/acts", "/transfer"):
            answer = await reader.presses(f"/fr/desk/together{path}", do="act", number=number, marked=f"{number}~1")
            assert answer.status_code == 403
    assert state_of(browser, number) == "filed"


def test_acts_of_staff_that_want_no_more_than_a_text() -> None:
    wanting = {"none": (), "text": ("text",), "fields": ("fields", "text"), "proposal": ("proposal", "text")}
    by_staff = [Act(name, ("dossier.work",), ("filed",), "filed", wants) for name, wants in wanting.items()]
    acts_of_all = (*by_staff, Act("correct", ("filer",), ("filed",), "filed"), Act("later", ("w",), ("other",), None))
    workflow = Workflow(1, (State("filed", "body"),), acts_of_all)
    assert [act.id for act in acts_together(workflow, "filed")] == ["none", "text"]

"""A concern goes to the body it is about, is answered, brought up again once, and rated; without an account."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from httpx import Response
from litestar.testing import AsyncTestClient

from backend.domains.identity.rules import Scope
from backend.kernel.days import day_in_algiers
from backend.kernel.ids import uuid7
from tests.identity.browser import Browser
from tests.identity.test_devices import filed, known, now
from tests.people import an_hour_before
from tests.staff.serving import serving
from tests.staff.test_clocks import declares, escalated, extend, late_by, limits
from tests.staff.test_queue import acts, state_of
from tests.sync.calling import pushed

ADRAR, MINISTRY = Scope("fnpos", "01"), Scope("ministry", "01")
CONCERN = "ministry.concern"


def said(about: str = "fnpos") -> dict[str, Any]:
    """What somebody in Adrar who stays unknown has to say."""
    return {
        "about": about,
        "wilaya": "01",
        "subject": "delay",
        "message": "Mon dossier attend depuis six mois.",
        "named": False,
        "declaration": True,
    }


async def raised(browser: Browser, about: str = "fnpos", phone: str = "") -> tuple[str, str]:
    """Number and secret of a concern in Adrar of somebody who stays unknown."""
    device = await known(browser, f"phone {about} {phone}")
    outcome = await filed(browser, device, service=CONCERN, answers=said(about))
    assert outcome["outcome"] == "applied", outcome
    return outcome["receipt"]["number"], outcome["receipt"]["secret"]


async def does(counter: AsyncTestClient[Any], number: str, secret: str, path: str = "acts", **sent: str) -> Response:
    return await counter.post(f"/r/{number}/{path}", data={"secret": secret, "lang": "fr"} | sent)


async def answers(officer: Browser, number: str, **said: str) -> Response:
    """Answered, with what it came from."""
    cause = {"cause_service": "fnpos.rural-housing-aid", "cause": "time_limit"}
    return await acts(officer, number, "answer", **cause | said)


@pytest.mark.parametrize(("about", "body"), [("fnpos", "fnpos"), ("cacobatph", "cacobatph"), ("cnas", "ministry")])
async def test_it_goes_to_the_body_it_is_about(
    counter: AsyncTestClient[Any], browser: Browser, about: str, body: str
) -> None:
    number, _ = await raised(browser, about)
    assert number.startswith("MT-")
    for each in ("fnpos", "cacobatph", "ministry"):
        officer = await serving(counter, "case_officer", Scope(each, "01"))
        assert (number in (await officer.opens("/fr/desk/dossiers?view=all")).text) == (each == body)


async def test_it_is_answered_brought_up_again_once_and_rated(counter: AsyncTestClient[Any], browser: Browser) -> None:
    number, secret = await raised(browser)
    officer = await serving(counter, "case_officer", ADRAR)
    await acts(officer, number, "take_up")
    early = await does(counter, number, secret, "rating", clear="5", polite="5", solved="5")
    assert "une fois la demande terminée" in early.text
    await answers(officer, number, text="Votre dossier passe en commission mardi.")
    page = await does(counter, number, secret, "acts", act="message", text="x")
    assert page.status_code == 422
    assert "Votre dossier passe en commission mardi." in page.text
    empty = await does(counter, number, secret, act="reopen", text=" ", revision="3")
    assert "Écrivez entre" in empty.text
    again = await does(counter, number, secret, act="reopen", text="Quel mardi ? Rien n’est dit.", revision="3")
    assert again.status_code == 200
    assert state_of(browser, number) == "reopened"
    assert "Quel mardi" in (await officer.opens(f"/fr/desk/dossiers/{number}")).text
    await acts(officer, number, "take_up")
    await answers(officer, number, text="Mardi 8 décembre 2026, à Adrar.")
    closed = await does(counter, number, secret, act="reopen", text="Encore une fois", revision="6")
    assert "une fois par dossier" in closed.text
    assert 'value="reopen"' not in closed.text
    wrong = await does(counter, number, secret, "rating", clear="5", polite="9", solved="5")
    assert "Choisissez une réponse" in wrong.text
    thanks = await does(counter, number, secret, "rating", clear="٤", polite="5", solved="2")
    assert thanks.status_code == 200
    assert 'id="rating"' not in thanks.text
    twice = await does(counter, number, secret, "rating", clear="1", polite="1", solved="1")
    assert twice.status_code == 422
    shown = (await officer.opens("/fr/desk/late")).text
    assert "4.0" in shown
    assert "2.0" in shown


async def test_nobody_acts_without_the_secret(counter: AsyncTestClient[Any], browser: Browser) -> None:
    number, secret = await raised(browser)
    for path, sent in (("acts", {"act": "withdraw", "revision": "1"}), ("rating", {"clear": "1"})):
        assert (await does(counter, number, "AAAABBBBCCCCDDDD", path, **sent)).status_code == 403
    foreign = await counter.post(
        f"/r/{number}/acts", data={"secret": secret, "act": "withdraw"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert foreign.status_code == 403
    assert state_of(browser, number) == "filed"
    stale = await does(counter, number, secret, act="withdraw", revision="7")
    assert stale.status_code == 422
    gone = await does(counter, number, secret, act="withdraw", revision="1")
    assert gone.status_code == 200
    assert state_of(browser, number) == "withdrawn"


async def test_one_that_nobody_answers_goes_to_named_people(counter: AsyncTestClient[Any], browser: Browser) -> None:
    number, secret = await raised(browser)
    supervisor = await serving(counter, "supervisor", ADRAR, "Lynda Kaci")
    await serving(counter, "fund_director", Scope("fnpos"), "Hocine Ziani")
    late_by(browser, number, 60)
    browser.database("UPDATE dossier SET answer_by = due_on WHERE number = $1", number)
    for _ in range(3):
        escalated(counter)
    story = (await supervisor.opens(f"/fr/desk/dossiers/{number}")).text
    assert "Hocine Ziani" in story
    followed = (await counter.post(f"/r/{number}", data={"secret": secret, "lang": "fr"})).text
    assert "délai légal est dépassé" in followed
    assert "Hocine" not in followed


async def test_one_brought_up_again_is_not_late_at_once(counter: AsyncTestClient[Any], browser: Browser) -> None:
    number, secret = await raised(browser)
    officer = await serving(counter, "case_officer", ADRAR)
    await acts(officer, number, "take_up")
    await answers(officer, number, text="Votre dossier passe en commission mardi.")
    ago = timedelta(days=90)
    (row,) = browser.database("SELECT answer_by, closed_at FROM dossier WHERE number = $1", number)
    browser.database(
        "UPDATE dossier SET answer_by = $1, closed_at = $2 WHERE number = $3",
        *(row["answer_by"] - ago, row["closed_at"] - ago, number),
    )
    await does(counter, number, secret, act="reopen", text="Quel mardi ? Rien n’est dit.", revision="3")
    (after,) = browser.database("SELECT answer_by FROM dossier WHERE number = $1", number)
    assert after["answer_by"] == row["answer_by"]
    assert number not in (await officer.opens("/fr/desk/dossiers?view=late")).text


async def test_one_answered_late_and_brought_up_again_is_told_again(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    number, secret = await raised(browser)
    officer = await serving(counter, "case_officer", ADRAR)
    await serving(counter, "fund_director", Scope("fnpos"), "Hocine Ziani")
    late_by(browser, number, 60)
    browser.database("UPDATE dossier SET answer_by = due_on WHERE number = $1", number)
    for _ in range(3):
        escalated(counter)
    await acts(officer, number, "take_up")
    await answers(officer, number, text="Votre dossier passe en commission mardi.")
    await does(counter, number, secret, act="reopen", text="Quel mardi ? Rien n’est dit.", revision="3")
    (row,) = browser.database(
        "SELECT due_on, answer_by, escalated, warned, escalate_on FROM dossier WHERE number = $1", number
    )
    today = day_in_algiers(now())
    assert (row["escalated"], row["warned"]) == (0, 0)
    assert today < row["due_on"] <= row["answer_by"]  # whoever takes it up has the days of a step
    assert row["escalate_on"] < row["answer_by"]  # superiors are told before the day of the answer


async def test_lost_days_given_before_it_was_brought_up_again_are_given_no_second_time(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    number, secret = await raised(browser)
    officer, supervisor = await serving(counter, "case_officer", ADRAR), await serving(counter, "supervisor", ADRAR)
    await acts(officer, number, "take_up")
    browser.database("UPDATE dossier SET received_at = $1", now() - timedelta(days=12))
    before, _ = limits(browser, number)
    await declares(supervisor, first=-6, last=-3, body="fnpos")
    await extend(counter, browser)
    assert limits(browser, number)[0] == before + timedelta(days=4)
    await answers(officer, number, text="Votre dossier passe en commission mardi.")
    browser.database("UPDATE dossier SET closed_at = $1", now() - timedelta(days=5))
    await does(counter, number, secret, act="reopen", text="Quel mardi ? Rien n’est dit.", revision="3")
    assert limits(browser, number)[0] == before + timedelta(days=4 + 2)  # of five days three were given


async def test_whoever_raised_it_is_not_told_that_somebody_knows_where_nobody_does(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    number, secret = await raised(browser)
    for days, served, told in ((1, False, False), (9, False, False), (9, True, True)):
        if served:
            await serving(counter, "supervisor", ADRAR)
        late_by(browser, number, days)
        browser.database("UPDATE dossier SET escalated = 0 WHERE number = $1", number)
        if days > 1:
            escalated(counter)
        page = (await counter.post(f"/r/{number}", data={"secret": secret, "lang": "fr"})).text
        assert "Cette étape a pris du retard" in page
        assert ("Un responsable en est informé" in page) == told, (days, served)


async def test_whoever_was_told_elsewhere_knows_nothing_of_it_here(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    number, secret = await raised(browser)
    supervisor = await serving(counter, "supervisor", ADRAR)
    late_by(browser, number, 9)
    escalated(counter)
    told = await counter.post(f"/r/{number}", data={"secret": secret, "lang": "fr"})
    assert "responsable en est informé" in told.text
    where = {"to_body": "fnpos", "to_wilaya": "31", "reason": "Le dossier est à Oran"}
    assert (await supervisor.presses(f"/fr/desk/dossiers/{number}/transfer", **where)).status_code == 303
    escalated(counter)
    page = await counter.post(f"/r/{number}", data={"secret": secret, "lang": "fr"})
    assert "responsable en est informé" not in page.text


@pytest.mark.parametrize(
    "cause",
    [
        {"cause_service": "", "cause": ""},
        {"cause_service": "fnpos.rural-housing-aid", "cause": ""},
        {"cause_service": "fnpos.rural-housing-aid", "cause": "nothing"},
        {"cause_service": "ministry.concern", "cause": "form"},
    ],
)
async def test_no_answer_without_its_cause(
    counter: AsyncTestClient[Any], browser: Browser, cause: dict[str, str]
) -> None:
    number, _ = await raised(browser)
    officer = await serving(counter, "case_officer", ADRAR)
    await acts(officer, number, "take_up")
    refused = await answers(officer, number, text="Votre dossier passe en commission mardi.", **cause)
    assert "Choisissez la cause" in refused.text
    assert "Votre dossier passe en commission mardi." in refused.text
    assert state_of(browser, number) == "taken_up"


async def test_the_cause_is_for_colleagues_and_lies_sealed(counter: AsyncTestClient[Any], browser: Browser) -> None:
    number, secret = await raised(browser)
    officer = await serving(counter, "case_officer", ADRAR)
    await acts(officer, number, "take_up")
    page = (await officer.opens(f"/fr/desk/dossiers/{number}")).text
    offered = page[page.index('id="cause_service"') : page.index('id="cause"')]
    assert offered.index('value="fnpos.') < offered.index('value="cacobatph.') < offered.index('value="none"')
    assert "ministry.concern" not in offered
    await answers(officer, number, text="Votre dossier passe en commission mardi.", cause_service="none")
    told = "Cause\u00a0: Aucune de ces démarches, Un délai"
    assert told in (await officer.opens(f"/fr/desk/dossiers/{number}")).text.replace("<bdi>", "")
    followed = await does(counter, number, secret, "acts", act="message", text="Quand ?", revision="3")
    assert "Aucune de ces démarches" not in followed.text
    rows = browser.database("SELECT content FROM dossier_event WHERE verb = 'dossier.answer'")
    assert b"time_limit" not in bytes(rows[0]["content"])


async def test_what_is_done_once_is_refused_a_second_time_from_the_phone_and_stops_nothing_else(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    phone = await known(browser)
    number = (await filed(browser, phone, service=CONCERN, answers=said()))["receipt"]["number"]
    officer = await serving(counter, "case_officer", ADRAR)
    await acts(officer, number, "take_up")
    await answers(officer, number, text="Votre dossier passe en commission mardi.")
    again = {"service": CONCERN, "kind": "dossier.act", "act": "reopen", "dossier": number}
    again |= {"answers": {"text": "Quel mardi ? Rien n’est dit."}, "filled_at": an_hour_before(now())}
    (first,) = await pushed(counter, phone, phone.envelope(base_revision=3, **again))
    assert first["outcome"] == "applied"
    await acts(officer, number, "take_up")
    await answers(officer, number, text="Mardi 8 décembre 2026, à Adrar.")
    other = phone.envelope(filled_at=an_hour_before(now()), service=CONCERN, answers=said())
    waits = phone.envelope(base_revision=6, depends_on=[other["id"]], **again)
    (held,) = await pushed(counter, phone, waits)
    assert held["outcome"] == "waiting"
    done, second = await pushed(counter, phone, other, phone.envelope(base_revision=6, **again))
    assert done["outcome"] == "applied"
    assert (second["outcome"], second["code"]) == ("refused", "dossier.once")
    (ended,) = await pushed(counter, phone, waits)
    assert (ended["outcome"], ended["code"]) == ("refused", "dossier.once")
    assert state_of(browser, number) == "answered"


async def test_a_message_pressed_twice_is_written_once(counter: AsyncTestClient[Any], browser: Browser) -> None:
    number, secret = await raised(browser)
    page = (await counter.post(f"/r/{number}", data={"secret": secret, "lang": "fr"})).text
    form = page.partition(f'action="/r/{number}/acts"')[2]
    (press, *_) = re.findall(r'name="envelope" value="([0-9a-f-]{36})"', form)
    sent = {"act": "message", "text": "Je peux passer mardi.", "revision": "1", "envelope": press}
    for _ in range(2):
        followed = await does(counter, number, secret, **sent)
        assert (followed.status_code, followed.text.count("Je peux passer mardi.")) == (200, 1)
    other = await does(counter, number, secret, **(sent | {"envelope": str(uuid7())}))
    assert other.text.count("Je peux passer mardi.") == 2

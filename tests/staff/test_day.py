"""A day at a desk without a network: what is in hand is taken along, acts come back as signed envelopes."""

from __future__ import annotations

from typing import Any

from httpx import Response
from litestar.testing import AsyncTestClient

from backend.domains.identity.rules import Scope
from tests.identity.authenticator import Authenticator
from tests.identity.browser import Browser
from tests.identity.test_devices import called, filed, known, now, person_of
from tests.people import Phone, an_hour_before, stoppage
from tests.staff.serving import serving
from tests.staff.test_concerns import raised
from tests.staff.test_queue import ADRAR, acts, dossier, state_of

SERVICE, CONCERN = "cacobatph.bad-weather-stoppage", "ministry.concern"


async def at_desk(
    counter: AsyncTestClient[Any],
    role: str = "case_officer",
    name: str = "Nadia Benali",
    with_: Authenticator | None = None,
) -> tuple[Browser, Phone, str]:
    """Somebody who serves in Adrar, their desk, and their id."""
    officer = await serving(counter, role, ADRAR, name, with_)
    desk = await known(officer, f"desk of {name}")
    return officer, desk, await person_of(officer, desk)


async def day(officer: Browser, desk: Phone, after: str = "") -> Any:
    return await called(officer, desk, "GET", f"/sync/desk?after={after}&lang=fr")


async def decides(
    officer: Browser,
    desk: Phone,
    person: str | None,
    number: str,
    act: str,
    revision: int,
    *,
    service: str = SERVICE,
    passkey: Authenticator | None = None,
    **answers: Any,
) -> dict[str, Any]:
    envelope = {"kind": "desk.act", "act": act, "dossier": number, "base_revision": revision, "person": person}
    return await filed(officer, desk, service=service, answers=answers, passkey=passkey, **envelope)


async def test_what_is_in_hand_is_taken_along_and_acted_on(counter: AsyncTestClient[Any], browser: Browser) -> None:
    number, other = await dossier(browser), await dossier(browser, site="Autre chantier")
    officer, desk, person = await at_desk(counter)
    await acts(officer, number, "take_up")
    (taken,) = (await day(officer, desk)).json()["dossiers"]
    assert taken["number"] == number
    assert other not in str(taken)
    assert stoppage(now())["employer_name"] in taken["html"]
    assert {each["id"] for each in taken["acts"]} == {"ask_correction", "propose", "message"}
    assert (await day(officer, desk, after=number)).json()["dossiers"] == []
    outcome = await decides(officer, desk, person, number, "propose", 2, text="Pièces vérifiées", proposal="accept")
    assert outcome["outcome"] == "applied", outcome
    assert outcome["dossier"] == {"number": number, "state": "proposed", "revision": 3}
    assert set(outcome["receipt"]) == {"token"}
    story = (await officer.opens(f"/fr/desk/dossiers/{number}")).text
    assert "Pièces vérifiées" in story
    assert "Nadia Benali" in story


async def test_a_decision_made_away_has_its_letter_and_four_eyes(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    number = await dossier(browser)
    keys, more = Authenticator(), Authenticator()
    officer, desk, person = await at_desk(counter, with_=keys)
    await acts(officer, number, "take_up")
    await decides(officer, desk, person, number, "propose", 2, text="Pièces vérifiées", proposal="accept")
    alone = await decides(officer, desk, person, number, "accept", 3, text="Conforme", passkey=keys)
    assert (alone["outcome"], alone["code"]) == ("refused", "dossier.four_eyes")
    boss, other, second = await at_desk(counter, "supervisor", "Lynda Kaci", more)
    done = await decides(boss, other, second, number, "accept", 3, text="Conforme à l’ordonnance", passkey=more)
    assert done["dossier"]["state"] == "accepted"
    assert len(browser.database("SELECT 1 FROM letter")) == 1


async def test_who_decides_on_money_away_shows_a_passkey(counter: AsyncTestClient[Any], browser: Browser) -> None:
    number = await dossier(browser)
    officer, _, _ = await at_desk(counter)
    await acts(officer, number, "take_up")
    await acts(officer, number, "propose", text="Pièces vérifiées", proposal="accept")
    boss, other, second = await at_desk(counter, "supervisor", "Lynda Kaci")
    (taken,) = await _taken(boss, other, number)
    assert {each["id"]: each["proof"] for each in taken["acts"]} == {
        "accept": True,
        "refuse": True,
        "send_back": False,
        "message": False,
    }
    held = await decides(boss, other, second, number, "accept", 3, text="Conforme à l’ordonnance")
    assert (held["outcome"], held["code"]) == ("quarantined", "envelope.proof_missing")
    assert state_of(browser, number) == "proposed"


async def _taken(boss: Browser, desk: Phone, number: str) -> Any:
    await boss.presses("/fr/desk/dossiers/hands", do="claim", number=number)
    return (await day(boss, desk)).json()["dossiers"]


async def test_the_centre_went_on_meanwhile_and_nothing_is_overwritten(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    number = await dossier(browser)
    officer, desk, person = await at_desk(counter)
    await acts(officer, number, "take_up")
    await acts(officer, number, "ask_correction", text="Précisez le chantier", field="site")
    late = await decides(officer, desk, person, number, "propose", 2, text="Vérifié hors ligne", proposal="refuse")
    assert (late["outcome"], late["code"]) == ("refused", "dossier.changed")
    assert late["current"] == {"number": number, "state": "awaiting_filer", "revision": 3}
    assert state_of(browser, number) == "awaiting_filer"


async def test_what_was_given_to_a_colleague_meanwhile_waits_for_a_superior(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    number = await dossier(browser)
    officer, desk, person = await at_desk(counter)
    boss, _, second = await at_desk(counter, "supervisor", "Lynda Kaci")
    await acts(officer, number, "take_up")
    await boss.presses(f"/fr/desk/dossiers/{number}/holder", to=second)
    held = await decides(officer, desk, person, number, "propose", 2, text="Vérifié hors ligne", proposal="accept")
    assert (held["outcome"], held["code"]) == ("quarantined", "dossier.reassigned")
    assert "confié à un collègue" in (await boss.opens("/fr/desk/quarantine")).text
    assert state_of(browser, number) == "taken_up"


async def test_whose_post_ended_decides_nothing_more(counter: AsyncTestClient[Any], browser: Browser) -> None:
    number = await dossier(browser)
    officer, desk, person = await at_desk(counter)
    await acts(officer, number, "take_up")
    officer.database("UPDATE post SET ended_at = $1", now())
    held = await decides(officer, desk, person, number, "propose", 2, text="Vérifié hors ligne", proposal="accept")
    assert (held["outcome"], held["code"]) == ("quarantined", "post.missing")
    assert (await day(officer, desk)).status_code == 403
    assert state_of(browser, number) == "taken_up"


async def test_nobody_else_acts_as_staff(counter: AsyncTestClient[Any], browser: Browser) -> None:
    number = await dossier(browser)
    await browser.registers("Salem Bouzid")
    phone = await known(browser, "phone")
    person = await person_of(browser, phone)
    for who in (person, None):
        held = await decides(browser, phone, who, number, "take_up", 1)
        assert (held["outcome"], held["code"]) == ("quarantined", "post.missing")
    elsewhere = await serving(counter, "case_officer", Scope("cacobatph", "31"))
    desk = await known(elsewhere, "desk elsewhere")
    held = await decides(elsewhere, desk, await person_of(elsewhere, desk), number, "take_up", 1)
    assert held["code"] == "post.missing"
    assert (await day(browser, phone)).status_code == 403
    assert state_of(browser, number) == "filed"


async def test_nobody_decides_away_what_they_filed(counter: AsyncTestClient[Any], browser: Browser) -> None:
    officer, desk, person = await at_desk(counter)
    answers = stoppage(an_hour_before(now())) | {"wilaya": "01"}
    number = (await filed(officer, desk, person=person, answers=answers))["dossier"]["number"]
    refused = await decides(officer, desk, person, number, "take_up", 1)
    assert (refused["outcome"], refused["code"]) == ("refused", "dossier.own")


async def test_what_an_act_cannot_do_without_is_wanted_away_too(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    number = await dossier(browser)
    officer, desk, person = await at_desk(counter)
    await acts(officer, number, "take_up")
    for code, answers in (
        ("dossier.text", {"text": "", "proposal": "accept"}),
        ("dossier.proposal", {"text": "Vérifié", "proposal": "withdraw"}),
        ("answers.invalid", {"text": "Vérifié", "proposal": "accept", "state": "accepted"}),
        ("answers.invalid", {"text": ["Vérifié"], "proposal": "accept"}),
    ):
        refused = await decides(officer, desk, person, number, "propose", 2, **answers)
        assert (refused["outcome"], refused["code"]) == ("refused", code)
    closed = await decides(officer, desk, person, number, "accept", 2, text="Accepté sans proposition")
    assert closed["code"] == "dossier.act_not_open"
    assert state_of(browser, number) == "taken_up"


async def test_a_concern_is_answered_away_with_its_cause(counter: AsyncTestClient[Any], browser: Browser) -> None:
    number, _ = await raised(browser, "cacobatph")
    officer, desk, person = await at_desk(counter)
    await acts(officer, number, "take_up")
    (taken,) = (await day(officer, desk)).json()["dossiers"]
    (answer,) = [each for each in taken["acts"] if each["id"] == "answer"]
    assert {"id": "time_limit", "label": "Un délai"} in answer["causes"]["steps"]
    assert answer["causes"]["services"][-1] == {"id": "none", "label": "Aucune de ces démarches"}
    assert [each["causes"] for each in taken["acts"] if each["id"] != "answer"] == [None, None]
    text = "Votre dossier passe en commission mardi."
    for code, cause in (
        ("dossier.cause", {}),
        ("dossier.cause", {"cause": {"service": "none", "step": "nothing"}}),
        ("answers.invalid", {"cause": "time_limit"}),
        ("answers.invalid", {"cause": {"service": "none", "step": "form", "more": "x"}}),
        ("answers.invalid", {"cause": {"service": "none", "step": 3}}),
    ):
        refused = await decides(officer, desk, person, number, "answer", 2, service=CONCERN, text=text, **cause)
        assert (refused["outcome"], refused["code"]) == ("refused", code)
    cause = {"service": "cacobatph.leave-claim", "step": "time_limit"}
    done = await decides(officer, desk, person, number, "answer", 2, service=CONCERN, text=text, cause=cause)
    assert done["dossier"]["state"] == "answered"
    assert "Un délai" in (await officer.opens(f"/fr/desk/dossiers/{number}")).text


async def resolved(boss: Browser, to: str = "applied") -> Response:
    """What the superior is answered who ends the one act that waits for it."""
    (row,) = boss.database("SELECT entry FROM envelope WHERE outcome = 'quarantined'")
    return await boss.presses(f"/fr/desk/quarantine/{row['entry']}/resolution", to=to)


async def test_a_superior_lets_pass_what_a_colleague_has_given_back(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    number = await dossier(browser)
    officer, desk, person = await at_desk(counter)
    boss, _, second = await at_desk(counter, "supervisor", "Lynda Kaci")
    await acts(officer, number, "take_up")
    await boss.presses(f"/fr/desk/dossiers/{number}/holder", to=second)
    await decides(officer, desk, person, number, "propose", 2, text="Vérifié hors ligne", proposal="accept")
    assert (await resolved(boss)).status_code == 422  # the colleague still has it in hand
    await boss.presses("/fr/desk/dossiers/hands", do="release", number=number)
    assert (await resolved(boss)).status_code == 303
    assert state_of(browser, number) == "proposed"
    story = (await boss.opens(f"/fr/desk/dossiers/{number}")).text
    assert "Vérifié hors ligne" in story


async def test_nobody_lets_pass_what_was_never_done_by_staff(counter: AsyncTestClient[Any], browser: Browser) -> None:
    number = await dossier(browser)
    await browser.registers("Salem Bouzid")
    phone = await known(browser, "phone")
    boss, _, _ = await at_desk(counter, "supervisor", "Lynda Kaci")
    for who in (await person_of(browser, phone), None):
        await decides(browser, phone, who, number, "take_up", 1)
        answer = await resolved(boss)
        assert answer.status_code == 422
        assert "n’a jamais servi dans cet organisme" in answer.text
        assert (await resolved(boss, "refused")).status_code == 303
    assert state_of(browser, number) == "filed"


async def test_what_was_given_to_somebody_is_taken_along_as_it_stands(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    number = await dossier(browser)
    officer, desk, person = await at_desk(counter)
    boss = await serving(counter, "supervisor", ADRAR, "Lynda Kaci")
    await boss.presses(f"/fr/desk/dossiers/{number}/holder", to=person)
    (taken,) = (await day(officer, desk)).json()["dossiers"]
    assert (taken["state"], taken["revision"]) == ("taken_up", 2)
    done = await decides(officer, desk, person, number, "propose", 2, text="Pièces vérifiées", proposal="accept")
    assert done["outcome"] == "applied"


async def test_taking_along_again_leaves_no_trace_in_the_story(counter: AsyncTestClient[Any], browser: Browser) -> None:
    number = await dossier(browser)
    officer, desk, _ = await at_desk(counter)
    await acts(officer, number, "take_up")
    await acts(officer, number, "ask_correction", text="Précisez le chantier", field="site")
    before = browser.database("SELECT COUNT(*) AS n FROM dossier_event")
    assert len((await day(officer, desk)).json()["dossiers"]) == 1
    assert browser.database("SELECT COUNT(*) AS n FROM dossier_event") == before
    (row,) = browser.database("SELECT held_until FROM dossier")
    assert row["held_until"] is None  # what awaits its filer stays open to all


async def test_after_the_session_has_ended_nothing_more_is_taken_along(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    number = await dossier(browser)
    officer, desk, person = await at_desk(counter)
    await acts(officer, number, "take_up")
    officer.database("UPDATE session SET ended_at = $1", now())
    told = await day(officer, desk)
    assert (told.status_code, told.json()["code"]) == (403, "staff.forbidden")
    # what was decided meanwhile still counts: the work of the day is not lost with the session
    done = await decides(officer, desk, person, number, "propose", 2, text="Pièces vérifiées", proposal="accept")
    assert done["outcome"] == "applied"


async def test_at_a_shared_desk_nobody_proposes_in_the_name_of_who_left_it(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    """Whoever sits there next holds the same key: what comes late from it is asked of its agent by somebody else."""
    number = await dossier(browser)
    officer, desk, first = await at_desk(counter)
    await acts(officer, number, "take_up")
    keys = Authenticator()
    boss = await serving(counter, "supervisor", ADRAR, "Lynda Kaci", keys)
    second = await person_of(boss, desk)
    held = await decides(boss, desk, first, number, "propose", 2, text="Vérifié hors ligne", proposal="accept")
    assert (held["outcome"], held["code"]) == ("quarantined", "person.left")
    (entry,) = browser.database("SELECT entry FROM envelope WHERE outcome = 'quarantined'")
    path = f"/fr/desk/quarantine/{entry['entry']}/resolution"
    no = await boss.presses(path, to="applied")
    assert (no.status_code, "à ce même poste" in no.text) == (422, True)
    assert state_of(browser, number) == "taken_up"
    other = await serving(counter, "supervisor", ADRAR, "Karim Benali")
    assert (await other.presses(path, to="applied")).status_code == 303
    assert state_of(browser, number) == "proposed"
    done = await decides(boss, desk, second, number, "accept", 3, text="Conforme à l’ordonnance", passkey=keys)
    assert done["outcome"] == "applied"

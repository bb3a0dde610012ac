"""The body asks for a correction of named fields; whoever filed corrects those and nothing else, also offline."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from litestar.testing import AsyncTestClient

from tests.identity.browser import Browser
from tests.identity.test_devices import called, filed, known, now
from tests.people import Phone, an_hour_before, stoppage
from tests.staff.serving import serving
from tests.staff.test_queue import ADRAR, acts, state_of


async def asked(
    counter: AsyncTestClient[Any], browser: Browser, *fields: str, **changed: Any
) -> tuple[Browser, Phone, str, dict[str, Any]]:
    """A stoppage of which an officer wants these fields corrected."""
    phone = await known(browser)
    answers = stoppage(an_hour_before(now())) | {"wilaya": "01"} | changed
    number = (await filed(browser, phone, answers=answers))["dossier"]["number"]
    officer = await serving(counter, "case_officer", ADRAR, "Nadia Benali")
    await acts(officer, number, "take_up")
    page = await officer.opens(f"/fr/desk/dossiers/{number}")
    (revision,) = {part.partition('"')[0] for part in page.text.split('name="revision" value="')[1:]}
    sent = {"act": "ask_correction", "text": "Le chantier est illisible", "revision": revision}
    done = await officer.presses(f"/fr/desk/dossiers/{number}/acts", field=list(fields), **sent)
    assert done.status_code == 303, done.text
    return officer, phone, number, answers


async def corrected(browser: Browser, phone: Phone, number: str, answers: dict[str, Any], **changed: Any) -> Any:
    act = {"kind": "dossier.correct", "dossier": number, "base_revision": 3} | changed
    return await filed(browser, phone, answers=answers, **act)


async def news(browser: Browser, phone: Phone) -> dict[str, Any]:
    """What the phone is told last."""
    changes = (await called(browser, phone, "GET", "/sync/pull?after=")).json()["changes"]
    return dict(changes[-1]["dossier"])


async def test_the_phone_is_told_which_fields_are_open(counter: AsyncTestClient[Any], browser: Browser) -> None:
    _, phone, number, _ = await asked(counter, browser, "site", "activity")
    told = await news(browser, phone)
    assert (told["number"], told["state"], told["revision"]) == (number, "awaiting_filer", 3)
    assert told["open_fields"] == ["site", "activity"]
    assert [(each["by"], each["text"]) for each in told["messages"]] == [("body", "Le chantier est illisible")]


async def test_what_was_asked_for_is_corrected_and_the_work_goes_on(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    officer, phone, number, answers = await asked(counter, browser, "site")
    outcome = await corrected(browser, phone, number, answers | {"site": "Lot 12, route de Reggane"})
    assert outcome["outcome"] == "applied"
    assert outcome["dossier"] == {"number": number, "state": "taken_up", "revision": 4}
    assert set(outcome["receipt"]) == {"token"}
    page = (await officer.opens(f"/fr/desk/dossiers/{number}")).text
    assert "Lot 12, route de Reggane" in page
    assert number in (await officer.opens("/fr/desk/dossiers?view=mine")).text  # it came back to whoever asked
    told = await news(browser, phone)
    assert told["open_fields"] is None


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"activity": "Démolition"}, "answers.activity"),
        ({"employer_name": "Une autre entreprise"}, "answers.employer_name"),
        ({"workers": []}, "answers.workers"),
        ({"max_temperature": "48"}, "answers.max_temperature"),
    ],
)
async def test_nothing_else_is(
    counter: AsyncTestClient[Any], browser: Browser, changed: dict[str, Any], path: str
) -> None:
    _, phone, number, answers = await asked(counter, browser, "site")
    outcome = await corrected(browser, phone, number, answers | {"site": "Lot 12"} | changed)
    assert (outcome["outcome"], outcome["code"]) == ("refused", "answers.invalid")
    assert outcome["fields"][path] == "field.closed"
    assert state_of(browser, number) == "awaiting_filer"


async def test_what_a_changed_answer_asks_anew_is_answered_too(counter: AsyncTestClient[Any], browser: Browser) -> None:
    day = (now() - timedelta(days=1)).date().isoformat()
    _, phone, number, answers = await asked(counter, browser, "resumed", stopped_on=day, stopped_at="06:00")
    without = await corrected(browser, phone, number, answers | {"resumed": True})
    assert without["fields"] == {"answers.resumed_on": "field.missing", "answers.resumed_at": "field.missing"}
    rest = {"resumed": True, "resumed_on": day, "resumed_at": "18:00"}
    outcome = await corrected(browser, phone, number, answers | rest)
    assert outcome["outcome"] == "applied", outcome


async def test_a_correction_of_an_older_state_changes_nothing(counter: AsyncTestClient[Any], browser: Browser) -> None:
    officer, phone, number, answers = await asked(counter, browser, "site")
    await acts(officer, number, "resume", text="Le chantier est connu")
    outcome = await corrected(browser, phone, number, answers | {"site": "Lot 12"})
    assert (outcome["outcome"], outcome["code"]) == ("refused", "dossier.changed")
    assert outcome["current"]["state"] == "taken_up"


async def test_notes_and_hands_do_not_make_a_correction_old(counter: AsyncTestClient[Any], browser: Browser) -> None:
    officer, phone, number, answers = await asked(counter, browser, "site")
    await officer.presses(f"/fr/desk/dossiers/{number}/notes", note="Rappeler demain")
    assert (await corrected(browser, phone, number, answers | {"site": "Lot 12"}))["outcome"] == "applied"


async def test_whoever_filed_writes_a_message(counter: AsyncTestClient[Any], browser: Browser) -> None:
    officer, phone, number, _ = await asked(counter, browser, "site")
    message = {"kind": "dossier.act", "act": "message", "dossier": number, "base_revision": 3}
    short = await filed(browser, phone, answers={"text": " "}, **message)
    assert short["fields"] == {"answers.text": "field.too_short"}
    more = await filed(browser, phone, answers={"text": "Je réponds demain", "x": "y"}, **message)
    assert more["fields"] == {"answers.x": "field.unknown"}
    outcome = await filed(browser, phone, answers={"text": "Je réponds demain"}, **message)
    assert outcome["dossier"] == {"number": number, "state": "awaiting_filer", "revision": 3}
    assert "Je réponds demain" in (await officer.opens(f"/fr/desk/dossiers/{number}")).text
    told = await news(browser, phone)
    assert [each["by"] for each in told["messages"]] == ["body", "filer"]
    assert told["open_fields"] == ["site"]

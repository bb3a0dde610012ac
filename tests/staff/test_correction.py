"""The body asks for a correction of named fields; whoever filed corrects those and nothing else, also offline."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from litestar.testing import AsyncTestClient

from backend.domains.dossiers import queries
from backend.domains.dossiers.operations import make_findable
from backend.domains.identity.rules import Scope
from backend.domains.receipts.rules.numbers import tracking_secret
from tests.identity.browser import Browser
from tests.identity.test_devices import called, filed, known, now, person_of
from tests.identity.test_signing import ACCOUNT
from tests.people import Phone, an_hour_before, stoppage
from tests.staff.serving import serving
from tests.staff.test_queue import ADRAR, ORAN, acts, state_of


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


async def test_a_correction_under_another_name_is_refused(counter: AsyncTestClient[Any], browser: Browser) -> None:
    _, phone, number, answers = await asked(counter, browser, "site")
    sly = {"kind": "dossier.act", "act": "correct", "dossier": number, "base_revision": 3}
    outcome = await filed(browser, phone, answers=answers | {"site": "Autre chantier"}, **sly)
    assert (outcome["outcome"], outcome["code"]) == ("refused", "dossier.act_not_open")
    assert state_of(browser, number) == "awaiting_filer"


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


async def opened_for_correction(
    counter: AsyncTestClient[Any], browser: Browser, *fields: str
) -> tuple[Browser, str, str, dict[str, str]]:
    """Number, secret, and the form that they open on a phone that never saw the request: its hidden inputs."""
    officer, _, number, _ = await asked(counter, browser, *fields)
    secret = secret_of(counter, number)
    page = await counter.post(f"/r/{number}/correction", data={"secret": secret, "lang": "fr"})
    assert page.status_code == 200, page.text
    return officer, number, secret, hidden_in(page.text)


def secret_of(counter: AsyncTestClient[Any], number: str) -> str:
    """As the receipt tells it."""
    centre = counter.app.state.centre
    (row,) = Browser(counter).database("SELECT digest FROM dossier WHERE number = $1", number)
    return tracking_secret(centre.keys.current("tracking").secret, number, bytes(row["digest"]))


def hidden_in(page: str) -> dict[str, str]:
    form = page.partition('enctype="multipart/form-data"')[2].partition("</form>")[0]
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))


async def corrects(counter: AsyncTestClient[Any], number: str, **sent: str) -> Any:
    return await counter.post(f"/r/{number}/correction", files={name: (None, text) for name, text in sent.items()})


async def test_number_and_secret_correct_from_any_phone(counter: AsyncTestClient[Any], browser: Browser) -> None:
    officer, number, secret, hidden = await opened_for_correction(counter, browser, "site")
    page = (await counter.post(f"/r/{number}/correction", data={"secret": secret, "lang": "fr"})).text
    assert 'name="site"' in page
    assert 'name="employer_name"' not in page  # nothing else is asked
    followed = await counter.post(f"/r/{number}", data={"secret": secret, "lang": "fr"})
    assert "Corriger ce qui est demandé" in followed.text
    done = await corrects(counter, number, **hidden, site="Lot 12, route de Reggane", declaration="yes")
    assert done.status_code == 200
    assert "Votre correction est déposée" in done.text
    assert state_of(browser, number) == "taken_up"
    again = await corrects(counter, number, **hidden, site="Lot 12, route de Reggane", declaration="yes")
    assert again.status_code == 422  # nothing is asked any more, and nothing is doubled
    story = (await officer.opens(f"/fr/desk/dossiers/{number}")).text
    assert "Lot 12, route de Reggane" in story
    assert len(browser.database("SELECT 1 FROM dossier_event WHERE verb = 'dossier.correct'")) == 1


async def test_what_is_missing_in_a_correction_is_named_and_what_was_typed_stays(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    _, number, _, hidden = await opened_for_correction(counter, browser, "site", "activity")
    left = await corrects(counter, number, **hidden, site="", activity="Coulage de dalle au lot 12")
    assert left.status_code == 422
    assert 'href="#i-site"' in left.text
    assert 'href="#i-declaration"' in left.text
    assert "Coulage de dalle au lot 12" in left.text
    assert state_of(browser, number) == "awaiting_filer"


async def test_by_number_and_secret_too_nothing_else_changes(counter: AsyncTestClient[Any], browser: Browser) -> None:
    _, number, _, hidden = await opened_for_correction(counter, browser, "site")
    sent = {"site": "Lot 12", "employer_name": "Une autre", "max_temperature": "48", "declaration": "yes"}
    assert (await corrects(counter, number, **hidden, **sent)).status_code == 200
    (said,) = await contents_of(counter, number)
    assert (said["site"], said["employer_name"]) == ("Lot 12", stoppage(now())["employer_name"])
    assert "max_temperature" not in said


async def contents_of(counter: AsyncTestClient[Any], number: str) -> list[dict[str, Any]]:
    centre = counter.app.state.centre

    async def read() -> list[dict[str, Any]]:
        found = await queries.standing(number)
        assert found is not None
        return [dict(each["answers"]) for each in (await queries.contents([found.id], centre.sealer)).values()]

    return list(counter.blocking_portal.call(read))


async def test_a_correction_decided_on_an_older_state_is_refused_and_stays_typed(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    officer, number, _, hidden = await opened_for_correction(counter, browser, "site")
    await acts(officer, number, "resume", text="Vu par téléphone")
    again = {"act": "ask_correction", "text": "Encore une fois", "revision": "4", "field": "site"}
    assert (await officer.presses(f"/fr/desk/dossiers/{number}/acts", **again)).status_code == 303
    late = await corrects(counter, number, **hidden, site="Lot 12, route de Reggane", declaration="yes")
    assert late.status_code == 422
    assert "Lot 12, route de Reggane" in late.text
    fresh = hidden_in(late.text)
    assert (fresh["revision"], fresh["envelope"] != hidden["envelope"]) == ("5", True)
    done = await corrects(counter, number, **fresh, site="Lot 12, route de Reggane", declaration="yes")
    assert "Votre correction est déposée" in done.text


async def test_a_wrong_secret_opens_no_correction(counter: AsyncTestClient[Any], browser: Browser) -> None:
    _, number, _, hidden = await opened_for_correction(counter, browser, "site")
    wrong = await corrects(counter, number, **(hidden | {"secret": "AAAA-AAAA-AAAA-AAAA"}), site="Lot 12")
    assert wrong.status_code == 403
    malformed = await corrects(counter, number, **(hidden | {"envelope": "1"}), site="Lot 12")
    assert malformed.status_code == 422
    foreign = await counter.post(f"/r/{number}/correction", data=hidden, headers={"Origin": "https://evil.example"})
    assert foreign.status_code == 403
    assert state_of(browser, number) == "awaiting_filer"


async def test_number_and_secret_alone_do_not_say_where_a_persons_money_goes(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    passkey, phone = await browser.registers(), await known(browser)
    account = {"service": "cacobatph.payment-account", "answers": ACCOUNT}
    person = await person_of(browser, phone)
    number = (await filed(browser, phone, person=person, passkey=passkey, **account))["dossier"]["number"]
    officer = await serving(counter, "case_officer", ADRAR, "Nadia Benali")
    await acts(officer, number, "take_up")
    sent = {"act": "ask_correction", "text": "Vérifiez le compte", "revision": "2", "field": "rip"}
    assert (await officer.presses(f"/fr/desk/dossiers/{number}/acts", **sent)).status_code == 303
    secret = secret_of(counter, number)
    hidden = hidden_in((await counter.post(f"/r/{number}/correction", data={"secret": secret, "lang": "fr"})).text)
    held = await corrects(counter, number, **hidden, rip="00799999000123456762", declaration="yes")
    assert "Un agent la regarde" in held.text, held.text
    assert state_of(browser, number) == "awaiting_filer"


async def makes_findable(counter: AsyncTestClient[Any]) -> None:
    centre = counter.app.state.centre

    async def go_on() -> None:
        await make_findable(catalogue=centre.catalogue, sealer=centre.sealer)

    counter.blocking_portal.call(go_on)


async def finds(agent: Browser, called: str) -> str:
    answer = await agent.presses("/fr/desk/dossiers", called=called)
    return f"{answer.text} {answer.headers.get('location')}"


async def test_a_corrected_wilaya_brings_it_to_the_counter_responsible(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    officer, phone, number, answers = await asked(counter, browser, "wilaya")
    there = await serving(counter, "case_officer", ORAN)
    await makes_findable(counter)
    outcome = await corrected(browser, phone, number, answers | {"wilaya": "31"})
    assert outcome["outcome"] == "applied", outcome
    assert (await officer.opens(f"/fr/desk/dossiers/{number}")).status_code == 404
    assert number not in await finds(officer, answers["employer_name"])
    page = (await there.opens(f"/fr/desk/dossiers/{number}")).text
    story = page[page.index("Histoire du dossier") :]
    assert "Transféré" in story
    assert "31" in story
    assert number in (await there.opens("/fr/desk/dossiers?view=all")).text
    assert number in await finds(there, answers["employer_name"])
    (row,) = browser.database("SELECT wilaya_code, agency, holder FROM dossier WHERE number = $1", number)
    assert (row["wilaya_code"], row["agency"], row["holder"]) == ("31", "CB-31", None)
    assert (await acts(there, number, "propose", text="Vu et vérifié", proposal="accept")).status_code == 303


async def test_what_colleagues_sent_elsewhere_stays_there(counter: AsyncTestClient[Any], browser: Browser) -> None:
    officer, phone, number, answers = await asked(counter, browser, "site")
    sent = {"to_body": "cacobatph", "to_wilaya": "31", "reason": "Le siège est à Oran"}
    assert (await officer.presses(f"/fr/desk/dossiers/{number}/transfer", **sent)).status_code == 303
    assert (await corrected(browser, phone, number, answers | {"site": "Lot 12"}))["outcome"] == "applied"
    (row,) = browser.database("SELECT wilaya_code FROM dossier WHERE number = $1", number)
    assert row["wilaya_code"] == "31"


async def test_nobody_finds_it_by_the_name_that_was_corrected(counter: AsyncTestClient[Any], browser: Browser) -> None:
    officer, phone, number, answers = await asked(counter, browser, "employer_name", employer_name="Entreprise Zerrouk")
    await makes_findable(counter)
    assert number in await finds(officer, "Zerrouk")
    await corrected(browser, phone, number, answers | {"employer_name": "Entreprise Benamara"})
    await makes_findable(counter)
    assert number not in await finds(officer, "Zerrouk")
    assert number in await finds(officer, "Benamara")


async def flags_of(browser: Browser, number: str) -> list[str]:
    (row,) = browser.database("SELECT flags FROM dossier WHERE number = $1", number)
    return str(row["flags"]).split()


async def test_a_correction_makes_a_double_or_none(counter: AsyncTestClient[Any], browser: Browser) -> None:
    answers = stoppage(an_hour_before(now())) | {"wilaya": "01", "site": "Lot 12"}
    await filed(browser, await known(browser, "first"), answers=answers)
    _, phone, number, own = await asked(counter, browser, "site", **answers | {"site": "Lot 7"})
    assert "possible_double" not in await flags_of(browser, number)
    await corrected(browser, phone, number, own | {"site": "Lot 12"})
    assert "possible_double" in await flags_of(browser, number)
    officer = await serving(counter, "case_officer", ADRAR)
    browser.database("UPDATE dossier SET holder = NULL, held_until = NULL")
    await acts(officer, number, "ask_correction", text="Quel chantier ?", field="site")
    again = await corrected(browser, phone, number, own | {"site": "Lot 8"}, base_revision=5)
    assert again["outcome"] == "applied", again
    assert "possible_double" not in await flags_of(browser, number)


async def test_a_correction_is_judged_late_or_in_time_anew(counter: AsyncTestClient[Any], browser: Browser) -> None:
    long_ago = (now() - timedelta(days=6)).date().isoformat()
    _, phone, number, answers = await asked(counter, browser, "stopped_on", "stopped_at", stopped_on=long_ago)
    assert "time_limit.late" in await flags_of(browser, number)
    in_time = stoppage(an_hour_before(now()))
    right = {name: in_time[name] for name in ("stopped_on", "stopped_at")}
    outcome = await corrected(browser, phone, number, answers | right)
    assert outcome["outcome"] == "applied", outcome
    assert not [flag for flag in await flags_of(browser, number) if flag.startswith("time_limit")]


async def test_a_concern_about_another_body_goes_there(counter: AsyncTestClient[Any], browser: Browser) -> None:
    phone = await known(browser)
    answers = {"about": "fnpos", "wilaya": "01", "subject": "delay", "named": False, "declaration": True}
    answers |= {"message": "Mon dossier attend depuis six mois."}
    number = (await filed(browser, phone, service="ministry.concern", answers=answers))["dossier"]["number"]
    officer = await serving(counter, "case_officer", Scope("fnpos", "01"))
    await acts(officer, number, "take_up")
    assert (await acts(officer, number, "ask_correction", text="De quelle caisse ?", field="about")).status_code == 303
    changed = answers | {"about": "cacobatph"}
    outcome = await corrected(browser, phone, number, changed, service="ministry.concern")
    assert outcome["outcome"] == "applied", outcome
    there = await serving(counter, "case_officer", ADRAR)
    assert (await there.opens(f"/fr/desk/dossiers/{number}")).status_code == 200
    assert (await officer.opens(f"/fr/desk/dossiers/{number}")).status_code == 404

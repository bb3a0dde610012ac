"""A phone and the people signed in on it: whose a request is, who is told of it, and what stays nobody's."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from backend.kernel.base64url import base64url
from backend.kernel.ids import uuid7
from tests.identity.browser import Browser
from tests.people import Phone, an_hour_before, stoppage


def now() -> datetime:
    return datetime.now(UTC)


async def known(browser: Browser, name: str = "Hadj Belkacem") -> Phone:
    """A phone that the server knows."""
    phone = Phone(name)
    answer = await browser.counter.post("/sync/devices", json=phone.enrolment(now()))
    assert answer.status_code == 201
    phone.seen = answer.headers["shubbak-time-token"]
    return phone


async def called(browser: Browser, phone: Phone, method: str, path: str, sent: Any = None) -> Any:
    """A call that the phone signs, with the browser's cookie."""
    body = b"" if sent is None else json.dumps(sent).encode()
    signed = phone.call(method, path, body, now()) | ({"Content-Type": "application/json"} if body else {})
    return await browser._sends(method, path, signed, content=body)


async def bound(browser: Browser, phone: Phone, *requests: str) -> Any:
    return await called(browser, phone, "POST", f"/sync/devices/{phone.id}/person", {"requests": list(requests)})


async def person_of(browser: Browser, phone: Phone) -> str:
    """Binds the phone to whoever is signed in in this browser; their id."""
    answer = await bound(browser, phone)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["person"])


async def filed(browser: Browser, phone: Phone, **changed: Any) -> dict[str, Any]:
    """The outcome of one request; each is of another site. `passkey`: signs it."""
    filled = an_hour_before(now())
    answers = changed.pop("answers", stoppage(filled, site=f"site {uuid7()}"))
    passkey = changed.pop("passkey", None)
    signer = {"signer": base64url(passkey.credential)} if passkey else {}
    envelope = phone.envelope(filled_at=filled, answers=answers, **signer, **changed)
    if passkey:
        envelope["proof"] = passkey.proof(bytes.fromhex(envelope["digest"]))
    answer = await browser.counter.post("/sync/push", json={"carrier": str(phone.id), "items": [envelope]})
    (outcome,) = answer.json()["outcomes"]
    return dict(outcome)


async def told(browser: Browser, phone: Phone) -> list[str]:
    """The numbers of the dossiers of which the phone is told news, each once, in the order of the news."""
    answer = await called(browser, phone, "GET", "/sync/pull?after=")
    assert answer.status_code == 200, answer.text
    return list(dict.fromkeys(change["dossier"]["number"] for change in answer.json()["changes"]))


async def test_a_request_pressed_by_somebody_signed_in_is_theirs(browser: Browser) -> None:
    await browser.registers()
    phone = await known(browser)
    person = await person_of(browser, phone)
    outcome = await filed(browser, phone, person=person)
    assert outcome["outcome"] == "applied"
    (dossier,) = browser.database("SELECT person FROM dossier")
    assert str(dossier["person"]) == person


async def test_who_was_never_signed_in_on_a_phone_cannot_be_named_by_it(browser: Browser) -> None:
    await browser.registers()
    person = await person_of(browser, await known(browser))
    outcome = await filed(browser, await known(browser, "another"), person=person)
    assert (outcome["outcome"], outcome["code"]) == ("quarantined", "person.not_bound")


async def test_what_was_pressed_by_one_is_hers_though_another_is_signed_in_when_it_is_sent(browser: Browser) -> None:
    phone = await known(browser)
    await browser.registers("Fatna")
    fatna = await person_of(browser, phone)
    other = Browser(browser.counter)
    await other.registers("Salem")
    assert await person_of(other, phone) != fatna
    assert (await filed(browser, phone, person=fatna))["outcome"] == "applied"
    (dossier,) = browser.database("SELECT person FROM dossier")
    assert str(dossier["person"]) == fatna


async def test_a_person_sees_on_a_new_phone_what_she_filed_on_the_old_one(browser: Browser) -> None:
    passkey = await browser.registers("Fatna")
    old, new = await known(browser), await known(browser, "new")
    number = (await filed(browser, old, person=await person_of(browser, old)))["dossier"]["number"]
    elsewhere = Browser(browser.counter)
    await elsewhere.comes_in(passkey)
    assert await told(elsewhere, new) == []
    await person_of(elsewhere, new)
    assert await told(elsewhere, new) == [number]


async def test_after_leaving_the_phone_is_told_no_news_of_hers(browser: Browser) -> None:
    await browser.registers("Fatna")
    old, shared = await known(browser), await known(browser, "shared")
    person = await person_of(browser, old)
    number = (await filed(browser, old, person=person))["dossier"]["number"]
    await person_of(browser, shared)
    assert await told(browser, shared) == [number]
    assert (await called(browser, shared, "DELETE", f"/sync/devices/{shared.id}/person")).status_code == 200
    assert await told(browser, shared) == []
    # what she had filled in there before she left, without network, still comes in her name
    assert (await filed(browser, shared, person=person))["outcome"] == "applied"


async def test_when_another_comes_the_first_has_left(browser: Browser) -> None:
    await browser.registers("Fatna")
    old, shared = await known(browser), await known(browser, "shared")
    await filed(browser, old, person=await person_of(browser, old))
    await person_of(browser, shared)
    other = Browser(browser.counter)
    await other.registers("Salem")
    await person_of(other, shared)
    assert await told(other, shared) == []


async def test_what_was_filed_without_an_account_is_taken_over(browser: Browser) -> None:
    phone, new = await known(browser), await known(browser, "new")
    outcome = await filed(browser, phone)
    passkey = await browser.registers("Fatna")
    answer = await bound(browser, phone, outcome["id"], str(uuid7()))
    assert answer.json()["requests"] == [outcome["id"]]
    assert (await bound(browser, phone, outcome["id"])).json()["requests"] == []
    elsewhere = Browser(browser.counter)
    await elsewhere.comes_in(passkey)
    await person_of(elsewhere, new)
    assert await told(elsewhere, new) == [outcome["dossier"]["number"]]
    assert await told(browser, phone) == [outcome["dossier"]["number"]]
    await called(browser, phone, "DELETE", f"/sync/devices/{phone.id}/person")
    assert await told(browser, phone) == []  # it is hers now, and she has left
    events = browser.database("SELECT verb, revision, state FROM dossier_event ORDER BY revision")
    assert [(each["verb"], each["state"]) for each in events] == [
        ("dossier.file", "filed"),
        ("dossier.take_over", "filed"),
    ]


async def test_nobody_takes_over_what_another_phone_filed(browser: Browser) -> None:
    outcome = await filed(browser, await known(browser))
    await browser.registers()
    answer = await bound(browser, await known(browser, "stranger"), outcome["id"])
    assert answer.json()["requests"] == []


async def test_nobody_takes_over_what_is_somebodys(browser: Browser) -> None:
    phone = await known(browser)
    await browser.registers("Fatna")
    outcome = await filed(browser, phone, person=await person_of(browser, phone))
    other = Browser(browser.counter)
    await other.registers("Salem")
    assert (await bound(other, phone, outcome["id"])).json()["requests"] == []


async def test_she_corrects_from_her_new_phone_what_she_filed_on_the_old_one(browser: Browser) -> None:
    await browser.registers("Fatna")
    old, new = await known(browser), await known(browser, "new")
    person = await person_of(browser, old)
    number = (await filed(browser, old, person=person))["dossier"]["number"]
    await person_of(browser, new)
    act = {"kind": "dossier.withdraw", "dossier": number, "base_revision": 1, "answers": {}}
    assert (await filed(browser, new, **act, person=person))["outcome"] == "applied"


@pytest.mark.parametrize("named", ["nobody", "herself"])
async def test_a_phone_acts_on_no_strangers_dossier(browser: Browser, named: str) -> None:
    await browser.registers("Fatna")
    phone = await known(browser)
    person = await person_of(browser, phone)
    number = (await filed(browser, phone, person=person))["dossier"]["number"]
    act = {"kind": "dossier.withdraw", "dossier": number, "base_revision": 1, "answers": {}}
    stranger = await known(browser, "stranger")
    outcome = await filed(browser, stranger, **act, person=None if named == "nobody" else person)
    expected = ("refused", "envelope.not_yours") if named == "nobody" else ("quarantined", "person.not_bound")
    assert (outcome["outcome"], outcome["code"]) == expected


async def test_binding_needs_a_session_and_the_phones_own_signature(browser: Browser) -> None:
    phone, other = await known(browser), await known(browser, "other")
    nobody = await bound(browser, phone)
    assert (nobody.status_code, nobody.json()["code"]) == (401, "session.required")
    await browser.registers()
    path = f"/sync/devices/{phone.id}/person"
    sent: dict[str, list[str]] = {"requests": []}
    by_another = await called(browser, other, "POST", path, sent)
    assert (by_another.status_code, by_another.json()["code"]) == (401, "device.signature")
    unsigned = await browser._sends("POST", path, {}, json=sent)
    assert (unsigned.status_code, unsigned.json()["code"]) == (401, "device.signature")


NO_BINDING: list[object] = [{}, {"requests": None}, {"requests": ["x"]}, {"requests": [], "person": "p"}, []]


@pytest.mark.parametrize("sent", NO_BINDING)
async def test_a_malformed_binding_is_told_so(browser: Browser, sent: object) -> None:
    await browser.registers()
    phone = await known(browser)
    answer = await called(browser, phone, "POST", f"/sync/devices/{phone.id}/person", sent)
    assert (answer.status_code, answer.json()["code"]) == (400, "body.malformed")


async def test_a_session_that_has_ended_binds_nothing(browser: Browser) -> None:
    await browser.registers()
    phone = await known(browser)
    browser.database("UPDATE session SET began_at = $1", now() - timedelta(days=2))
    assert (await bound(browser, phone)).status_code == 401


async def lost(browser: Browser, phone: Phone) -> Any:
    return await browser.presses(f"/fr/account/devices/{phone.id}/loss")


async def test_what_a_lost_phone_sends_is_nobodys(browser: Browser) -> None:
    await browser.registers("Fatna")
    phone = await known(browser)
    person = await person_of(browser, phone)
    before = await filed(browser, phone, person=person)
    assert (await lost(browser, phone)).status_code == 303
    after = await filed(browser, phone, person=person)
    assert (after["outcome"], after["code"]) == ("quarantined", "person.not_bound")
    assert before["outcome"] == "applied"
    # and it is told no more than what was filed from it
    assert str(phone.id) not in (await browser.opens("/fr/account")).text


async def test_a_lost_phone_that_is_found_is_hers_again_when_she_signs_in_on_it(browser: Browser) -> None:
    await browser.registers("Fatna")
    phone = await known(browser)
    person = await person_of(browser, phone)
    await lost(browser, phone)
    assert await person_of(browser, phone) == person
    assert (await filed(browser, phone, person=person))["outcome"] == "applied"


async def test_nobody_gives_up_the_phone_of_another(browser: Browser) -> None:
    await browser.registers("Fatna")
    phone = await known(browser)
    person = await person_of(browser, phone)
    stranger = Browser(browser.counter)
    await stranger.registers("Salem")
    assert (await lost(stranger, phone)).status_code == 422
    assert (await filed(browser, phone, person=person))["outcome"] == "applied"


async def test_a_session_at_a_kiosk_ends_when_whoever_stood_there_has_gone(browser: Browser) -> None:
    await browser.registers("Fatna")
    kiosk = await known(browser)
    browser.database("UPDATE device SET kind = 'kiosk' WHERE id = $1", kiosk.id)
    await person_of(browser, kiosk)
    for seconds, status in ((80, 200), (80, 200), (90, 303)):
        seen = browser.database("SELECT seen_at FROM session")[0]["seen_at"]
        browser.database("UPDATE session SET seen_at = $1", now() - timedelta(seconds=seconds))
        assert (await browser.opens("/fr/account")).status_code == status
        # whoever is still there is seen more than once a minute
        assert (browser.database("SELECT seen_at FROM session")[0]["seen_at"] > seen) is (status == 200)


async def test_on_a_shared_phone_nobody_acts_on_what_another_filed(browser: Browser) -> None:
    phone = await known(browser)
    await browser.registers("Fatna")
    fatna = await person_of(browser, phone)
    number = (await filed(browser, phone, person=fatna))["dossier"]["number"]
    other = Browser(browser.counter)
    await other.registers("Salem")
    salem = await person_of(other, phone)
    act = {"kind": "dossier.withdraw", "dossier": number, "base_revision": 1, "answers": {}}
    assert (await filed(other, phone, person=salem, **act))["code"] == "envelope.not_yours"
    assert (await filed(browser, phone, person=fatna, **act))["outcome"] == "applied"


async def test_a_phone_that_its_person_left_shows_nothing_and_does_nothing_of_theirs(browser: Browser) -> None:
    await browser.registers()
    phone = await known(browser)
    person = await person_of(browser, phone)
    number = (await filed(browser, phone, person=person))["dossier"]["number"]
    assert await told(browser, phone) == [number]
    assert (await called(browser, phone, "DELETE", f"/sync/devices/{phone.id}/person")).status_code < 300
    assert await told(browser, phone) == []
    act = {"kind": "dossier.withdraw", "dossier": number, "base_revision": 1, "answers": {}}
    nameless = await filed(browser, phone, person=None, **act)
    assert (nameless["outcome"], nameless["code"]) == ("refused", "envelope.not_yours")


async def test_a_session_that_was_ended_from_elsewhere_takes_its_phone_along(browser: Browser) -> None:
    passkey = await browser.registers("Fatna")
    phone = await known(browser)
    number = (await filed(browser, phone, person=await person_of(browser, phone)))["dossier"]["number"]
    elsewhere = Browser(browser.counter)
    await elsewhere.comes_in(passkey)
    (left,) = browser.database("SELECT session FROM device_person")
    assert await told(browser, phone) == [number]
    assert (await elsewhere.presses(f"/fr/account/sessions/{left['session']}/end")).status_code == 303
    assert await told(browser, phone) == []
    await browser.comes_in(passkey)
    await person_of(browser, phone)
    assert await told(browser, phone) == [number]


async def test_a_session_that_ran_out_by_itself_leaves_the_phone_hers_but_not_the_kiosk(browser: Browser) -> None:
    await browser.registers("Fatna")
    phone = await known(browser)
    number = (await filed(browser, phone, person=await person_of(browser, phone)))["dossier"]["number"]
    browser.database("UPDATE session SET seen_at = $1", now() - timedelta(days=3))
    assert await told(browser, phone) == [number]
    browser.database("UPDATE session SET kiosk = $1", True)
    assert await told(browser, phone) == []


async def test_whoever_comes_in_again_goes_on_in_the_same_session_with_a_new_token(browser: Browser) -> None:
    passkey = await browser.registers("Fatna")
    phone = await known(browser)
    number = (await filed(browser, phone, person=await person_of(browser, phone)))["dossier"]["number"]
    (before,) = browser.database("SELECT id, hash FROM session")
    await browser.comes_in(passkey)
    (after,) = browser.database("SELECT id, hash FROM session")
    assert before["id"] == after["id"]
    assert before["hash"] != after["hash"]
    assert await told(browser, phone) == [number]

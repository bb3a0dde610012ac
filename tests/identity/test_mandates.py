"""Who acts for whom: given by a code, checked when an envelope comes, ended at once, told on the receipt."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from backend.kernel.days import day_in_algiers
from backend.kernel.ids import uuid7
from tests.identity.browser import Browser
from tests.identity.test_devices import called, filed, known, now, person_of, told
from tests.people import Phone

STOPPAGE = "cacobatph.bad-weather-stoppage"


def in_a_year() -> str:
    return (day_in_algiers(now()) + timedelta(days=365)).isoformat()


async def employer_of(browser: Browser, name: str = "SARL El Bahia Travaux") -> str:
    """An employer in Oran that whoever is signed in here has registered; its id."""
    answer = await browser.presses("/fr/account/employers", name=name, number="31-00 0127", wilaya="31")
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"].rpartition("/")[2])


async def given(browser: Browser, employer: str | None, **changed: str) -> Any:
    """The page after a mandate was asked for."""
    fields = {"called": "Nadia, comptable", "power": "file", "which": "all", "until": in_a_year()} | changed
    path = f"employers/{employer}/mandates" if employer else "mandates"
    return await browser.presses(f"/fr/account/{path}", **fields)


def code_on(page: Any) -> str:
    assert page.status_code == 200, page.text
    (code,) = re.findall(r'<p class="number"><bdi dir="ltr">([A-Z0-9-]+)</bdi>', page.text)
    return str(code)


async def took_up(browser: Browser, code: str) -> Any:
    return await browser.presses("/fr/account/mandates/held", code=code)


async def mandated(owner: Browser, accountant: Browser, **changed: str) -> str:
    """The employer of `owner`, for whom `accountant` acts from now on."""
    employer = await employer_of(owner)
    assert (await took_up(accountant, code_on(await given(owner, employer, **changed)))).status_code == 303
    return employer


async def two(browser: Browser) -> tuple[Browser, Browser, Phone, str]:
    """An employer's owner, an accountant with a phone, and the accountant's id."""
    await browser.registers("Hadj Belkacem")
    accountant = Browser(browser.counter)
    await accountant.registers("Nadia Kaci")
    phone = await known(accountant, "accountant")
    return browser, accountant, phone, await person_of(accountant, phone)


def content_of(browser: Browser) -> list[dict[str, Any]]:
    return browser.database("SELECT person, on_behalf FROM dossier ORDER BY position")


async def end_every_mandate(browser: Browser, employer: str) -> None:
    page = (await browser.opens(f"/fr/account/employers/{employer}")).text
    for mandate in re.findall(r"/fr/account/mandates/([0-9a-f-]{36})/end", page):
        await browser.presses(f"/fr/account/mandates/{mandate}/end")


async def test_an_accountant_files_for_an_employer_and_the_receipt_names_both(browser: Browser) -> None:
    owner, accountant, phone, person = await two(browser)
    employer = await mandated(owner, accountant)
    outcome = await filed(accountant, phone, person=person, **{"for": employer})
    assert outcome["outcome"] == "applied"
    assert "employer.unconfirmed" in outcome["flags"]
    (dossier,) = content_of(browser)
    assert (str(dossier["person"]), str(dossier["on_behalf"])) == (person, employer)
    opened = await browser.counter.post(
        f"/r/{outcome['receipt']['number']}", data={"secret": outcome["receipt"]["secret"], "lang": "fr"}
    )
    acted = (
        r"Déposé par</dt><dd><bdi[^>]*>Nadia Kaci</bdi>.*?Pour le compte de</dt><dd><bdi[^>]*>SARL El Bahia Travaux<"
    )
    assert re.search(acted, opened.text, re.DOTALL)


async def test_without_a_mandate_nobody_files_for_another(browser: Browser) -> None:
    owner, accountant, phone, person = await two(browser)
    employer = await employer_of(owner)
    for giver in (employer, str(uuid7()), "somebody"):
        outcome = await filed(accountant, phone, person=person, **{"for": giver})
        assert (outcome["outcome"], outcome["code"]) == ("quarantined", "mandate.missing")
    nobody = await filed(accountant, phone, **{"for": employer})
    assert (nobody["outcome"], nobody["code"]) == ("quarantined", "mandate.missing")


async def test_whoever_answers_for_an_employer_files_for_it(browser: Browser) -> None:
    await browser.registers()
    phone = await known(browser)
    person = await person_of(browser, phone)
    employer = await employer_of(browser)
    assert (await filed(browser, phone, person=person, **{"for": employer}))["outcome"] == "applied"


async def test_after_a_mandate_is_ended_the_next_envelope_is_held_and_no_news_comes(browser: Browser) -> None:
    owner, accountant, phone, person = await two(browser)
    employer = await mandated(owner, accountant)
    number = (await filed(accountant, phone, person=person, **{"for": employer}))["dossier"]["number"]
    assert await told(accountant, phone) == [number]
    assert (await known_to(owner)) == [number]
    page = (await owner.opens(f"/fr/account/employers/{employer}")).text
    ends = re.findall(r"Nadia, comptable.*?/mandates/([0-9a-f-]{36})/end", page, re.DOTALL)
    assert (await owner.presses(f"/fr/account/mandates/{ends[0]}/end")).status_code == 303
    outcome = await filed(accountant, phone, person=person, **{"for": employer})
    assert (outcome["outcome"], outcome["code"]) == ("quarantined", "mandate.missing")
    assert await told(accountant, phone) == []
    assert await known_to(owner) == [number]


async def known_to(browser: Browser) -> list[str]:
    """The numbers of which a new phone of whoever is signed in here is told."""
    phone = await known(browser, f"phone {uuid7()}")
    await person_of(browser, phone)
    return await told(browser, phone)


async def test_an_act_on_what_was_filed_for_another_wants_the_mandate_again(browser: Browser) -> None:
    owner, accountant, phone, person = await two(browser)
    employer = await mandated(owner, accountant)
    number = (await filed(accountant, phone, person=person, **{"for": employer}))["dossier"]["number"]
    act = {"kind": "dossier.withdraw", "dossier": number, "base_revision": 1, "answers": {}}
    # the same phone and person, but no longer for whom it was filed
    assert (await filed(accountant, phone, person=person, **act))["code"] == "envelope.not_yours"
    assert (await filed(accountant, phone, **act))["code"] == "envelope.not_yours"
    await end_every_mandate(owner, employer)
    refused = await filed(accountant, phone, person=person, **act, **{"for": employer})
    assert (refused["outcome"], refused["code"]) == ("quarantined", "mandate.missing")


async def test_whoever_answers_for_the_employer_may_withdraw_what_the_accountant_filed(browser: Browser) -> None:
    owner, accountant, phone, person = await two(browser)
    employer = await mandated(owner, accountant)
    number = (await filed(accountant, phone, person=person, **{"for": employer}))["dossier"]["number"]
    own_phone = await known(owner, "owner")
    act = {"kind": "dossier.withdraw", "dossier": number, "base_revision": 1, "answers": {}, "for": employer}
    outcome = await filed(owner, own_phone, person=await person_of(owner, own_phone), **act)
    assert (outcome["outcome"], outcome["dossier"]["state"]) == ("applied", "withdrawn")


async def test_a_mandate_to_read_lets_nobody_file(browser: Browser) -> None:
    owner, accountant, phone, person = await two(browser)
    employer = await mandated(owner, accountant, power="read")
    outcome = await filed(accountant, phone, person=person, **{"for": employer})
    assert outcome["code"] == "mandate.missing"
    own_phone = await known(owner, "owner")
    await filed(owner, own_phone, person=await person_of(owner, own_phone), **{"for": employer})
    assert len(await told(accountant, phone)) == 1


async def test_a_mandate_for_some_services_is_for_no_other(browser: Browser) -> None:
    owner, accountant, phone, person = await two(browser)
    other = await mandated(owner, accountant, which="some", services="cacobatph.leave-claim")
    assert (await filed(accountant, phone, person=person, **{"for": other}))["code"] == "mandate.missing"
    own_phone = await known(owner, "owner")
    await filed(owner, own_phone, person=await person_of(owner, own_phone), **{"for": other})
    assert await told(accountant, phone) == []
    theirs = await mandated(owner, accountant, which="some", services=STOPPAGE)
    assert (await filed(accountant, phone, person=person, **{"for": theirs}))["outcome"] == "applied"


async def test_a_mandate_that_has_run_out_lets_nobody_file(browser: Browser) -> None:
    owner, accountant, phone, person = await two(browser)
    employer = await mandated(owner, accountant)
    yesterday = day_in_algiers(now()) - timedelta(days=1)
    browser.database("UPDATE mandate SET until = $1 WHERE until IS NOT NULL", yesterday)
    assert (await filed(accountant, phone, person=person, **{"for": employer}))["code"] == "mandate.missing"
    browser.database("UPDATE mandate SET until = $1 WHERE until IS NOT NULL", yesterday + timedelta(days=1))
    assert (await filed(accountant, phone, person=person, **{"for": employer}))["outcome"] == "applied"


async def test_a_relative_files_for_a_person(browser: Browser) -> None:
    mother, daughter, phone, person = await two(browser)
    giver = await person_of(mother, await known(mother, "mother"))
    assert (await took_up(daughter, code_on(await given(mother, None)))).status_code == 303
    outcome = await filed(daughter, phone, person=person, **{"for": giver})
    assert outcome["outcome"] == "applied"
    assert "employer.unconfirmed" not in outcome["flags"]
    assert await known_to(mother) == [outcome["dossier"]["number"]]


async def test_a_code_serves_one_person_once(browser: Browser) -> None:
    owner, accountant, _, _ = await two(browser)
    page = await given(owner, await employer_of(owner))
    code = code_on(page)
    assert (await took_up(accountant, code.lower().replace("-", " "))).status_code == 303
    thief = Browser(browser.counter)
    await thief.registers("Somebody")
    again = await took_up(thief, code)
    assert again.status_code == 422
    assert "déjà utilisé" in again.text


async def test_an_old_code_opens_nothing(browser: Browser) -> None:
    owner, accountant, _, _ = await two(browser)
    code = code_on(await given(owner, await employer_of(owner)))
    browser.database("UPDATE one_time_code SET expires_at = $1", now())
    assert (await took_up(accountant, code)).status_code == 422


async def test_codes_cannot_be_guessed(browser: Browser) -> None:
    owner, accountant, _, _ = await two(browser)
    code = code_on(await given(owner, await employer_of(owner)))
    for _ in range(5):
        assert "Ce code est faux" in (await took_up(accountant, "AAAAA-AAAAA")).text
    assert "Trop d’essais" in (await took_up(accountant, code)).text
    # another person behind the same address still comes in
    other = Browser(browser.counter)
    await other.registers("Another")
    assert (await took_up(other, code)).status_code == 303


async def test_an_ended_mandate_cannot_be_taken_up(browser: Browser) -> None:
    owner, accountant, _, _ = await two(browser)
    employer = await employer_of(owner)
    code = code_on(await given(owner, employer))
    await end_every_mandate(owner, employer)
    assert (await took_up(accountant, code)).status_code == 422


async def test_what_a_manager_handed_out_before_they_were_let_go_opens_nothing(browser: Browser) -> None:
    owner, second, _, _ = await two(browser)
    employer = await mandated(owner, second, power="manage")
    code = code_on(await given(second, employer))
    await end_every_mandate(owner, employer)
    third = Browser(browser.counter)
    await third.registers("Cousin")
    assert "Ce code est faux" in (await took_up(third, code)).text


async def test_after_a_mandate_has_ended_number_and_secret_change_nothing(browser: Browser) -> None:
    owner, accountant, phone, person = await two(browser)
    employer = await mandated(owner, accountant)
    outcome = await filed(accountant, phone, person=person, **{"for": employer})
    sent = {"secret": outcome["receipt"]["secret"], "lang": "fr", "act": "withdraw", "revision": "1"}
    path = f"/r/{outcome['dossier']['number']}/acts"
    nobody = await Browser(browser.counter).presses(path, **sent)
    assert (nobody.status_code, "Ouvrez d’abord" in nobody.text) == (422, True)
    await end_every_mandate(owner, employer)
    assert (await accountant.presses(path, **sent)).status_code == 422
    assert browser.database("SELECT state FROM dossier") == [{"state": "filed"}]
    assert (await owner.presses(path, **sent)).status_code == 200
    assert browser.database("SELECT state FROM dossier") == [{"state": "withdrawn"}]


@pytest.mark.parametrize(
    "sent_from", [{"Sec_Fetch_Site": "same-site", "Origin": "null"}, {"Origin": "https://evil.test"}]
)
async def test_no_other_site_acts_by_the_cookie_of_whoever_may(browser: Browser, sent_from: dict[str, str]) -> None:
    owner, accountant, phone, person = await two(browser)
    employer = await mandated(owner, accountant)
    outcome = await filed(accountant, phone, person=person, **{"for": employer})
    sent = {"secret": outcome["receipt"]["secret"], "lang": "fr", "act": "withdraw", "revision": "1"}
    answer = await owner._sends("POST", f"/r/{outcome['dossier']['number']}/acts", sent_from, data=sent)
    assert answer.status_code == 403
    assert browser.database("SELECT state FROM dossier") == [{"state": "filed"}]


async def test_while_it_lasts_its_holder_acts_by_number_and_secret_too(browser: Browser) -> None:
    owner, accountant, phone, person = await two(browser)
    employer = await mandated(owner, accountant)
    outcome = await filed(accountant, phone, person=person, **{"for": employer})
    sent = {"secret": outcome["receipt"]["secret"], "lang": "fr", "act": "withdraw", "revision": "1"}
    done = await accountant.presses(f"/r/{outcome['dossier']['number']}/acts", **sent)
    assert done.status_code == 200, done.text
    assert browser.database("SELECT state FROM dossier") == [{"state": "withdrawn"}]


async def test_after_a_mandate_has_ended_its_holder_says_no_more_how_it_went(browser: Browser) -> None:
    owner, accountant, phone, person = await two(browser)
    employer = await mandated(owner, accountant)
    outcome = await filed(accountant, phone, person=person, **{"for": employer})
    browser.database("UPDATE dossier SET state = 'accepted', closed_at = $1", now())
    await end_every_mandate(owner, employer)
    marks = {"clear": "1", "polite": "1", "solved": "1"}
    path, sent = f"/r/{outcome['dossier']['number']}/rating", {"secret": outcome["receipt"]["secret"], "lang": "fr"}
    assert (await accountant.presses(path, **sent, **marks)).status_code == 422
    assert browser.database("SELECT 1 FROM rating") == []
    assert (await owner.presses(path, **sent, **marks)).status_code == 200
    assert len(browser.database("SELECT 1 FROM rating")) == 1


async def test_nobody_takes_up_their_own_mandate(browser: Browser) -> None:
    await browser.registers()
    assert "Ce code vient de vous" in (await took_up(browser, code_on(await given(browser, None)))).text


async def test_the_last_who_answers_for_an_employer_stays(browser: Browser) -> None:
    owner, accountant, _, _ = await two(browser)
    employer = await mandated(owner, accountant)
    await end_every_mandate(owner, employer)
    page = await owner.opens(f"/fr/account/employers/{employer}")
    assert page.status_code == 200
    assert "Nadia" not in page.text


async def test_a_second_manager_lets_the_first_leave(browser: Browser) -> None:
    owner, second, _, _ = await two(browser)
    employer = await mandated(owner, second, power="manage", until="")
    await end_every_mandate(owner, employer)
    left = [(await one.opens(f"/fr/account/employers/{employer}")).status_code for one in (owner, second)]
    assert sorted(left) == [200, 404]


async def test_letting_somebody_file_or_manage_wants_a_passkey_shown_now(browser: Browser) -> None:
    passkey = await browser.registers()
    employer = await employer_of(browser)
    browser.database("UPDATE session SET verified_at = $1", now() - timedelta(minutes=11))
    for giver, power in ((employer, "manage"), (employer, "file"), (None, "file")):
        stale = await given(browser, giver, power=power)
        assert stale.status_code == 422, power
        assert "montrez à nouveau" in stale.text
        assert "Nadia, comptable" in stale.text
    assert browser.database("SELECT 1 FROM mandate WHERE holder IS NULL") == []
    assert (await given(browser, employer, power="read")).status_code == 200
    options = (await browser.asks("passkeys/request", {"again": True})).json()
    assert (await browser.asks("sessions/proof", {"credential": passkey.show(options)})).status_code == 200
    assert (await given(browser, employer, power="manage", until="")).status_code == 200


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"called": " "}, "nom"),
        ({"until": ""}, "Choisissez le dernier jour"),
        ({"until": "2020-01-01"}, "Choisissez le dernier jour"),
        ({"until": "2999-01-01"}, "Choisissez le dernier jour"),
        ({"power": "own"}, "Choisissez ce qui est permis"),
        ({"power": "manage"}, "Choisissez ce qui est permis"),
        ({"which": "some"}, "Choisissez ce qui est permis"),
        ({"which": "some", "services": "none.such"}, "Choisissez ce qui est permis"),
    ],
)
async def test_what_is_missing_is_named_and_what_was_typed_stays(
    browser: Browser, changed: dict[str, str], said: str
) -> None:
    await browser.registers()
    page = await given(browser, None, **changed)
    assert page.status_code == 422
    assert said in page.text
    assert browser.database("SELECT id FROM mandate") == []


@pytest.mark.parametrize("changed", [{"name": ""}, {"number": "1"}, {"wilaya": "99"}, {"wilaya": ""}])
async def test_an_employer_that_cannot_be_registered_is_named_and_stays_typed(
    browser: Browser, changed: dict[str, str]
) -> None:
    await browser.registers()
    fields = {"name": "SARL El Bahia", "number": "", "wilaya": "31"} | changed
    page = await browser.presses("/fr/account/employers", **fields)
    assert page.status_code in (404, 422)
    assert browser.database("SELECT id FROM employer") == []


async def test_nobody_reaches_into_another_employer_or_mandate(browser: Browser) -> None:
    owner, accountant, _, _ = await two(browser)
    employer = await mandated(owner, accountant)
    stranger = Browser(browser.counter)
    await stranger.registers("Stranger")
    mandates = [str(row["id"]) for row in browser.database("SELECT id FROM mandate")]
    for who in (stranger, accountant):
        assert (await who.opens(f"/fr/account/employers/{employer}")).status_code == 404
        assert (await given(who, employer)).status_code == 404
    for mandate in mandates:
        assert (await stranger.presses(f"/fr/account/mandates/{mandate}/end")).status_code == 422
    assert browser.database("SELECT id FROM mandate WHERE ended_at IS NOT NULL") == []
    # the accountant may give his own back, and no other
    assert (await accountant.presses(f"/fr/account/mandates/{mandates[0]}/end")).status_code in (303, 422)
    assert len(browser.database("SELECT id FROM mandate WHERE ended_at IS NULL")) >= 1


async def test_names_and_numbers_lie_sealed(browser: Browser) -> None:
    await browser.registers()
    await employer_of(browser)
    (row,) = browser.database("SELECT name, number, number_key FROM employer")
    assert all(b"Bahia" not in bytes(value) and b"310" not in bytes(value) for value in row.values())


async def test_a_device_that_nobody_is_signed_in_on_is_told_nothing_of_what_was_filed_for_another(
    browser: Browser,
) -> None:
    owner, accountant, phone, person = await two(browser)
    employer = await mandated(owner, accountant)
    await filed(accountant, phone, person=person, **{"for": employer})
    assert (await called(accountant, phone, "DELETE", f"/sync/devices/{phone.id}/person")).status_code == 200
    assert await told(accountant, phone) == []

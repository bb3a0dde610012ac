"""People register and come in with a passkey; whatever is replayed, swapped, stripped or forged opens nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from litestar.testing import AsyncTestClient

from tests.identity.authenticator import Authenticator
from tests.identity.browser import COOKIE, Browser


async def test_a_mason_registers_by_his_name_and_is_signed_in(browser: Browser) -> None:
    assert (await browser.opens("/fr/account")).headers["location"] == "/fr/sign-in"
    await browser.registers("سالم بوزيد")
    page = await browser.opens("/fr/account")
    assert page.status_code == 200
    assert "سالم بوزيد" in page.text
    assert "Mon téléphone" in page.text
    assert page.headers["cache-control"] == "no-store"


async def test_he_comes_back_with_his_passkey_on_another_browser(browser: Browser) -> None:
    passkey = await browser.registers()
    other = Browser(browser.counter)
    done = await other.comes_in(passkey)
    assert done.status_code == 201
    assert done.json()["name"] == "Salem Bouzid"
    assert "Salem Bouzid" in (await other.opens("/ar/account")).text


async def test_the_cookie_is_bound_to_this_host_and_to_no_script(browser: Browser) -> None:
    passkey = Authenticator()
    options = (await browser.asks("passkeys/creation", {"name": "Salem"})).json()
    done = await browser.asks("people", browser.registration(passkey.create(options)))
    cookie = done.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    for word in ("Secure", "HttpOnly", "Path=/", "SameSite=lax"):
        assert word in cookie
    assert "Domain" not in cookie


async def test_what_the_authenticator_is_asked(browser: Browser) -> None:
    made = (await browser.asks("passkeys/creation", {"name": "Salem"})).json()
    chosen = made["authenticatorSelection"]
    assert (chosen["residentKey"], chosen["userVerification"]) == ("required", "required")
    assert made["rp"]["id"] == "counter.example"
    shown = (await browser.asks("passkeys/request")).json()
    assert (shown["userVerification"], shown["allowCredentials"]) == ("required", [])
    assert shown["challenge"] != made["challenge"]


async def test_signing_in_gives_a_new_cookie_and_ends_the_old_one(browser: Browser) -> None:
    passkey = await browser.registers()
    fixed = browser.token
    assert (await browser.comes_in(passkey)).status_code == 201
    assert browser.token != fixed
    assert (await Browser(browser.counter, fixed).opens("/fr/account")).status_code == 303


async def test_a_token_that_somebody_chose_is_no_session(browser: Browser) -> None:
    passkey = await browser.registers()
    victim = Browser(browser.counter, "chosen-by-somebody-else")
    assert (await victim.comes_in(passkey)).status_code == 201
    assert victim.token != "chosen-by-somebody-else"
    assert (await Browser(browser.counter, "chosen-by-somebody-else").opens("/fr/account")).status_code == 303


async def test_a_challenge_is_signed_once(browser: Browser) -> None:
    passkey = await browser.registers()
    options = (await browser.asks("passkeys/request")).json()
    shown = {"credential": passkey.show(options)}
    assert (await Browser(browser.counter).asks("sessions", shown)).status_code == 201
    again = await Browser(browser.counter).asks("sessions", shown)
    assert (again.status_code, again.json()["code"]) == (403, "passkey.challenge")


async def test_a_challenge_that_was_answered_wrongly_is_used_up(browser: Browser) -> None:
    passkey = await browser.registers()
    options = (await browser.asks("passkeys/request")).json()
    wrong = await browser.asks("sessions", {"credential": passkey.show(options, signature="AAAA")})
    assert wrong.json()["code"] == "passkey.rejected"
    right = await browser.asks("sessions", {"credential": passkey.show(options)})
    assert right.json()["code"] == "passkey.challenge"


async def test_a_challenge_serves_what_it_was_made_for(browser: Browser) -> None:
    passkey = await browser.registers()
    options = (await browser.asks("passkeys/creation", {"name": "Salem"})).json()
    shown = passkey.show({"challenge": options["challenge"], "rpId": "counter.example"})
    answer = await browser.asks("sessions", {"credential": shown})
    assert answer.json()["code"] == "passkey.challenge"


async def test_a_challenge_of_five_minutes_ago_is_too_old(browser: Browser) -> None:
    passkey = await browser.registers()
    options = (await browser.asks("passkeys/request")).json()
    browser.database("UPDATE challenge SET expires_at = $1", datetime.now(UTC) - timedelta(seconds=1))
    answer = await browser.asks("sessions", {"credential": passkey.show(options)})
    assert answer.json()["code"] == "passkey.challenge"


WRONG: dict[str, Authenticator] = {
    "another site's page": Authenticator(origin="https://counter.example.evil.test"),
    "nobody verified": Authenticator(verifies=False),
}


@pytest.mark.parametrize("name", WRONG)
async def test_a_passkey_of_a_wrong_kind_registers_nobody(browser: Browser, name: str) -> None:
    options = (await browser.asks("passkeys/creation", {"name": "Salem"})).json()
    answer = await browser.asks("people", browser.registration(WRONG[name].create(options)))
    assert (answer.status_code, answer.json()["code"]) == (403, "passkey.rejected")
    assert browser.token is None
    assert browser.database("SELECT count(*) AS people FROM person") == [{"people": 0}]


@pytest.mark.parametrize("name", WRONG)
async def test_nor_does_it_let_in_who_registered_well(browser: Browser, name: str) -> None:
    passkey = await browser.registers()
    passkey.origin, passkey.verifies = WRONG[name].origin, WRONG[name].verifies
    answer = await Browser(browser.counter).comes_in(passkey)
    assert (answer.status_code, answer.json()["code"]) == (403, "passkey.rejected")


async def test_a_passkey_that_says_it_is_somebody_elses_lets_nobody_in(browser: Browser) -> None:
    mine, hers = await browser.registers(), await Browser(browser.counter).registers("Fatna")
    answer = await Browser(browser.counter).comes_in(mine, userHandle=hers.user)
    assert answer.json()["code"] == "passkey.rejected"


async def test_a_passkey_that_says_nobody_lets_nobody_in(browser: Browser) -> None:
    passkey = await browser.registers()
    assert (await Browser(browser.counter).comes_in(passkey, userHandle="")).json()["code"] == "passkey.rejected"


async def test_an_unknown_passkey_is_answered_like_a_wrong_one(browser: Browser) -> None:
    passkey = await browser.registers()
    stranger = Authenticator(user=passkey.user)
    unknown = await Browser(browser.counter).comes_in(stranger)
    wrong = await Browser(browser.counter).comes_in(passkey, signature="AAAA")
    assert (unknown.status_code, unknown.json()) == (wrong.status_code, wrong.json())


async def test_a_copy_that_fell_behind_in_its_count_is_refused(browser: Browser) -> None:
    passkey = Authenticator(counts=True)
    await browser.registers(with_=passkey)
    copy = Authenticator(counts=True, credential=passkey.credential, key=passkey.key, user=passkey.user)
    assert (await Browser(browser.counter).comes_in(passkey)).status_code == 201
    assert (await Browser(browser.counter).comes_in(copy)).json()["code"] == "passkey.rejected"
    assert (await Browser(browser.counter).comes_in(passkey)).status_code == 201


async def test_the_same_passkey_cannot_be_registered_twice(browser: Browser) -> None:
    passkey = await browser.registers()
    options = (await browser.asks("passkeys/creation", {"name": "Salem"})).json()
    again = await Browser(browser.counter).asks("people", browser.registration(passkey.create(options)))
    assert again.json()["code"] == "passkey.rejected"


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"credential": None},
        {"credential": {}},
        {"credential": {"response": {"clientDataJSON": "%%%"}}},
        {"credential": {"response": {"clientDataJSON": 7}}},
        {"credential": {"id": "AA", "response": []}},
    ],
)
async def test_what_is_no_credential_is_told_so(browser: Browser, sent: dict[str, Any]) -> None:
    answer = await browser.asks("sessions", sent)
    assert (answer.status_code, answer.json()["code"]) == (400, "passkey.malformed")


@pytest.mark.parametrize("name", ["", "   ", "x" * 101, "a\u202eb"])
async def test_a_person_needs_a_name_that_can_be_read(browser: Browser, name: str) -> None:
    answer = await browser.asks("passkeys/creation", {"name": name})
    assert (answer.status_code, answer.json()["code"]) == (422, "person.name")


async def test_mass_assignment_changes_nothing(browser: Browser) -> None:
    passkey = Authenticator()
    options = (await browser.asks("passkeys/creation", {"name": "Salem"})).json()
    sent = browser.registration(passkey.create(options)) | {"person": "someone", "id": "x", "role": "administrator"}
    done = await browser.asks("people", sent)
    assert done.status_code == 201
    assert set(done.json()) == {"person", "name"}


async def test_no_name_lies_in_clear_in_the_database(browser: Browser) -> None:
    await browser.registers("Salem Bouzid")
    rows = browser.database("SELECT name FROM person") + browser.database("SELECT name FROM passkey")
    assert len(rows) == 2
    assert not any(word in bytes(row["name"]) for row in rows for word in (b"Salem", b"phone"))


async def test_the_token_of_a_session_is_nowhere_in_the_database(browser: Browser) -> None:
    await browser.registers()
    (row,) = browser.database("SELECT * FROM session")
    assert browser.token
    assert not any(isinstance(each, bytes) and browser.token.encode() in each for each in row.values())


async def test_a_further_passkey_opens_the_same_account(browser: Browser) -> None:
    await browser.registers()
    second = Authenticator()
    options = (await browser.asks("passkeys/creation")).json()
    assert len(options["excludeCredentials"]) == 1
    assert (await browser.asks("passkeys", browser.registration(second.create(options)))).status_code == 201
    other = Browser(browser.counter)
    assert (await other.comes_in(second)).json()["name"] == "Salem Bouzid"


async def test_a_further_passkey_is_for_whoever_asked(browser: Browser) -> None:
    await browser.registers()
    other = Browser(browser.counter)
    await other.registers("Fatna")
    options = (await browser.asks("passkeys/creation")).json()
    swapped = await other.asks("passkeys", browser.registration(Authenticator().create(options)))
    assert swapped.json()["code"] == "passkey.challenge"


async def test_nobody_adds_a_passkey_without_being_signed_in(counter: AsyncTestClient[Any], browser: Browser) -> None:
    answer = await browser.asks("passkeys", browser.registration(Authenticator().create(_options())))
    assert (answer.status_code, answer.json()["code"]) == (401, "session.required")


def _options() -> dict[str, Any]:
    return {"user": {"id": "AA"}, "rp": {"id": "counter.example"}, "challenge": "AA"}


FOREIGN = [
    {"Sec_Fetch_Site": "cross-site", "Origin": "https://evil.test"},
    {"Sec_Fetch_Site": "same-site", "Origin": "https://other.example"},
    {"Sec_Fetch_Site": "none sent", "Origin": "https://evil.test"},
    {"Sec_Fetch_Site": "none sent", "Origin": "null"},
    {"Sec_Fetch_Site": "none sent", "Origin": "none sent"},
    {"Sec_Fetch_Site": "none", "Origin": "none sent"},
]


@pytest.mark.parametrize("headers", FOREIGN)
@pytest.mark.parametrize("path", ["passkeys/request", "passkeys/creation", "people", "sessions", "passkeys"])
async def test_a_press_of_another_site_is_not_heard(browser: Browser, path: str, headers: dict[str, str]) -> None:
    await browser.registers()
    answer = await browser.asks(path, {}, **headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "counter.forbidden")


async def test_a_form_of_another_site_could_not_send_what_is_read(browser: Browser) -> None:
    answer = await browser._sends("POST", "/api/sessions", {}, data={"credential": "x"})
    assert (answer.status_code, answer.json()["code"]) == (415, "body.not_json")


async def test_one_network_makes_only_so_many_accounts_an_hour(browser: Browser) -> None:
    passkey = await browser.registers()
    (network,) = {row["key"].rpartition("/")[0] for row in browser.database("SELECT key FROM tries")}
    hour = int(datetime.now(UTC).timestamp()) // 3600
    browser.database("UPDATE tries SET tries = 300 WHERE key = $1", f"{network}/{hour}")
    stranger = Browser(browser.counter)
    options = (await stranger.asks("passkeys/creation", {"name": "One More"})).json()
    answer = await stranger.asks("people", stranger.registration(Authenticator().create(options)))
    assert (answer.status_code, answer.json()["code"]) == (429, "account.too_many")
    # who has an account still comes in, whatever others behind the same address try
    for _ in range(3):
        wrong = await stranger.comes_in(passkey, signature="AAAA")
        assert wrong.json()["code"] == "passkey.rejected"
    assert (await stranger.comes_in(passkey)).status_code == 201


async def test_what_leads_to_no_account_shuts_out_nobody(browser: Browser) -> None:
    await browser.registers()
    (before,) = browser.database("SELECT tries FROM tries")
    for odd in ({}, {"name": "X", "passkey": "Y"}, browser.registration({"id": "AAAA"})):
        assert (await browser.asks("people", odd)).status_code in (400, 403, 422)
    assert browser.database("SELECT tries FROM tries") == [before]


async def test_a_phone_left_open_makes_itself_no_key_and_takes_none_away(browser: Browser) -> None:
    await browser.registers()
    browser.database("UPDATE session SET verified_at = $1", datetime.now(UTC) - timedelta(minutes=11))
    assert (await browser.asks("passkeys/creation")).json()["code"] == "session.stale"
    another = Authenticator()
    credential = another.create({"challenge": "AAAA", "rp": {"id": "counter.example"}, "user": {"id": "AAAA"}})
    added = await browser.asks("passkeys", {"credential": credential, "passkey": "Another"})
    assert (added.status_code, added.json()["code"]) == (403, "session.stale")
    (row,) = browser.database("SELECT id FROM passkey")
    told = await browser.presses(f"/fr/account/passkeys/{row['id']}/removal")
    assert "montrez à nouveau" in told.text

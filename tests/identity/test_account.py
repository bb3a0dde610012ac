"""The account's page: passkeys are named and removed, sessions end, and nobody reaches into another's."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from backend.kernel.ids import uuid7
from tests.identity.authenticator import Authenticator
from tests.identity.browser import Browser


async def passkey_ids(browser: Browser) -> list[str]:
    page = await browser.opens("/fr/account")
    return re.findall(r'action="/fr/account/passkeys/([0-9a-f-]{36})"', page.text)


async def session_ids(browser: Browser) -> list[str]:
    page = await browser.opens("/fr/account")
    return re.findall(r'action="/fr/account/sessions/([0-9a-f-]{36})/end"', page.text)


async def with_a_second_passkey(browser: Browser) -> tuple[Authenticator, Authenticator]:
    first, second = await browser.registers(), Authenticator()
    options = (await browser.asks("passkeys/creation")).json()
    sent = browser.registration(second.create(options)) | {"passkey": "Clé de la maison"}
    assert (await browser.asks("passkeys", sent)).status_code == 201
    return first, second


async def test_a_passkey_is_called_otherwise(browser: Browser) -> None:
    await browser.registers()
    (only,) = await passkey_ids(browser)
    answer = await browser.presses(f"/fr/account/passkeys/{only}", name="هاتف سالم")
    assert answer.headers["location"] == "/fr/account"
    assert "هاتف سالم" in (await browser.opens("/fr/account")).text


async def test_a_passkey_without_a_name_keeps_the_one_it_had(browser: Browser) -> None:
    await browser.registers()
    (only,) = await passkey_ids(browser)
    answer = await browser.presses(f"/fr/account/passkeys/{only}", name=" ")
    assert answer.status_code == 422
    assert "Donnez à la clé un nom" in answer.text
    assert "Mon téléphone" in answer.text


async def test_a_removed_passkey_opens_nothing_and_what_it_opened_is_closed(browser: Browser) -> None:
    _, second = await with_a_second_passkey(browser)
    elsewhere = Browser(browser.counter)
    await elsewhere.comes_in(second)
    _, lost = await passkey_ids(browser)
    assert (await browser.presses(f"/fr/account/passkeys/{lost}/removal")).status_code == 303
    assert (await elsewhere.opens("/fr/account")).status_code == 303
    assert (await Browser(browser.counter).comes_in(second)).json()["code"] == "passkey.rejected"
    assert len(await passkey_ids(browser)) == 1


async def test_the_last_passkey_stays(browser: Browser) -> None:
    await browser.registers()
    (only,) = await passkey_ids(browser)
    answer = await browser.presses(f"/fr/account/passkeys/{only}/removal")
    assert answer.status_code == 422
    assert "dernière clé" in answer.text
    assert await passkey_ids(browser) == [only]


async def test_nobody_reaches_into_another_account(browser: Browser) -> None:
    await with_a_second_passkey(browser)
    mine, sessions = await passkey_ids(browser), await session_ids(browser)
    stranger = Browser(browser.counter)
    await with_a_second_passkey(stranger)
    for path in (f"passkeys/{mine[0]}", f"passkeys/{mine[0]}/removal", f"sessions/{sessions[0]}/end"):
        assert (await stranger.presses(f"/fr/account/{path}", name="volée")).status_code == 422
    assert await passkey_ids(browser) == mine
    assert await session_ids(browser) == sessions
    assert "volée" not in (await browser.opens("/fr/account")).text


@pytest.mark.parametrize("path", ["passkeys/{id}", "passkeys/{id}/removal", "sessions/{id}/end"])
async def test_nobody_acts_without_being_signed_in(browser: Browser, path: str) -> None:
    answer = await browser.presses(f"/fr/account/{path}".format(id=uuid7()))
    assert answer.status_code == 401


async def test_a_session_elsewhere_is_ended_from_here(browser: Browser) -> None:
    passkey = await browser.registers()
    elsewhere = Browser(browser.counter)
    await elsewhere.comes_in(passkey)
    there, _ = await session_ids(browser)
    assert (await browser.presses(f"/fr/account/sessions/{there}/end")).headers["location"] == "/fr/account"
    assert (await elsewhere.opens("/fr/account")).status_code == 303
    assert (await browser.opens("/fr/account")).status_code == 200


async def test_leaving_ends_the_session_and_takes_the_cookie(browser: Browser) -> None:
    await browser.registers()
    token = browser.token
    (here,) = await session_ids(browser)
    assert (await browser.presses(f"/fr/account/sessions/{here}/end")).headers["location"] == "/fr/sign-in"
    assert browser.token is None
    assert (await Browser(browser.counter, token).opens("/fr/account")).status_code == 303


@pytest.mark.parametrize(
    ("column", "ago", "lasts"),
    [
        ("began_at", timedelta(hours=23, minutes=59), True),
        ("began_at", timedelta(hours=24), False),
        ("seen_at", timedelta(minutes=59), True),
        ("seen_at", timedelta(hours=1), False),
    ],
)
async def test_a_session_lasts_a_day_and_an_hour_of_silence(
    browser: Browser, column: str, ago: timedelta, lasts: bool
) -> None:
    await browser.registers()
    moved(browser, column, datetime.now(UTC) - ago)
    assert (await browser.opens("/fr/account")).status_code == (200 if lasts else 303)


def moved(browser: Browser, column: str, to: datetime) -> None:
    browser.database(f"UPDATE session SET {column} = $1", to)


async def test_looking_twice_in_a_minute_writes_nothing(browser: Browser) -> None:
    await browser.registers()
    before = browser.database("SELECT seen_at FROM session")
    await browser.opens("/fr/account")
    assert browser.database("SELECT seen_at FROM session") == before
    moved(browser, "seen_at", datetime.now(UTC) - timedelta(minutes=2))
    old = browser.database("SELECT seen_at FROM session")
    await browser.opens("/fr/account")
    assert browser.database("SELECT seen_at FROM session") != old

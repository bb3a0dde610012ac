"""A person's own signature under a request: made by the passkey, checked on arrival, told on the receipt."""

from __future__ import annotations

import hashlib
import tomllib
from typing import Any

import pytest

from backend.kernel.base64url import base64url
from backend.program import ROOT
from tests.identity.authenticator import Authenticator
from tests.identity.browser import Browser
from tests.identity.test_devices import filed, known, now, person_of
from tests.people import Phone, an_hour_before, stoppage

HELD = ("quarantined", "envelope.proof_missing")


def signed(phone: Phone, passkey: Authenticator, person: str, **changed: Any) -> dict[str, Any]:
    """An envelope that the person signed with a passkey."""
    filled = an_hour_before(now())
    signer, giver = changed.pop("signer", base64url(passkey.credential)), changed.pop("on_behalf", None)
    acting = {"person": person, "for": giver}
    envelope = phone.envelope(filled_at=filled, answers=stoppage(filled), signer=signer, **acting)
    return envelope | {"proof": passkey.proof(bytes.fromhex(envelope["digest"]), **changed)}


async def outcome_of(browser: Browser, phone: Phone, envelope: dict[str, Any]) -> dict[str, Any]:
    answer = await browser.counter.post("/sync/push", json={"carrier": str(phone.id), "items": [envelope]})
    assert answer.status_code == 200, answer.text
    return dict(answer.json()["outcomes"][0])


async def somebody(browser: Browser) -> tuple[Phone, Authenticator, str]:
    passkey, phone = await browser.registers(), await known(browser)
    return phone, passkey, await person_of(browser, phone)


async def test_what_a_person_signed_is_filed_and_says_so(browser: Browser) -> None:
    phone, passkey, person = await somebody(browser)
    outcome = await outcome_of(browser, phone, signed(phone, passkey, person))
    assert outcome["outcome"] == "applied"
    assert "signed.depositor" in outcome["flags"]


async def test_what_nobody_signed_does_not_say_so(browser: Browser) -> None:
    phone, _, person = await somebody(browser)
    filled = an_hour_before(now())
    envelope = phone.envelope(filled_at=filled, answers=stoppage(filled), person=person)
    outcome = await outcome_of(browser, phone, envelope)
    assert outcome["outcome"] == "applied"
    assert "signed.depositor" not in outcome["flags"]


async def test_a_signature_without_an_owners_name_holds(browser: Browser) -> None:
    phone, passkey, person = await somebody(browser)
    envelope = signed(phone, passkey, person)
    envelope["proof"]["user_handle"] = None
    assert (await outcome_of(browser, phone, envelope))["outcome"] == "applied"


async def test_a_late_proof_with_an_old_count_holds(browser: Browser) -> None:
    passkey = Authenticator(counts=True)
    await browser.registers(with_=passkey)
    phone = await known(browser)
    envelope = signed(phone, passkey, await person_of(browser, phone))
    for _ in range(3):
        assert (await Browser(browser.counter).comes_in(passkey)).status_code == 201
    assert (await outcome_of(browser, phone, envelope))["outcome"] == "applied"
    assert (await Browser(browser.counter).comes_in(passkey)).status_code == 201


async def test_a_stripped_proof_is_held(browser: Browser) -> None:
    phone, passkey, person = await somebody(browser)
    outcome = await outcome_of(browser, phone, signed(phone, passkey, person) | {"proof": None})
    assert (outcome["outcome"], outcome["code"]) == HELD


async def test_a_proof_of_another_request_is_held(browser: Browser) -> None:
    phone, passkey, person = await somebody(browser)
    other = signed(phone, passkey, person)["proof"]
    outcome = await outcome_of(browser, phone, signed(phone, passkey, person) | {"proof": other})
    assert (outcome["outcome"], outcome["code"]) == HELD


async def test_the_passkey_of_another_person_proves_nothing(browser: Browser) -> None:
    phone, _, person = await somebody(browser)
    hers = await Browser(browser.counter).registers("Fatna")
    outcome = await outcome_of(browser, phone, signed(phone, hers, person))
    assert (outcome["outcome"], outcome["code"]) == HELD


async def test_a_passkey_that_was_not_named_proves_nothing(browser: Browser) -> None:
    phone, passkey, person = await somebody(browser)
    named = base64url(hashlib.sha256(b"another").digest())
    outcome = await outcome_of(browser, phone, signed(phone, passkey, person, signer=named))
    assert (outcome["outcome"], outcome["code"]) == HELD


@pytest.mark.parametrize("wrong", ["verifies", "origin", "signature", "user_handle"])
async def test_a_proof_that_does_not_hold_is_held(browser: Browser, wrong: str) -> None:
    phone, passkey, person = await somebody(browser)
    if wrong == "verifies":
        passkey.verifies = False
    elif wrong == "origin":
        passkey.origin = "https://evil.test"
    changed = {wrong: "AAAA"} if wrong in ("signature", "user_handle") else {}
    outcome = await outcome_of(browser, phone, signed(phone, passkey, person, **changed))
    assert (outcome["outcome"], outcome["code"]) == HELD


@pytest.mark.parametrize("odd", [{}, {"client_data": 7}, {"client_data": "%", "signature": []}, {"signature": "AAAA"}])
async def test_what_is_no_proof_is_held(browser: Browser, odd: dict[str, Any]) -> None:
    phone, passkey, person = await somebody(browser)
    outcome = await outcome_of(browser, phone, signed(phone, passkey, person) | {"proof": odd})
    assert (outcome["outcome"], outcome["code"]) == HELD


async def test_a_removed_passkey_signs_nothing_more(browser: Browser) -> None:
    phone, passkey, person = await somebody(browser)
    second = Authenticator()
    options = (await browser.asks("passkeys/creation")).json()
    await browser.asks("passkeys", browser.registration(second.create(options)))
    browser.database("UPDATE passkey SET removed_at = $1 WHERE credential = $2", now(), passkey.credential)
    outcome = await outcome_of(browser, phone, signed(phone, passkey, person))
    assert (outcome["outcome"], outcome["code"]) == HELD
    assert (await outcome_of(browser, phone, signed(phone, second, person)))["outcome"] == "applied"


async def test_several_requests_of_one_push_may_be_signed_by_one_passkey(browser: Browser) -> None:
    phone, passkey, person = await somebody(browser)
    items = [signed(phone, passkey, person) for _ in range(3)]
    answer = await browser.counter.post("/sync/push", json={"carrier": str(phone.id), "items": items})
    assert [each["outcome"] for each in answer.json()["outcomes"]] == ["applied"] * 3


ACCOUNT = tomllib.loads((ROOT / "tests/services/cacobatph/payment-account.toml").read_text())["filed"]["answers"]


async def test_who_says_where_money_goes_signs_it_or_somebody_looks_first(browser: Browser) -> None:
    phone, passkey, person = await somebody(browser)
    account = {"service": "cacobatph.payment-account", "answers": ACCOUNT}
    held = await filed(browser, phone, person=person, **account)
    assert (held["outcome"], held["code"]) == HELD
    proved = await filed(browser, phone, person=person, passkey=passkey, **account)
    assert (proved["outcome"], "signed.depositor" in proved["flags"]) == ("applied", True)
    # without an account there is no passkey: it is theirs by number and secret, as ever
    nobodys = await filed(browser, phone, person=None, **account)
    assert nobodys["outcome"] == "applied"


async def test_a_correction_under_another_name_says_nothing_of_where_money_goes(browser: Browser) -> None:
    phone, passkey, person = await somebody(browser)
    account = {"service": "cacobatph.payment-account", "answers": ACCOUNT}
    number = (await filed(browser, phone, person=person, passkey=passkey, **account))["dossier"]["number"]
    other = account | {"answers": ACCOUNT | {"rip": "00799999000123456762"}, "dossier": number, "base_revision": 1}
    straight = await filed(browser, phone, person=person, kind="dossier.correct", **other)
    assert (straight["outcome"], straight["code"]) == HELD
    sly = await filed(browser, phone, person=person, kind="dossier.act", act="correct", **other)
    assert (sly["outcome"], sly["code"]) == ("refused", "dossier.act_not_open")
    assert browser.database("SELECT revision FROM dossier") == [{"revision": 1}]

"""Clocks that are wrong, calls that are repeated, and answers that say that they are ours."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from litestar.testing import AsyncTestClient

from tests.people import Phone, stoppage
from tests.sync.calling import asked, now, pushed

TWO_DAYS = timedelta(hours=48)


@pytest.mark.parametrize("off", [TWO_DAYS, -TWO_DAYS], ids=["48 h ahead", "48 h behind"])
async def test_an_envelope_of_a_wrong_clock_is_applied_and_flagged(
    counter: AsyncTestClient[Any], phone: Phone, off: timedelta
) -> None:
    filled = now() + off
    (outcome,) = await pushed(counter, phone, phone.envelope(filled_at=filled, answers=stoppage(now())))

    assert outcome["outcome"] == "applied"
    assert "clock.doubtful" in outcome["flags"]


@pytest.mark.parametrize("off", [TWO_DAYS, -TWO_DAYS], ids=["48 h ahead", "48 h behind"])
async def test_a_call_signed_by_a_wrong_clock_is_told_the_time(
    counter: AsyncTestClient[Any], phone: Phone, off: timedelta
) -> None:
    target = "/sync/pull?after="
    answer = await counter.get(target, headers=phone.call("GET", target, b"", now() + off))

    assert (answer.status_code, answer.json()["code"]) == (401, "clock.skew")
    assert answer.json()["server_time"] == answer.headers["shubbak-time"]


async def test_a_replayed_call_gets_the_same_answer_and_does_nothing_more(
    counter: AsyncTestClient[Any], phone: Phone
) -> None:
    await pushed(counter, phone, phone.envelope(filled_at=now(), answers=stoppage(now())))
    target = "/sync/pull?after="
    headers = phone.call("GET", target, b"", now())

    first, again = [await counter.get(target, headers=headers) for _ in range(2)]
    elsewhere = await counter.get(target + "x", headers=headers)
    otherwise = await counter.post("/sync/outcomes", json={"ids": []}, headers=headers)

    assert first.json() == again.json()
    assert len(first.json()["changes"]) == 1
    assert [answer.json()["code"] for answer in (elsewhere, otherwise)] == ["device.signature"] * 2


async def test_every_answer_under_sync_says_that_it_is_ours(counter: AsyncTestClient[Any], phone: Phone) -> None:
    answers = {
        "not found": await counter.get("/sync/nothing"),
        "no method": await counter.put("/sync/push"),
        "unsigned": await counter.get("/sync/pull"),
        "unknown": await counter.post("/sync/push", json={"carrier": str(Phone("nobody").id), "items": []}),
        "malformed": await counter.post("/sync/push", json=[]),
        "another site's": await counter.get("/sync/manifest", headers={"Sec-Fetch-Site": "cross-site"}),
        "options": await counter.options("/sync/files"),
        "outcomes": await asked(counter, phone, "POST", "/sync/outcomes", {"ids": []}),
    }

    told = {"shubbak-time", "shubbak-time-token", "shubbak-durable"}
    assert {what: told - set(answer.headers) for what, answer in answers.items() if told - set(answer.headers)} == {}
    assert [answer.status_code for answer in answers.values()] == [404, 405, 401, 401, 400, 403, 204, 200]

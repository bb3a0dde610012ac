"""Quotas put off and never refuse; a hall behind one address works."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from litestar.testing import AsyncTestClient

from backend.kernel.refusal import Refusal
from backend.web.device import quota
from backend.web.device.quota import Bucket, Quotas, network_of
from tests.people import Phone, an_hour_before, stoppage
from tests.sync.calling import now


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


def taken(bucket: Bucket, key: str, times: int) -> int:
    """How many of so many calls at once are let through."""
    done = 0
    for _ in range(times):
        with suppress(Refusal):
            bucket.take(key)
            done += 1
    return done


def test_a_bucket_lets_through_a_burst_and_then_its_rate() -> None:
    clock = Clock()
    bucket = Bucket(rate=2, burst=5, clock=clock)

    first = taken(bucket, "a", 10)
    clock.at += 2.5
    second = taken(bucket, "a", 10)
    clock.at += 1000
    third = taken(bucket, "a", 10)

    assert (first, second, third) == (5, 5, 5)


def test_each_has_a_bucket_of_its_own() -> None:
    bucket = Bucket(rate=1, burst=1, clock=Clock())
    assert [taken(bucket, key, 3) for key in ("a", "b")] == [1, 1]


def test_whoever_is_over_is_told_when_to_come_back() -> None:
    clock = Clock()
    bucket = Bucket(rate=0.1, burst=1, clock=clock)
    bucket.take("a")
    with pytest.raises(Refusal) as told:
        bucket.take("a")
    assert (told.value.code, told.value.details) == ("push.too_many", {"retry_after": 10})
    clock.at += 10
    bucket.take("a")


def test_those_silent_longest_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quota, "REMEMBERED", 3)
    bucket = Bucket(rate=1, burst=1, clock=Clock())
    for key in "abcd":
        bucket.take(key)
    assert list(bucket._left) == ["b", "c", "d"]


def test_the_limits_are_those_of_the_contract() -> None:
    quotas = Quotas()
    assert quotas.device.rate >= 20
    assert quotas.network.rate >= 200


@pytest.mark.parametrize(
    ("host", "network"),
    [("10.1.2.3", "10.1.2.3"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"), ("testclient", "testclient"), ("", "")],
)
def test_a_network_is_an_address_or_its_64(host: str, network: str) -> None:
    assert network_of(host) == network


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A server that lets a device push twice at once, and a network five times."""
    clock = Clock()
    quotas = Quotas(device=Bucket(1, 2, clock), network=Bucket(1, 5, clock))
    monkeypatch.setattr("backend.app.Quotas", lambda: quotas)
    return clock


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


async def test_who_pushes_too_much_is_put_off_and_then_heard(small: Clock, counter: AsyncTestClient[Any]) -> None:
    phone = Phone("Hadj Belkacem")
    await counter.post("/sync/devices", json=phone.enrolment(now()))
    filled = an_hour_before(now())
    push = {"carrier": str(phone.id), "items": [phone.envelope(filled_at=filled, answers=stoppage(filled))]}

    answers = [await counter.post("/sync/push", json=push) for _ in range(3)]
    small.at += float(answers[2].headers["retry-after"])
    later = await counter.post("/sync/push", json=push)

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].json()["code"] == "push.too_many"
    assert "shubbak-time" in answers[2].headers
    assert later.json() == answers[0].json()


async def test_one_device_does_not_use_up_what_another_has(small: Clock, counter: AsyncTestClient[Any]) -> None:
    phones = [Phone("Belkacem"), Phone("Aïcha")]
    for phone in phones:
        await counter.post("/sync/devices", json=phone.enrolment(now()))
    small.at += 100
    statuses = [
        (await counter.post("/sync/push", json={"carrier": str(phone.id), "items": []})).status_code
        for phone in (phones[0], phones[0], phones[0], phones[1])
    ]
    assert statuses == [200, 200, 429, 200]


async def test_a_network_has_its_limit_too(small: Clock, counter: AsyncTestClient[Any]) -> None:
    statuses = [
        (await counter.post("/sync/devices", json=Phone("one of many").enrolment(now()))).status_code for _ in range(7)
    ]
    assert statuses == [201] * 5 + [429] * 2

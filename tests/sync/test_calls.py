"""The calls of the contract over HTTP: signatures, bodies, enrolment, outcomes, changes."""

from __future__ import annotations

import gzip
import hashlib
import json
from datetime import timedelta
from typing import Any

import pytest
from litestar.testing import AsyncTestClient

from tests.people import Phone, an_hour_before, stoppage
from tests.sync.calling import asked, now, pushed

JSON = {"Content-Type": "application/json"}
PLAIN = {"Accept-Encoding": "identity"}  # compressing a hundred pages is another test's matter


async def test_every_answer_tells_the_time_and_how_far_a_backup_reaches(counter: AsyncTestClient[Any]) -> None:
    answer = await counter.get("/sync/manifest")

    assert {"shubbak-time", "shubbak-time-token", "shubbak-durable"} <= set(answer.headers)
    assert answer.json()["protocol"] == 1
    assert answer.json()["seal_key"] is None
    again = await counter.get("/sync/manifest", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


async def test_every_kept_page_is_served_with_the_bytes_the_manifest_promises(counter: AsyncTestClient[Any]) -> None:
    assets = (await counter.get("/sync/manifest")).json()["assets"]

    assert len(assets) > 50
    for asset in assets:
        answer = await counter.get(asset["url"], follow_redirects=False, headers=PLAIN)
        assert answer.status_code == 200, asset["url"]
        assert hashlib.sha256(answer.content).hexdigest() == asset["sha256"], asset["url"]


async def test_a_device_is_known_by_its_key(counter: AsyncTestClient[Any], phone: Phone) -> None:
    again = await counter.post("/sync/devices", json=phone.enrolment(now()))
    stranger = Phone("somebody", id=phone.id)
    taken = await counter.post("/sync/devices", json=stranger.enrolment(now()))
    kiosk = await counter.post("/sync/devices", json=Phone("kiosk", kind="kiosk").enrolment(now(), code="WRONG"))

    assert again.status_code == 200
    assert (taken.status_code, taken.json()["code"]) == (409, "device.id_taken")
    assert (kiosk.status_code, kiosk.json()["code"]) == (403, "device.code")


async def test_what_was_filed_is_told_again_and_pulled(counter: AsyncTestClient[Any], phone: Phone) -> None:
    filled = an_hour_before(now())
    (filed,) = await pushed(counter, phone, phone.envelope(filled_at=filled, answers=stoppage(filled)))

    outcomes = await asked(counter, phone, "POST", "/sync/outcomes", {"ids": [filed["id"]]})
    pulled = await asked(counter, phone, "GET", "/sync/pull?after=")
    more = await asked(counter, phone, "GET", f"/sync/pull?after={pulled.json()['cursor']}")

    assert outcomes.json()["outcomes"] == [filed]
    (change,) = pulled.json()["changes"]
    assert change["dossier"]["number"] == filed["dossier"]["number"]
    assert change["dossier"]["receipt"] == filed["receipt"]
    assert more.json()["changes"] == []


async def test_another_device_learns_nothing(counter: AsyncTestClient[Any], phone: Phone) -> None:
    filled = an_hour_before(now())
    (filed,) = await pushed(counter, phone, phone.envelope(filled_at=filled, answers=stoppage(filled)))
    other = Phone("somebody else")
    await counter.post("/sync/devices", json=other.enrolment(now()))

    outcomes = await asked(counter, other, "POST", "/sync/outcomes", {"ids": [filed["id"]]})
    pulled = await asked(counter, other, "GET", "/sync/pull?after=")

    assert outcomes.json()["outcomes"] == [{"id": filed["id"], "outcome": "unknown"}]
    assert pulled.json()["changes"] == []


async def test_an_unsigned_an_altered_and_a_stale_call_are_not_answered(
    counter: AsyncTestClient[Any], phone: Phone
) -> None:
    unsigned = await counter.get("/sync/pull?after=")
    altered = await counter.get("/sync/pull?after=1", headers=phone.call("GET", "/sync/pull?after=", b"", now()))
    stale = await counter.get(
        "/sync/pull?after=", headers=phone.call("GET", "/sync/pull?after=", b"", now() - timedelta(hours=48))
    )

    assert [answer.status_code for answer in (unsigned, altered, stale)] == [401, 401, 401]
    assert unsigned.json()["code"] == altered.json()["code"] == "device.signature"
    assert stale.json()["code"] == "clock.skew"
    assert "server_time" in stale.json()


async def test_a_carrier_nobody_knows_is_asked_to_enrol(counter: AsyncTestClient[Any]) -> None:
    stranger = Phone("nobody")
    answer = await counter.post("/sync/push", json={"carrier": str(stranger.id), "items": []})

    assert (answer.status_code, answer.json()["code"]) == (401, "device.unknown")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "push.malformed"),
        (b"\xff\xfe", 400, "push.malformed"),
        (b'{"carrier": "x"}', 400, "push.malformed"),
        (b'{"carrier": "x", "carrier": "y", "items": []}', 400, "push.malformed"),
        (b'{"carrier": "x", "items": ' + b"[" * 200 + b"]" * 200 + b"}", 400, "push.malformed"),
        (b'{"carrier": "x", "items": ' + b"[" * 300_000 + b"]" * 300_000 + b"}", 400, "push.malformed"),
        (b'{"carrier": "x", "items": [' + b",".join([b"1"] * 101) + b"]}", 413, "push.too_large"),
        (b" " * (1024 * 1024 + 1), 413, "body.too_large"),
    ],
)
async def test_a_broken_push_is_told_so(counter: AsyncTestClient[Any], body: bytes, status: int, code: str) -> None:
    answer = await counter.post("/sync/push", content=body, headers=JSON)

    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_a_push_may_be_compressed_but_is_no_bomb(counter: AsyncTestClient[Any], phone: Phone) -> None:
    filled = an_hour_before(now())
    push = {"carrier": str(phone.id), "items": [phone.envelope(filled_at=filled, answers=stoppage(filled))]}
    packed = JSON | {"Content-Encoding": "gzip"}

    sound = await counter.post("/sync/push", content=gzip.compress(json.dumps(push).encode()), headers=packed)
    bomb = await counter.post("/sync/push", content=gzip.compress(b" " * (9 * 1024 * 1024)), headers=packed)
    broken = await counter.post("/sync/push", content=b"not gzip", headers=packed)

    assert sound.json()["outcomes"][0]["outcome"] == "applied"
    assert bomb.status_code == 413
    assert broken.status_code == 400


async def test_only_json_of_this_site_is_read(counter: AsyncTestClient[Any], phone: Phone) -> None:
    push = json.dumps({"carrier": str(phone.id), "items": []})

    form = await counter.post("/sync/push", content=push, headers={"Content-Type": "text/plain"})
    elsewhere = await counter.post("/sync/push", content=push, headers=JSON | {"Sec-Fetch-Site": "cross-site"})

    assert form.status_code == 415
    assert elsewhere.status_code == 403
    assert "access-control-allow-origin" not in elsewhere.headers


@pytest.mark.parametrize(
    "fault",
    [
        '{"v": 1.5}',
        '{"v": 1, "id": "a", "id": "b"}',
        '{"v": 1, "id": "\\ud800"}',
        '{"v": 9007199254740993, "id": "x"}',
        '{"v": 1e3, "id": "x"}',
        "null",
        "[]",
        '"text"',
    ],
)
async def test_a_fault_inside_one_item_concerns_that_item_alone(
    counter: AsyncTestClient[Any], phone: Phone, fault: str
) -> None:
    filled = an_hour_before(now())
    good = json.dumps(phone.envelope(filled_at=filled, answers=stoppage(filled)))
    body = f'{{"carrier": "{phone.id}", "items": [{fault}, {good}]}}'

    answer = await counter.post("/sync/push", content=body.encode(), headers=JSON)

    first, second = answer.json()["outcomes"]
    assert (first["outcome"], first["code"]) == ("refused", "envelope.malformed")
    assert second["outcome"] == "applied"

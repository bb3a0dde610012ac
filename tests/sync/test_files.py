"""Files by tus 1.0.0: they follow their envelope, go on where they were cut, and the last one applies it."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from litestar.testing import AsyncTestClient

from tests.people import Phone, an_hour_before, photo, stoppage
from tests.sync.calling import now, pushed

TUS = {"Tus-Resumable": "1.0.0"}
PICTURE = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 40


async def filed_with_photo(counter: AsyncTestClient[Any], phone: Phone) -> dict[str, Any]:
    filled = an_hour_before(now())
    envelope = phone.envelope(filled_at=filled, answers=stoppage(filled), files=[photo(PICTURE)])
    (outcome,) = await pushed(counter, phone, envelope)
    assert outcome["outcome"] == "need_files"
    return envelope


def metadata(envelope: dict[str, Any], sha256: str) -> str:
    return ",".join(
        f"{key} {base64.b64encode(value.encode()).decode()}"
        for key, value in (("envelope", envelope["id"]), ("sha256", sha256))
    )


async def call(
    counter: AsyncTestClient[Any], phone: Phone, method: str, target: str, body: bytes = b"", **headers: str
) -> Any:
    sent = (
        TUS
        | {name.replace("_", "-"): value for name, value in headers.items()}
        | phone.call(method, target, b"", now())
    )
    return await counter.request(method, target, content=body, headers=sent)


async def created(
    counter: AsyncTestClient[Any], phone: Phone, envelope: dict[str, Any], content: bytes = PICTURE
) -> Any:
    return await call(
        counter,
        phone,
        "POST",
        "/sync/files",
        Upload_Length=str(len(content)),
        Upload_Metadata=metadata(envelope, hashlib.sha256(PICTURE).hexdigest()),
    )


async def patched(
    counter: AsyncTestClient[Any], phone: Phone, target: str, offset: int, body: bytes, **headers: str
) -> Any:
    return await call(
        counter,
        phone,
        "PATCH",
        target,
        body,
        Upload_Offset=str(offset),
        Content_Type="application/offset+octet-stream",
        **headers,
    )


async def test_a_photo_sent_in_two_parts_applies_its_envelope(counter: AsyncTestClient[Any], phone: Phone) -> None:
    envelope = await filed_with_photo(counter, phone)
    target = (await created(counter, phone, envelope)).headers["location"]

    first = await patched(counter, phone, target, 0, PICTURE[:4000])
    head = await call(counter, phone, "HEAD", target)
    last = await patched(counter, phone, target, 4000, PICTURE[4000:])
    (outcome,) = await pushed(counter, phone, envelope)

    assert (first.status_code, first.headers["upload-offset"]) == (204, "4000")
    assert head.headers["upload-offset"] == "4000"
    assert (last.status_code, last.headers["upload-offset"]) == (204, str(len(PICTURE)))
    assert outcome["outcome"] == "applied"


async def test_the_same_file_begun_twice_goes_on_at_the_same_address(
    counter: AsyncTestClient[Any], phone: Phone
) -> None:
    envelope = await filed_with_photo(counter, phone)

    first, second = await created(counter, phone, envelope), await created(counter, phone, envelope)

    assert first.status_code == second.status_code == 201
    assert first.headers["location"] == second.headers["location"]


async def test_bytes_that_are_not_those_named_are_thrown_away_and_asked_for_anew(
    counter: AsyncTestClient[Any], phone: Phone
) -> None:
    envelope = await filed_with_photo(counter, phone)
    target = (await created(counter, phone, envelope)).headers["location"]

    altered = await patched(counter, phone, target, 0, bytes(len(PICTURE)))
    head = await call(counter, phone, "HEAD", target)
    again = await patched(counter, phone, target, 0, PICTURE)

    assert (altered.status_code, head.headers["upload-offset"], again.status_code) == (460, "0", 204)


async def test_what_tus_forbids_is_refused(counter: AsyncTestClient[Any], phone: Phone) -> None:
    envelope = await filed_with_photo(counter, phone)
    target = (await created(counter, phone, envelope)).headers["location"]
    wrong = "sha1 " + base64.b64encode(hashlib.sha1(b"other").digest()).decode()

    answers = {
        "another version": await call(counter, phone, "HEAD", target, Tus_Resumable="0.2.2"),
        "another offset": await patched(counter, phone, target, 10, b"x"),
        "too many bytes": await patched(counter, phone, target, 0, PICTURE + b"x"),
        "wrong checksum": await patched(counter, phone, target, 0, PICTURE[:10], Upload_Checksum=wrong),
        "another length": await created(counter, phone, envelope, PICTURE + b"x"),
        "no such upload": await call(counter, phone, "HEAD", target[:-4] + "0000"),
        "a path": await call(counter, phone, "HEAD", "/sync/files/..%2f..%2fetc%2fpasswd"),
        "unsigned": await counter.head(target, headers=TUS),
    }

    assert {what: answer.status_code for what, answer in answers.items()} == {
        "another version": 412,
        "another offset": 409,
        "too many bytes": 400,
        "wrong checksum": 460,
        "another length": 400,
        "no such upload": 404,
        "a path": 404,
        "unsigned": 401,
    }
    assert (await call(counter, phone, "HEAD", target)).headers["upload-offset"] == "0"


async def test_nobody_else_finds_the_upload(counter: AsyncTestClient[Any], phone: Phone) -> None:
    envelope = await filed_with_photo(counter, phone)
    target = (await created(counter, phone, envelope)).headers["location"]
    stranger = Phone("stranger")
    await counter.post("/sync/devices", json=stranger.enrolment(now()))

    assert (await call(counter, stranger, "HEAD", target)).status_code == 404
    assert (await created(counter, stranger, envelope)).status_code == 404


async def test_the_server_says_what_it_can(counter: AsyncTestClient[Any]) -> None:
    answer = await counter.options("/sync/files")

    assert answer.status_code == 204
    assert answer.headers["tus-version"] == "1.0.0"
    assert set(answer.headers["tus-extension"].split(",")) == {"creation", "checksum", "expiration", "termination"}


async def test_an_upload_given_up_begins_anew(counter: AsyncTestClient[Any], phone: Phone) -> None:
    envelope = await filed_with_photo(counter, phone)
    target = (await created(counter, phone, envelope)).headers["location"]
    await patched(counter, phone, target, 0, PICTURE[:4000])

    gone = await call(counter, phone, "DELETE", target)
    after = await call(counter, phone, "HEAD", target)
    anew = (await created(counter, phone, envelope)).headers["location"]

    assert (gone.status_code, after.status_code) == (204, 404)
    assert anew != target

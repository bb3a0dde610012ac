"""Issuing, keeping the document, opening with number and secret: on both databases."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from backend.domains.receipts import operations, queries
from backend.domains.receipts.operations import Issue
from backend.domains.receipts.rules import Receipt, Standing, receipt_number, tracking_secret
from backend.kernel.ids import uuid7
from backend.kernel.refusal import Refusal
from backend.storage.tries import forget_tries

KEYS = [b"old" * 8, b"new" * 8]
NOW = datetime(2026, 2, 11, 15, 22, tzinfo=UTC)
DIGEST = bytes(range(32))


def issue(serial: int) -> Issue:
    number = receipt_number("CB", "49", 2026, serial)
    return Issue(number=number, dossier_id=uuid7(), digest=DIGEST, token=b"token", issued_at=NOW)


def secret(number: str, key: bytes = KEYS[1]) -> str:
    return tracking_secret(key, number, DIGEST)


async def opened(number: str, typed: str, now: datetime = NOW) -> Receipt:
    return await operations.open_receipt(number=number, secret=typed, tracking_keys=KEYS, now=now)


async def kept(number: str) -> Receipt:
    found = await queries.receipt(number)
    assert found is not None
    return found


async def refused(number: str, typed: str, now: datetime = NOW) -> str:
    with pytest.raises(Refusal) as refusal:
        await opened(number, typed, now)
    return refusal.value.code


async def test_receipts_are_issued_many_at_once_and_read_back(database: str) -> None:
    issues = [issue(serial) for serial in (1, 2, 3)]
    await operations.issue(issues)
    found = await queries.receipts_of([each.number for each in issues] + ["CB-49-2026-000009-99"])
    assert set(found) == {each.number for each in issues}
    assert found[issues[1].number].dossier_id == issues[1].dossier_id
    assert found[issues[1].number].digest == DIGEST
    assert found[issues[1].number].token == b"token"
    assert found[issues[1].number].issued_at == NOW


async def test_nothing_to_issue_is_nothing(database: str) -> None:
    await operations.issue([])
    assert await queries.receipts_of([]) == {}


async def test_a_number_is_issued_once(database: str) -> None:
    await operations.issue([issue(1)])
    with pytest.raises(Exception, match=r"(?i)unique|duplicate"):
        await operations.issue([issue(1)])


async def test_the_first_document_is_kept_for_ever(database: str) -> None:
    one = issue(1)
    await operations.issue([one])
    assert (await kept(one.number)).pdf is None
    assert await operations.keep_pdf(number=one.number, blob="first", sha256=b"1", made_at=NOW)
    assert not await operations.keep_pdf(number=one.number, blob="second", sha256=b"2", made_at=NOW)
    document = await kept(one.number)
    assert (document.pdf, document.pdf_sha256) == ("first", b"1")


async def test_number_and_secret_open_the_receipt_as_people_type_them(database: str) -> None:
    one = issue(1)
    await operations.issue([one])
    typed = secret(one.number).lower()
    found = await opened(one.number.replace("-", " "), f"{typed[:4]} {typed[4:8]}-{typed[8:]}")
    assert found.number == one.number


async def test_a_receipt_of_before_the_last_key_change_still_opens(database: str) -> None:
    one = issue(1)
    await operations.issue([one])
    assert (await opened(one.number, secret(one.number, KEYS[0]))).number == one.number


async def test_an_unknown_number_and_a_wrong_secret_get_the_same_answer(database: str) -> None:
    one, never = issue(1), issue(2)
    await operations.issue([one])
    assert await refused(one.number, "A" * 16) == "receipt.not_opened"
    assert await refused(never.number, secret(never.number)) == "receipt.not_opened"
    assert await refused("no number", secret(one.number)) == "receipt.not_opened"
    assert await refused(one.number, "") == "receipt.not_opened"


@pytest.mark.parametrize("issued", [True, False])
async def test_after_five_wrong_secrets_even_the_right_one_waits_for_the_next_hour(database: str, issued: bool) -> None:
    one = issue(1)
    if issued:
        await operations.issue([one])
    codes = [await refused(one.number, "A" * 16) for _ in range(6)]
    assert codes == ["receipt.not_opened"] * 5 + ["receipt.too_many_tries"]
    assert await refused(one.number, secret(one.number)) == "receipt.too_many_tries"
    if issued:
        assert (await opened(one.number, secret(one.number), NOW + timedelta(hours=1))).number == one.number


async def test_the_right_secret_counts_no_try(database: str) -> None:
    one = issue(1)
    await operations.issue([one])
    for _ in range(7):
        await opened(one.number, secret(one.number))
    assert await refused(one.number, "A" * 16) == "receipt.not_opened"


async def test_guesses_side_by_side_are_all_counted(database: str) -> None:
    one = issue(1)
    await operations.issue([one])
    codes = await asyncio.gather(*(refused(one.number, "A" * 16) for _ in range(12)))
    assert codes.count("receipt.not_opened") == 5
    assert codes.count("receipt.too_many_tries") == 7


async def test_counts_of_past_hours_are_forgotten(database: str) -> None:
    one = issue(1)
    await operations.issue([one])
    for _ in range(6):
        await refused(one.number, "A" * 16)
    await forget_tries(now=NOW)
    assert await refused(one.number, secret(one.number)) == "receipt.too_many_tries"
    await forget_tries(now=NOW + timedelta(hours=1))
    assert (await opened(one.number, secret(one.number))).number == one.number


async def test_whoever_verifies_online_is_told_what_became_of_a_receipt(database: str) -> None:
    one, two = issue(1), issue(2)
    await operations.issue([one, two])
    digest16 = DIGEST[:16]
    assert await queries.standing(one.number, digest16) is Standing.VALID
    assert await queries.standing(one.number, bytes(16)) is Standing.UNKNOWN
    assert await queries.standing(issue(9).number, digest16) is Standing.UNKNOWN
    await operations.correct(number=one.number, at=NOW)
    assert await queries.standing(one.number, digest16) is Standing.CORRECTED
    await operations.replace(number=one.number, by=two.number)
    assert await queries.standing(one.number, digest16) is Standing.REPLACED
    await operations.withdraw(number=one.number, at=NOW)
    assert await queries.standing(one.number, digest16) is Standing.WITHDRAWN
    later = NOW + timedelta(days=1)
    await operations.withdraw(number=one.number, at=later)
    assert (await kept(one.number)).withdrawn_at == NOW


def test_an_issue_is_a_plain_value() -> None:
    assert replace(issue(1), token=b"other").token == b"other"

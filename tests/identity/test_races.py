"""Two presses at once: a code serves one, a last manager or administrator stays, a passkey is always left."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from backend.domains.identity import operations, queries
from backend.domains.identity.rules import Civil, Power, Scope
from backend.domains.identity.tables import Passkey, Person
from backend.kernel.ids import uuid7
from backend.kernel.refusal import Refusal
from backend.storage.database import tx
from backend.storage.keys import KeyFolder
from backend.storage.rows import insert_many
from backend.storage.sealing import Sealer

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
FUND = Scope("cacobatph")


@pytest.fixture
def sealer(tmp_path: Path) -> Sealer:
    return Sealer(KeyFolder.create(tmp_path / "keys"))


@tx
async def people(sealer: Sealer, count: int) -> list[UUID]:
    """So many people with accounts."""
    ids = [uuid7() for _ in range(count)]
    names = [sealer.seal(b"Salem", table="person", column="name", row=str(each)) for each in ids]
    rows = [
        {"id": each, "name": name, "lang": "ar", "registered_at": NOW} for each, name in zip(ids, names, strict=True)
    ]
    await insert_many(Person, rows)
    return ids


async def at_once(*acts: Coroutine[Any, Any, Any]) -> int:
    """How many of these acts were let happen; the others were refused, and none broke."""
    done = await asyncio.gather(*acts, return_exceptions=True)
    assert [each for each in done if isinstance(each, BaseException) and not isinstance(each, Refusal)] == []
    return sum(not isinstance(each, Refusal) for each in done)


async def test_a_code_of_a_mandate_serves_one(database: str, sealer: Sealer) -> None:
    giver, *others = await people(sealer, 6)
    code = await operations.give_mandate(
        by=giver,
        employer=None,
        called="Nadia",
        power=Power.FILE,
        services=(),
        until=date(2027, 1, 1),
        sealer=sealer,
        now=NOW,
    )
    taken = await at_once(*(operations.take_up_mandate(code=code, by=each, sealer=sealer, now=NOW) for each in others))
    assert taken == 1


async def test_a_code_of_a_post_serves_one(database: str, sealer: Sealer) -> None:
    others = await people(sealer, 5)
    code = await operations.give_post(role="agent", scope=FUND, called="Samia", by=None, sealer=sealer, now=NOW)
    taken = await at_once(*(operations.take_up_post(code=code, by=each, sealer=sealer, now=NOW) for each in others))
    assert taken == 1


async def test_two_managers_who_end_each_other_leave_one(database: str, sealer: Sealer) -> None:
    one, other = await people(sealer, 2)
    employer = await operations.register_employer(
        by=one, name="SARL", number="", wilaya_code="31", sealer=sealer, now=NOW
    )
    code = await operations.give_mandate(
        by=one,
        employer=employer,
        called="Second",
        power=Power.MANAGE,
        services=(),
        until=None,
        sealer=sealer,
        now=NOW,
    )
    await operations.take_up_mandate(code=code, by=other, sealer=sealer, now=NOW)
    held = await queries.mandates_of_employers([employer], sealer)
    later = NOW + timedelta(minutes=1)
    by = {one: other, other: one}
    ended = await at_once(
        *(
            operations.end_mandate(mandate=each.id, by=by[each.holder], sealer=sealer, now=later)
            for each in held
            if each.holder
        )
    )
    assert ended == 1


async def test_two_administrators_who_end_each_other_leave_one(database: str, sealer: Sealer) -> None:
    both = await people(sealer, 2)
    for each in both:
        code = await operations.give_post(
            role="administrator", scope=FUND, called="Malika", by=None, sealer=sealer, now=NOW
        )
        await operations.take_up_post(code=code, by=each, sealer=sealer, now=NOW)
    posts = await queries.posts_of_bodies(["cacobatph"], sealer)
    ended = await at_once(*(operations.end_post(post=post.id, by=both[0], sealer=sealer, now=NOW) for post in posts))
    assert ended == 1


@tx
async def with_passkeys(person: UUID, count: int, sealer: Sealer) -> list[UUID]:
    ids = [uuid7() for _ in range(count)]
    rows = [
        {
            "id": each,
            "person": person,
            "credential": each.bytes,
            "public_key": b"key",
            "signs": 0,
            "name": sealer.seal(b"Phone", table="passkey", column="name", row=str(each)),
            "added_at": NOW,
        }
        for each in ids
    ]
    await insert_many(Passkey, rows)
    return ids


async def test_passkeys_removed_at_once_leave_one(database: str, sealer: Sealer) -> None:
    (person,) = await people(sealer, 1)
    passkeys = await with_passkeys(person, 3, sealer)
    removed = await at_once(
        *(operations.remove_passkey(person=person, passkey=each, sealer=sealer, now=NOW) for each in passkeys)
    )
    assert removed == 2
    assert len(await queries.passkeys(person, sealer)) == 1


CIVIL = Civil("بوزيد", "سالم", "Bouzid", "Salem", date(1980, 5, 12), "109801234567890123", None)


async def test_one_person_claims_at_once_and_one_claim_stands(database: str, sealer: Sealer) -> None:
    (person,) = await people(sealer, 1)
    claims = (operations.claim_civil(person=person, civil=CIVIL, sealer=sealer, now=NOW) for _ in range(4))
    assert await at_once(*claims) == 4
    assert await queries.people_called("Bouzid", sealer, 9) == [person]


async def test_one_number_is_confirmed_for_one(database: str, sealer: Sealer) -> None:
    agent, *claiming = await people(sealer, 5)
    for each in claiming:
        await operations.claim_civil(person=each, civil=CIVIL, sealer=sealer, now=NOW)
    confirmed = await at_once(
        *(
            operations.confirm_civil(
                person=each,
                seen_claim=NOW.isoformat(),
                by=agent,
                evidence="card",
                number="123456",
                sealer=sealer,
                now=NOW,
            )
            for each in claiming
        )
    )
    assert confirmed == 1

"""A server put back from a backup: numbers are never given twice (I8), and what the backup did not hold comes again."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, ExitStack, asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from backend.domains.dossiers import queries as dossiers
from backend.domains.sync import queries
from backend.domains.sync.operations.files import append, arrived, begin_upload, end_upload
from backend.domains.sync.operations.push import push
from backend.domains.sync.ports import Centre
from backend.domains.sync.rules.devices import unbase64url
from backend.program import put_together
from backend.settings import Settings
from backend.storage.counters import check_life, current_epoch
from backend.storage.database import close_database, open_database
from backend.storage.keys import KeyFolder
from tests.databases import fresh_postgres, fresh_sqlite
from tests.people import Phone, an_hour_before, photo, stoppage
from tests.sync.conftest import NOW, enrolled

FILLED = an_hour_before(NOW)
LATER = NOW + timedelta(days=2)
Life = Callable[[], AbstractAsyncContextManager[Centre]]
PICTURE = b"\xff\xd8\xff\xe0 a photo of the site"


@pytest.fixture(params=["sqlite", "postgres"])
def life(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Life]:
    """Each life of an installation begins with an older database, here an empty one; its keys and files stay."""
    KeyFolder.create(tmp_path / "keys")
    settings = Settings.from_environment(
        {"SHUBBAK_DATA_DIR": str(tmp_path / "data"), "SHUBBAK_KEY_DIR": str(tmp_path / "keys")}
    )
    pattern = request.getfixturevalue(f"{request.param}_pattern")
    lives = itertools.count(1)

    @asynccontextmanager
    async def begun() -> AsyncIterator[Centre]:
        folder = tmp_path / f"life {next(lives)}"
        folder.mkdir()
        url = (
            stack.enter_context(fresh_postgres(pattern))
            if request.param == "postgres"
            else fresh_sqlite(pattern, folder)
        )
        await open_database(url)
        try:
            centre = put_together(settings).centre
            await check_life(centre.keys, NOW)
            yield centre
        finally:
            await close_database()

    with ExitStack() as stack:
        yield begun


def filing(phone: Phone, site: str, **changed: Any) -> dict[str, Any]:
    return phone.envelope(filled_at=FILLED, answers=stoppage(FILLED, site=site), **changed)


async def sent(centre: Centre, phone: Phone, *items: Any, at: datetime = NOW) -> list[dict[str, Any]]:
    return await push(centre, carrier=phone.id, items=list(items), now=at)


def offered_again(envelope: dict[str, Any], outcome: dict[str, Any]) -> dict[str, Any]:
    """What a device sends a restored server: the envelope, with the token that proves that it had been there."""
    return {"item": envelope, "receipt": outcome["receipt"]["token"]}


# I8


async def numbers_are_never_given_twice(life: Life) -> None:
    belkacem = Phone("Hadj Belkacem")
    async with life() as centre:
        await enrolled(centre, belkacem)
        before = await sent(centre, belkacem, *(filing(belkacem, f"before {number}") for number in range(3)))
        first = await current_epoch()
    async with life() as restored:
        await enrolled(restored, belkacem)
        after = await sent(restored, belkacem, *(filing(belkacem, f"after {number}") for number in range(3)))
        second = await current_epoch()
    numbers = [outcome["dossier"]["number"] for outcome in (*before, *after)]
    assert len(set(numbers)) == 6
    assert second.id != first.id


async def test_i8_numbers_are_never_given_twice(life: Life) -> None:
    await numbers_are_never_given_twice(life)


async def test_i8_twin(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(KeyFolder, "raise_series_mark", lambda folder, series, mark: None)
    with pytest.raises(AssertionError):
        await numbers_are_never_given_twice(life)


# Re-offer


async def test_a_restored_server_takes_up_the_receipt_it_had_given(life: Life) -> None:
    belkacem = Phone("Hadj Belkacem")
    async with life() as centre:
        await enrolled(centre, belkacem)
        envelope = filing(belkacem, "lost")
        (before,) = await sent(centre, belkacem, envelope)
    async with life() as restored:
        await enrolled(restored, belkacem)
        (after,) = await sent(restored, belkacem, offered_again(envelope, before), at=LATER)
        (again,) = await sent(restored, belkacem, envelope, at=LATER)
        dossier = await dossiers.dossier(before["dossier"]["number"], restored.sealer)
    assert after["receipt"] == before["receipt"]
    assert after == again
    assert dossier is not None
    assert dossier.received_at == NOW


async def test_its_number_and_its_date_outlive_the_wait_for_its_files(life: Life) -> None:
    belkacem = Phone("Hadj Belkacem")
    async with life() as centre:
        device = await enrolled(centre, belkacem)
        envelope = filing(device, "lost", files=[photo(PICTURE)])
        (held,) = await sent(centre, belkacem, envelope)
        before = await with_its_photo(centre, belkacem, envelope)
    async with life() as restored:
        await enrolled(restored, belkacem)
        (asked,) = await sent(restored, belkacem, offered_again(envelope, before), at=LATER)
        after = await with_its_photo(restored, belkacem, envelope)
    assert (held["outcome"], asked["outcome"]) == ("need_files", "need_files")
    assert restored.signer.read(unbase64url(asked["receipt"]["token"])).received_at == NOW
    assert after["receipt"] == before["receipt"]


async def test_a_held_envelope_keeps_the_date_that_its_token_secures(life: Life) -> None:
    belkacem = Phone("Hadj Belkacem")
    async with life() as centre:
        await enrolled(centre, belkacem)
        envelope = filing(belkacem, "waiting", depends_on=[filing(belkacem, "absent")["id"]])
        (before,) = await sent(centre, belkacem, envelope)
    async with life() as restored:
        await enrolled(restored, belkacem)
        (after,) = await sent(restored, belkacem, offered_again(envelope, before), at=LATER)
    assert (before["outcome"], after["outcome"]) == ("waiting", "waiting")
    assert after["receipt"] == before["receipt"]


async def test_a_receipt_of_another_envelope_proves_nothing(life: Life) -> None:
    belkacem = Phone("Hadj Belkacem")
    async with life() as centre:
        await enrolled(centre, belkacem)
        (other,) = await sent(centre, belkacem, filing(belkacem, "another"))
        fresh = filing(belkacem, "fresh")
        (filed,) = await sent(centre, belkacem, offered_again(fresh, other), at=LATER)
        (garbled,) = await sent(centre, belkacem, {"item": filing(belkacem, "garbled"), "receipt": "%%%"}, at=LATER)
        dossier = await dossiers.dossier(filed["dossier"]["number"], centre.sealer)
    assert filed["dossier"]["number"] != other["dossier"]["number"]
    assert garbled["outcome"] == "applied"
    assert dossier is not None
    assert dossier.received_at == LATER


async def with_its_photo(centre: Centre, phone: Phone, envelope: dict[str, Any]) -> dict[str, Any]:
    """The outcome once the photo has come."""
    device = (await queries.devices([phone.id]))[phone.id]
    entry = photo(PICTURE)
    going = await begin_upload(
        centre,
        device=device,
        envelope=UUID(envelope["id"]),
        sha256=bytes.fromhex(entry["sha256"]),
        size=entry["size"],
        now=LATER,
    )
    await arrived(centre, going)
    await append(centre, going, PICTURE)
    await end_upload(centre, going, now=LATER)
    return (await queries.outcomes(centre, phone.id, [UUID(envelope["id"])]))[UUID(envelope["id"])]

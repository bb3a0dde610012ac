"""Positions without holes, serials never given twice, and a restore that is noticed."""

import asyncio
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from backend.storage.counters import (
    BLOCK,
    begin_epoch,
    check_life,
    current_epoch,
    current_position,
    lock_position,
    next_position,
    next_serials,
)
from backend.storage.database import close_database, fetch, open_database, tx
from backend.storage.keys import KeyFolder

SERIES = "CB-49-2026"


@pytest.fixture
def keys(tmp_path: Path) -> KeyFolder:
    return KeyFolder.create(tmp_path / "keys")


@tx
async def take(count: int, keys: KeyFolder, series: str = SERIES) -> list[int]:
    return list(await next_serials(series, count, keys))


@tx
async def move(count: int = 1, keys: KeyFolder | None = None) -> int:
    return await next_position(count, keys)


@pytest.mark.usefixtures("database")
class TestPositions:
    async def test_positions_follow_one_another_without_a_hole(self) -> None:
        assert await current_position() == 0
        assert await move(3) == 3

        @tx
        async def give_back() -> None:
            await next_position(5)
            raise LookupError

        with pytest.raises(LookupError):
            await give_back()
        assert await move() == 4

    async def test_a_reader_never_sees_a_position_before_a_smaller_one(self) -> None:
        """The first asks first and commits last: the second waits for it."""
        order: list[int] = []
        asked = asyncio.Event()

        @tx
        async def first() -> None:
            position = await next_position()
            asked.set()
            for _ in range(50):  # time enough for the other to overtake, if it could
                await fetch("SELECT 1 AS one")
            order.append(position)

        async def second() -> None:
            await asked.wait()
            order.append(await move())

        await asyncio.gather(first(), second())
        assert order == [1, 2]

    async def test_locking_moves_nothing(self) -> None:
        @tx
        async def lock() -> int:
            return await lock_position()

        assert await lock() == 0
        await move(2)
        assert await lock() == await current_position() == 2


@pytest.mark.usefixtures("database")
class TestSerials:
    async def test_serials_are_given_once_each(self, keys: KeyFolder) -> None:
        shares = await asyncio.gather(*(take(3, keys) for _ in range(20)))
        assert sorted(n for share in shares for n in share) == list(range(1, 61))
        assert await take(2, keys, "FN-01-2026") == [1, 2]

    async def test_the_mark_is_above_before_the_number_is_known(self, keys: KeyFolder) -> None:
        await take(1, keys)
        assert keys.series_mark(SERIES) == 1 + BLOCK
        await take(BLOCK, keys)
        assert keys.series_mark(SERIES) == 1 + BLOCK
        await take(1, keys)
        assert keys.series_mark(SERIES) == 2 + 2 * BLOCK

    async def test_a_database_behind_the_mark_goes_on_above_it(self, keys: KeyFolder) -> None:
        await take(1, keys)
        keys.raise_series_mark(SERIES, 5000)
        assert await take(2, keys) == [5001, 5002]
        assert await take(1, keys) == [5003]

    async def test_a_new_epoch_starts_above_every_number_given(self, keys: KeyFolder) -> None:
        given = await take(3, keys) + await take(1, keys, "FN-01-2026")
        await move(7)
        before = await current_epoch()
        epoch = await begin_epoch(datetime.now(UTC), keys=keys)
        assert await current_epoch() == epoch != before
        assert epoch.restored_to == 7
        after = await take(1, keys)
        assert after == [3 + BLOCK + 1]
        assert not set(after) & set(given)


async def test_a_database_put_back_from_a_backup_is_noticed(sqlite: str, keys: KeyFolder, tmp_path: Path) -> None:
    """Nobody says that it was restored: the key folder knows a position that the database has forgotten."""
    file = Path(sqlite.removeprefix("sqlite:///"))
    await move(4, keys)
    given = await take(2, keys)
    first = await check_life(keys, datetime.now(UTC))
    await close_database()
    shutil.copyfile(file, tmp_path / "backup")

    await open_database(sqlite)
    await move(5, keys)
    given += await take(2, keys)
    assert await check_life(keys, datetime.now(UTC)) == first
    await close_database()

    shutil.copyfile(tmp_path / "backup", file)
    await open_database(sqlite)
    second = await check_life(KeyFolder.open(keys.path), datetime.now(UTC))
    assert second.id != first.id
    assert second.restored_to == 4
    assert await check_life(keys, datetime.now(UTC)) == second
    assert not set(await take(5, keys)) & set(given)

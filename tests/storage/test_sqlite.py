"""How the SQLite connections are set: what is committed is on the disk, references hold, readers only read."""

import pytest

from backend.storage.database import execute, fetch, tx
from backend.storage.engine import ENGINE
from backend.storage.errors import Conflict
from backend.storage.sqlite import READERS, SqliteDriver

FULL = 2
PRAGMAS = {"synchronous": FULL, "foreign_keys": 1, "busy_timeout": 5000, "mmap_size": 0}


async def settings() -> dict[str, int]:
    return {name: next(iter((await fetch(f"PRAGMA {name}"))[0].values())) for name in PRAGMAS}


@pytest.mark.usefixtures("sqlite")
async def test_writer_and_readers_are_set_alike() -> None:
    assert await settings() == PRAGMAS
    assert await tx(settings)() == PRAGMAS


@pytest.mark.usefixtures("sqlite")
async def test_a_reference_to_nothing_is_refused() -> None:
    @tx
    async def orphan() -> None:
        await execute("CREATE TABLE mother (id BIGINT PRIMARY KEY)")
        await execute("CREATE TABLE child (mother BIGINT REFERENCES mother (id) ON DELETE RESTRICT)")
        await execute("INSERT INTO child (mother) VALUES (1)")

    with pytest.raises(Conflict):
        await orphan()


@pytest.mark.usefixtures("sqlite")
async def test_a_reader_that_lost_its_file_is_opened_again() -> None:
    driver = ENGINE.driver
    assert isinstance(driver, SqliteDriver)
    assert len(driver._readers) == READERS
    await fetch("SELECT 1 AS one")
    for reader in driver._readers:
        await reader._asked(reader._close)
    assert await fetch("SELECT 1 AS one") == [{"one": 1}]

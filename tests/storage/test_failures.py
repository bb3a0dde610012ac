"""What goes wrong with a database: a failed commit, a full disk, an absent server, an unsafe library."""

import asyncio
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from backend.kernel.refusal import Refusal
from backend.storage.database import close_database, dialect, execute, fetch, open_database, tx
from backend.storage.engine import ENGINE
from backend.storage.errors import Conflict
from backend.storage.postgres import POOL_SIZE, PostgresDriver
from backend.storage.sqlite_library import refuse_unsafe_version


@tx
async def deferred_tables() -> None:
    """A child whose reference is checked at the commit."""
    await execute("CREATE TABLE mother (id BIGINT PRIMARY KEY)")
    reference = "REFERENCES mother (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED"
    await execute(f"CREATE TABLE child (mother BIGINT {reference})")


@tx
async def orphan() -> None:
    await execute("INSERT INTO child (mother) VALUES (1)")


async def test_commits_that_fail_do_not_use_up_the_connections(database: str) -> None:
    await deferred_tables()
    for _ in range(POOL_SIZE * 3):
        with pytest.raises(Conflict):
            await orphan()
    driver = ENGINE.driver
    if isinstance(driver, PostgresDriver):
        assert driver._pool.get_size() - driver._pool.get_idle_size() == 0
    await asyncio.gather(*(fetch("SELECT mother FROM child") for _ in range(POOL_SIZE * 2)))
    assert await fetch("SELECT mother FROM child") == []


@pytest.mark.usefixtures("sqlite")
async def test_a_full_disk_is_told_and_the_database_goes_on() -> None:
    @tx
    async def fill(size: int) -> None:
        await execute("INSERT INTO counter (name, value, mark) VALUES ($1, 0, 0)", "x" * size)

    @tx
    async def limit(pages: int) -> None:
        await fetch(f"PRAGMA max_page_count = {pages}")

    await limit(1)  # SQLite takes the present size
    with pytest.raises(Refusal, match=r"storage\.full"):
        await fill(1_000_000)
    await limit(1_000_000)
    await fill(1)


@pytest.mark.parametrize("version", [(3, 40, 1), (3, 51, 2)])
def test_an_unsafe_sqlite_is_refused(version: tuple[int, ...]) -> None:
    with pytest.raises(Refusal, match=r"storage\.sqlite_unsafe"):
        refuse_unsafe_version(version)


def test_the_sqlite_that_is_used_is_safe() -> None:
    refuse_unsafe_version()
    refuse_unsafe_version((3, 51, 3))


async def test_an_absent_server_is_told() -> None:
    with pytest.raises(Refusal, match=r"storage\.unavailable"):
        await open_database("postgresql://root@127.0.0.1:1/none")
    assert ENGINE.opened is None


@pytest.mark.usefixtures("postgres")
async def test_a_server_that_goes_away_is_told_and_found_again() -> None:
    @tx
    async def cut() -> None:
        await fetch("SELECT pg_terminate_backend(pg_backend_pid())")

    with pytest.raises(Refusal, match=r"storage\.unavailable"):
        await cut()
    assert await fetch("SELECT 1 AS one") == [{"one": 1}]


@pytest.mark.parametrize("url", ["mysql://x", "sqlite://", "sqlite:///", "nonsense"])
async def test_an_address_that_cannot_be_meant_is_refused(url: str) -> None:
    with pytest.raises(Refusal, match=r"storage\.url"):
        await open_database(url)


async def test_two_databases_at_once_are_refused(sqlite: str) -> None:
    with pytest.raises(RuntimeError, match="already open"):
        await open_database(sqlite)
    await close_database()
    await close_database()
    with pytest.raises(RuntimeError, match="open_database first"):
        dialect()


@pytest.mark.parametrize("closing", ["", "await close_database()"])
def test_a_process_ends_with_or_without_closing(database_url: str, closing: str, tmp_path: Path) -> None:
    program = f"""
        import asyncio
        from backend.storage.database import close_database, execute, fetch, open_database, tx

        @tx
        async def note():
            await execute("INSERT INTO counter (name, value, mark) VALUES ('a', 0, 0)")

        async def main():
            await open_database({database_url!r})
            await note()
            print(len(await fetch("SELECT name FROM counter")))
            {closing}

        asyncio.run(main())
    """
    ended = subprocess.run(
        [sys.executable, "-W", "error", "-c", textwrap.dedent(program)],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (ended.stdout, ended.returncode) == ("1\n", 0), ended.stderr
    if closing:
        assert ended.stderr == ""

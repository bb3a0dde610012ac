"""Two acts in each other's way: the one that has to give way starts again, and nobody sees half of it."""

import asyncio
import contextlib

import pytest

from backend.kernel.refusal import Refusal
from backend.storage import database as storage
from backend.storage.database import execute, fetch, savepoint, tx
from backend.storage.errors import BrokenTransaction, Conflict, Contention
from backend.storage.sqlite_library import sqlite3


@pytest.mark.usefixtures("postgres")
async def test_a_deadlock_ends_with_both_acts_done() -> None:
    @tx
    async def fill() -> None:
        await execute("INSERT INTO counter (name, value, mark) VALUES ('a', 0, 0), ('b', 0, 0)")

    await fill()
    tries: list[str] = []
    both_hold_one = asyncio.Barrier(2)

    @tx
    async def raise_both(first: str, second: str) -> None:
        tries.append(first)
        await execute("UPDATE counter SET value = value + 1 WHERE name = $1", first)
        if len(tries) == 2 or tries.count(first) == 1:
            await both_hold_one.wait()
        await execute("UPDATE counter SET value = value + 1 WHERE name = $1", second)

    await asyncio.gather(raise_both("a", "b"), raise_both("b", "a"))
    assert len(tries) == 3
    assert [row["value"] for row in await fetch("SELECT value FROM counter")] == [2, 2]


@pytest.mark.usefixtures("database")
class TestContention:
    async def test_an_act_starts_again_from_the_beginning(self) -> None:
        tries: list[int] = []

        @tx
        async def act() -> str:
            await execute("INSERT INTO counter (name, value, mark) VALUES ('a', 0, 0)")
            tries.append(1)
            if len(tries) < 3:
                raise Contention
            return "done"

        assert await act() == "done"
        assert len(tries) == 3

    async def test_contention_without_end_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(storage, "LONGEST_WAIT", 0)

        @tx
        async def act() -> None:
            raise Contention

        with pytest.raises(Refusal, match=r"storage\.busy"):
            await act()

    async def test_swallowed_contention_starts_the_act_again(self) -> None:
        tries: list[int] = []

        @tx
        async def lose() -> None:
            await execute("INSERT INTO counter (name, value, mark) VALUES ('a', 0, 0)")
            tries.append(1)
            if len(tries) == 1:
                raise Contention

        @tx
        async def act() -> None:
            with contextlib.suppress(Contention):
                await lose()

        await act()
        assert len(tries) == 2

    async def test_a_failure_before_any_write_may_be_survived(self) -> None:
        @tx
        async def refuse() -> None:
            await fetch("SELECT 1 AS one")
            raise Refusal("dossier.changed")

        @tx
        async def act() -> None:
            with contextlib.suppress(Refusal):
                await refuse()
            await execute("INSERT INTO counter (name, value, mark) VALUES ('a', 0, 0)")

        await act()
        assert len(await fetch("SELECT name FROM counter")) == 1

    async def test_a_failure_swallowed_inside_a_savepoint_undoes_the_savepoint(self) -> None:
        async def swallow() -> None:
            async with savepoint():
                await execute("INSERT INTO counter (name, value, mark) VALUES ('a', 0, 0)")
                with contextlib.suppress(Conflict):
                    await execute("INSERT INTO counter (name, value, mark) VALUES ('a', 0, 0)")

        @tx
        async def act() -> None:
            with pytest.raises(BrokenTransaction):
                await swallow()
            await execute("INSERT INTO counter (name, value, mark) VALUES ('b', 0, 0)")

        await act()
        assert await fetch("SELECT name FROM counter") == [{"name": "b"}]

    async def test_a_cancelled_act_leaves_nothing_and_blocks_nobody(self) -> None:
        started = asyncio.Event()

        @tx
        async def act(name: str, wait: bool) -> None:
            await execute("INSERT INTO counter (name, value, mark) VALUES ($1, 0, 0)", name)
            started.set()
            if wait:
                await asyncio.Event().wait()

        task = asyncio.create_task(act("a", wait=True))
        await started.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await act("b", wait=False)
        assert await fetch("SELECT name FROM counter") == [{"name": "b"}]


@pytest.mark.usefixtures("sqlite")
async def test_a_writer_in_another_process_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    path = (await fetch("PRAGMA database_list"))[0]["file"]
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    waited: list[float] = []

    async def release(seconds: float) -> None:
        waited.append(seconds)
        other.execute("ROLLBACK")

    monkeypatch.setattr("asyncio.sleep", release)

    @tx
    async def act() -> None:
        await execute("INSERT INTO counter (name, value, mark) VALUES ('a', 0, 0)")

    @tx
    async def be_impatient() -> None:
        await fetch("PRAGMA busy_timeout = 1")

    other.execute("ROLLBACK")
    await be_impatient()
    other.execute("BEGIN IMMEDIATE")
    await act()
    other.close()
    assert len(waited) == 1

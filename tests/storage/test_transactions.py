"""One act is one transaction, on both databases."""

import asyncio

import pytest

from backend.storage.database import after_commit, dialect, execute, fetch, savepoint, tx
from backend.storage.errors import BrokenTransaction, Conflict, WriteOutsideTransaction


@tx
async def note(name: str, value: int = 0) -> None:
    await execute("INSERT INTO counter (name, value, mark) VALUES ($1, $2, 0)", name, value)


async def names() -> list[str]:
    return [row["name"] for row in await fetch("SELECT name FROM counter ORDER BY name")]


@pytest.mark.usefixtures("database")
class TestTransactions:
    async def test_what_an_operation_wrote_is_there_after_it(self) -> None:
        await note("adrar")
        assert await names() == ["adrar"]

    async def test_an_operation_that_fails_leaves_nothing(self) -> None:
        @tx
        async def both() -> None:
            await note("adrar")
            raise LookupError

        with pytest.raises(LookupError):
            await both()
        assert await names() == []

    async def test_a_part_that_fails_in_a_savepoint_leaves_the_rest(self) -> None:
        told: list[str] = []

        async def fail() -> None:
            async with savepoint():
                await note("batna")
                after_commit(lambda: told.append("batna"))
                await note("adrar")

        @tx
        async def three() -> None:
            await note("adrar")
            after_commit(lambda: told.append("adrar"))
            with pytest.raises(Conflict):
                await fail()
            await note("chlef")
            assert told == []

        await three()
        assert await names() == ["adrar", "chlef"]
        assert told == ["adrar"]

    async def test_a_swallowed_failure_does_not_commit_half_an_act(self) -> None:
        @tx
        async def swallow() -> None:
            await note("adrar")
            with pytest.raises(Conflict):
                await note("adrar")

        with pytest.raises(BrokenTransaction):
            await swallow()
        assert await names() == []

    async def test_a_write_outside_a_transaction_is_refused(self) -> None:
        with pytest.raises(WriteOutsideTransaction):
            await fetch("INSERT INTO counter (name, value, mark) VALUES ('x', 1, 0)")

    async def test_a_transaction_is_not_shared_with_another_task(self) -> None:
        @tx
        async def scatter() -> None:
            await asyncio.gather(note("adrar"), note("batna"))

        with pytest.raises(RuntimeError, match="belongs to one task"):
            await scatter()

    async def test_a_hundred_people_who_read_then_write_at_once_all_succeed(self) -> None:
        await note("adrar")

        @tx
        async def count() -> None:
            locked = " FOR UPDATE" if dialect() == "postgres" else ""
            rows = await fetch(f"SELECT value FROM counter WHERE name = $1{locked}", "adrar")
            await execute("UPDATE counter SET value = $2 WHERE name = $1", "adrar", rows[0]["value"] + 1)

        await asyncio.gather(*(count() for _ in range(100)))
        assert (await fetch("SELECT value FROM counter"))[0]["value"] == 100

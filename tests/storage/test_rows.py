"""Many rows in one statement, with the same values on both databases."""

from datetime import datetime, timedelta, timezone
from operator import itemgetter
from typing import Any

import pytest

from backend.kernel.ids import uuid7
from backend.storage.database import fetch, fetch_each, tx
from backend.storage.errors import Conflict
from backend.storage.rows import insert_many, rows_in, update_many
from backend.storage.tables import Job, KeyUse

MOMENT = datetime(2026, 2, 11, 18, 0, 0, 250, timezone(timedelta(hours=1)))


def job(dedupe_key: str | None = None, **others: Any) -> dict[str, Any]:
    row = {
        "id": uuid7(),
        "kind": "receipt.pdf",
        "payload": '{"number":"عدد"}',
        "dedupe_key": dedupe_key,
        "due_at": MOMENT,
        "created_at": MOMENT,
        "attempts": 0,
        "fence": 2**40,
    }
    return row | others


@tx
async def insert(rows: list[dict[str, Any]], **options: Any) -> list[dict[str, Any]]:
    return await insert_many(Job, rows, **options)


@pytest.mark.usefixtures("database")
class TestManyRows:
    async def test_rows_come_back_as_they_went_in(self) -> None:
        rows = sorted([job(), job("a"), job("b")], key=itemgetter("id"))
        await insert(rows)
        kept = await Job.select().order_by(Job.id)
        empty = {"leased_until": None, "given_up_at": None, "last_error": None}
        assert kept == [row | empty for row in rows]

    async def test_only_rows_that_went_in_are_returned(self) -> None:
        first = job("one")
        await insert([first])
        second = job("two")
        returned = await insert(
            [job("one"), second, job("two")], on_conflict_do_nothing=True, returning=("id", "created_at")
        )
        assert returned == [{"id": second["id"], "created_at": MOMENT}]

    async def test_a_row_that_contradicts_refuses_them_all(self) -> None:
        with pytest.raises(Conflict):
            await insert([job("one"), job("one")])
        assert await Job.count() == 0

    async def test_no_rows_is_no_statement(self) -> None:
        assert await insert([], returning=("id",)) == []

    async def test_rows_of_different_shapes_are_refused(self) -> None:
        with pytest.raises(ValueError, match="same columns"):
            await insert([job(), {"id": uuid7()}])

    async def test_a_thousand_rows_are_found_again_by_their_keys(self) -> None:
        rows = [job() for _ in range(1200)]
        await insert(rows)
        found = await rows_in(Job, "id", (row["id"] for row in rows), columns=("id", "fence"))
        assert {row["id"] for row in found} == {row["id"] for row in rows}
        assert {row["fence"] for row in found} == {2**40}
        assert await rows_in(Job, "id", [], columns=("id",)) == []

    async def test_each_row_is_changed_to_its_own_values(self) -> None:
        rows = sorted([job(), job(), job()], key=itemgetter("id"))
        await insert(rows)

        @tx
        async def change() -> None:
            await update_many(
                Job,
                [{"id": row["id"], "attempts": n, "last_error": None} for n, row in enumerate(rows[:2], 7)],
                by=("id",),
            )

        await change()
        assert [row["attempts"] for row in await fetch("SELECT attempts FROM job ORDER BY id")] == [7, 8, 0]

    async def test_piccolo_queries_see_the_same_values(self) -> None:
        await insert([job("one")])
        found = await Job.select(Job.fence).where(Job.due_at == MOMENT, Job.dedupe_key == "one").first()
        assert found == {"fence": 2**40}
        assert await Job.exists().where(Job.due_at > MOMENT + timedelta(microseconds=1)) is False

    async def test_piccolo_writes_inside_a_transaction(self) -> None:
        @tx
        async def note() -> None:
            await KeyUse.insert(KeyUse(kid="k", purpose="column", first_used_at=MOMENT))
            await KeyUse.update({KeyUse.purpose: "time"}).where(KeyUse.kid == "k")

        await note()
        assert await KeyUse.select() == [{"kid": "k", "purpose": "time", "first_used_at": MOMENT}]

    async def test_one_statement_for_each_row_returns_what_each_returned(self) -> None:
        @tx
        async def count() -> list[dict[str, Any]]:
            return await fetch_each(
                "INSERT INTO counter (name, value, mark) VALUES ($1, $2, 0)"
                " ON CONFLICT (name) DO UPDATE SET value = counter.value + EXCLUDED.value RETURNING name, value",
                [("a", 2), ("b", 1), ("a", 3)],
            )

        assert [(row["name"], row["value"]) for row in await count()] == [("a", 2), ("b", 1), ("a", 5)]

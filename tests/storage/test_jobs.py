"""Each job is done by one worker at a time, and by another when the first one stalls."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from backend.kernel.refusal import Refusal
from backend.storage import jobs
from backend.storage.database import execute, fetch, tx
from backend.storage.jobs import Job, claim, enqueue, enqueue_many, fail, finish, listen

KIND = "receipt.pdf"


def now() -> datetime:
    return datetime.now(UTC)


async def claim_one(at: datetime | None = None, lease: float = 60) -> Job | None:
    claimed = await claim([KIND], 1, lease, at or now())
    return claimed[0] if claimed else None


@pytest.mark.usefixtures("database")
class TestJobs:
    async def test_a_job_is_claimed_done_and_gone(self) -> None:
        await enqueue(KIND, {"number": "CB-49-2026-000001-27"})
        job = await claim_one()
        assert job is not None
        assert (job.kind, job.payload, job.attempts) == (KIND, {"number": "CB-49-2026-000001-27"}, 1)
        assert await claim_one() is None
        await finish(job)
        assert await fetch("SELECT id FROM job") == []

    async def test_each_job_goes_to_one_of_many_workers(self) -> None:
        await enqueue_many(KIND, [{"n": n} for n in range(100)])

        async def work() -> list[int]:
            done: list[int] = []
            while claimed := await claim([KIND], 7, 60, now()):
                done += [job.payload["n"] for job in claimed]
            return done

        shares = await asyncio.gather(*(work() for _ in range(8)))
        assert sorted(n for share in shares for n in share) == list(range(100))

    async def test_a_job_of_a_failed_act_does_not_exist(self) -> None:
        @tx
        async def act() -> None:
            await enqueue(KIND, {})
            raise LookupError

        with pytest.raises(LookupError):
            await act()
        assert await claim_one() is None

    async def test_the_same_work_is_not_asked_twice_while_it_waits(self) -> None:
        await enqueue(KIND, {"n": 1}, dedupe_key="one")
        await enqueue(KIND, {"n": 2}, dedupe_key="one")
        await enqueue("other", {"n": 3}, dedupe_key="one")
        job = await claim_one()
        assert job is not None
        assert job.payload == {"n": 1}
        assert await claim_one() is None
        await finish(job)
        await enqueue(KIND, {"n": 4}, dedupe_key="one")
        assert await claim_one() is not None

    async def test_a_stalled_worker_loses_the_job_and_what_it_then_does(self) -> None:
        await enqueue(KIND, {})
        slow = await claim_one(lease=30)
        assert slow is not None
        assert await claim_one(now() + timedelta(seconds=29)) is None
        second = await claim_one(now() + timedelta(seconds=31))
        assert second is not None
        assert (second.attempts, second.fence) == (2, slow.fence + 1)

        @tx
        async def finish_late() -> None:
            await execute("INSERT INTO counter (name, value, mark) VALUES ('late', 1, 0)")
            await finish(slow)

        with pytest.raises(Refusal, match=r"job\.lost"):
            await finish_late()
        with pytest.raises(Refusal, match=r"job\.lost"):
            await fail(slow, "TimeoutError", now())
        assert await fetch("SELECT name FROM counter") == []
        await finish(second)

    async def test_a_failed_job_is_tried_again_when_it_is_due(self) -> None:
        await enqueue(KIND, {})
        job = await claim_one()
        assert job is not None
        await fail(job, "PrinterAway", now() + timedelta(minutes=5))
        assert await claim_one(now() + timedelta(minutes=4)) is None
        again = await claim_one(now() + timedelta(minutes=6))
        assert again is not None
        assert again.attempts == 2

    async def test_a_job_given_up_stays_to_be_seen(self) -> None:
        await enqueue(KIND, {})
        job = await claim_one()
        assert job is not None
        await fail(job, "x" * 2000, None)
        assert await claim_one(now() + timedelta(days=1)) is None
        (kept,) = await fetch("SELECT last_error, given_up_at FROM job")
        assert len(kept["last_error"]) == 500
        assert kept["given_up_at"] <= now()

    async def test_a_job_waits_for_its_moment_and_its_kind(self) -> None:
        await enqueue(KIND, {}, due_at=now() + timedelta(hours=1))
        assert await claim_one() is None
        assert await claim(["other"], 1, 60, now() + timedelta(hours=2)) == []
        assert await claim([], 1, 60, now()) == []
        assert await claim_one(now() + timedelta(hours=2)) is not None

    async def test_the_oldest_work_goes_first(self) -> None:
        for minutes in (1, 3, 2):
            await enqueue(KIND, {"n": minutes}, due_at=now() - timedelta(minutes=minutes))
        first = await claim_one()
        assert first is not None
        assert first.payload == {"n": 3}

    async def test_a_worker_in_the_same_process_is_told_after_the_commit(self) -> None:
        told: list[str] = []
        stop = listen(lambda: told.append("work"))

        @tx
        async def act() -> None:
            before = list(told)
            await enqueue(KIND, {})
            assert told == before

        await act()
        assert told == ["work"]
        stop()
        await act()
        assert told == ["work"]
        assert jobs._listeners == set()

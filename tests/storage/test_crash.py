"""A process killed without warning loses nothing that it had said was done."""

import subprocess
import sys
import textwrap

from backend.storage.database import close_database, fetch, open_database
from tests.databases import now_in_a_thread

ACKNOWLEDGED = 25


async def kept_in(url: str) -> set[int]:
    await open_database(url)
    try:
        return {int(row["name"]) for row in await fetch("SELECT name FROM counter")}
    finally:
        await close_database()


def test_what_was_committed_is_there_after_kill_9(database_url: str) -> None:
    program = f"""
        import asyncio
        from backend.storage.database import execute, open_database, tx

        @tx
        async def note(n):
            await execute("INSERT INTO counter (name, value, mark) VALUES ($1, 0, 0)", f"{{n:04d}}")

        async def main():
            await open_database({database_url!r})
            for n in range(10_000):
                await note(n)
                print(n, flush=True)

        asyncio.run(main())
    """
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        said = [int(process.stdout.readline()) for _ in range(ACKNOWLEDGED)]
        process.kill()
        said += [int(line) for line in process.stdout if line.endswith("\n")]
    kept = now_in_a_thread(kept_in(database_url))
    assert kept >= set(said)
    assert len(said) >= ACKNOWLEDGED
    assert kept == set(range(len(kept)))

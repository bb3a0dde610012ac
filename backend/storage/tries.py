"""How often what may be guessed was tried, by the hour: counted in the database, so that a restart forgives nothing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import TypeVar

from backend.storage.database import execute, fetch, tx

HOUR = 3600
Found = TypeVar("Found")


@tx
async def within_tries(
    limits: Mapping[str, int], look: Callable[[], Awaitable[Found | None]], *, now: datetime
) -> tuple[bool, Found | None]:
    """Whether there were tries left, and what `look` found; nothing found is a wrong try at each key of `limits`.

    The value of a key is how many tries an hour it has. They are counted before anything is looked at, so that guesses
    side by side cannot slip through; what is found takes its try back.
    """
    hour = int(now.timestamp()) // HOUR
    keys = {f"{what}/{hour}": most for what, most in limits.items()}
    tries = [(await _count(key, hour), most) for key, most in keys.items()]
    if any(tried > most for tried, most in tries):
        return False, None
    found = await look()
    if found is not None:
        for key in keys:
            await execute("UPDATE tries SET tries = tries - 1 WHERE key = $1", key)
    return True, found


async def _count(key: str, hour: int) -> int:
    counted = await fetch(
        "INSERT INTO tries (key, hour, tries) VALUES ($1, $2, 1) "
        "ON CONFLICT (key) DO UPDATE SET tries = tries.tries + 1 RETURNING tries",
        key,
        hour,
    )
    return int(counted[0]["tries"])


@tx
async def count_up(what: str, *, now: datetime) -> int:
    """Counts one more of something in this hour; how many they are now."""
    hour = int(now.timestamp()) // HOUR
    return await _count(f"{what}/{hour}", hour)


@tx
async def forget_tries(*, now: datetime) -> None:
    """Drops the counts of hours that have gone."""
    await execute("DELETE FROM tries WHERE hour < $1", int(now.timestamp()) // HOUR)

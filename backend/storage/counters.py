"""Numbers given out in the order of commits: positions of changes, serials of receipts; and the life they belong to.

A sequence gives numbers in the order of asking: a reader that has seen 12 may find 11 committed later. Here the row of
the counter stays locked until the commit, so ask late and commit soon.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from backend.kernel.ids import uuid7
from backend.storage.database import after_commit, execute, fetch, tx
from backend.storage.keys import KeyFolder

POSITION = "position"
BLOCK = 1000  # serials between two marks, so that the key folder is written rarely


@dataclass(frozen=True, slots=True)
class Epoch:
    """One life of the database, from its making or from a restore to position `restored_to`."""

    id: UUID
    began_at: datetime
    restored_to: int | None


async def next_position(count: int = 1, keys: KeyFolder | None = None) -> int:
    """The last of `count` new positions; no other transaction gets one before this one ends.

    With `keys`, the key folder bears witness to the position once it is committed (see `check_life`).
    """
    position = await _raised(POSITION, count)
    if keys is not None:
        after_commit(partial(keys.bear_witness, position))
    return position


async def lock_position() -> int:
    """Lets one transaction at a time past this line, and tells the last position there is."""
    return await _raised(POSITION, 0)


async def current_position() -> int:
    """The last committed position, 0 before the first."""
    rows = await fetch("SELECT value FROM counter WHERE name = $1", POSITION)
    return int(rows[0]["value"]) if rows else 0


async def counted(name: str) -> int:
    """How far something has come that goes on in the order of commits; 0 before its beginning."""
    rows = await fetch("SELECT value FROM counter WHERE name = $1", f"done {name}")
    return int(rows[0]["value"]) if rows else 0


async def count_up_to(name: str, value: int) -> None:
    """Inside `@tx`: it has come this far."""
    await execute(
        "INSERT INTO counter (name, value, mark) VALUES ($1, $2, 0)"
        " ON CONFLICT (name) DO UPDATE SET value = EXCLUDED.value",
        f"done {name}",
        value,
    )


async def next_serials(series: str, count: int, keys: KeyFolder) -> range:
    """`count` new numbers of a series, from 1; never one that was given out before, even if the database forgot it."""
    name = f"serial {series}"
    value, known = await _raised_and_mark(name, count)
    mark = keys.series_mark(series)
    if known < mark:  # the folder remembers numbers of which this database knows nothing
        value = mark + count
    if value > mark:
        mark = value + BLOCK
        keys.raise_series_mark(series, mark)
        await execute("UPDATE counter SET value = $2, mark = $3 WHERE name = $1", name, value, mark)
    return range(value - count + 1, value + 1)


async def current_epoch() -> Epoch:
    """The life that lasts."""
    return (await current_life())[0]


async def current_life() -> tuple[Epoch, int]:
    """The life that lasts, and its last committed position, at one moment."""
    rows = await fetch(
        "SELECT id, began_at, restored_to, (SELECT value FROM counter WHERE name = $1) AS position"
        " FROM epoch ORDER BY began_at DESC, id DESC LIMIT 1",
        POSITION,
    )
    position = rows[0].pop("position")
    return Epoch(**rows[0]), position or 0


@tx
async def begin_epoch(now: datetime, *, keys: KeyFolder, restored_to: int | None = None) -> Epoch:
    """A new life: every number series goes on above all numbers ever given out."""
    position = await lock_position()
    # After the last one also by a clock that was set back since, or the old life would go on.
    began_at = max(now, (await current_epoch()).began_at + timedelta(microseconds=1))
    epoch = Epoch(uuid7(), began_at, position if restored_to is None else restored_to)
    await execute(
        "INSERT INTO epoch (id, began_at, restored_to) VALUES ($1, $2, $3)", epoch.id, epoch.began_at, epoch.restored_to
    )
    for series, mark in sorted(keys.series().items()):
        await execute(
            "INSERT INTO counter (name, value, mark) VALUES ($1, $2, $2)"
            " ON CONFLICT (name) DO UPDATE SET value = EXCLUDED.value, mark = EXCLUDED.mark"
            " WHERE counter.value < EXCLUDED.value",
            f"serial {series}",
            mark,
        )
    return epoch


@tx
async def check_life(keys: KeyFolder, now: datetime) -> Epoch:
    """The life that lasts; a new one when the key folder knows of a position that this database has never reached.

    Called at the start of the program: a database put back from a backup is noticed without anybody saying so.
    """
    position = await lock_position()
    if position >= keys.witness():
        return await current_epoch()
    after_commit(partial(keys.bear_witness, position))
    return await begin_epoch(now, keys=keys, restored_to=position)


async def _raised(name: str, count: int) -> int:
    value, _ = await _raised_and_mark(name, count)
    return value


async def _raised_and_mark(name: str, count: int) -> tuple[int, int]:
    rows = await fetch(
        "INSERT INTO counter (name, value, mark) VALUES ($1, $2, 0)"
        " ON CONFLICT (name) DO UPDATE SET value = counter.value + EXCLUDED.value RETURNING value, mark",
        name,
        count,
    )
    return int(rows[0]["value"]), int(rows[0]["mark"])

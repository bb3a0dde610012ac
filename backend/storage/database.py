"""The open database: transactions, savepoints, raw statements.

SQL is written once for both databases: `$1, $2 …` for values, `RETURNING` and `ON CONFLICT` as in PostgreSQL.
"""

import asyncio
import logging
import os
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from backend.kernel.refusal import Refusal
from backend.storage.driver import Dialect, Row
from backend.storage.engine import ENGINE
from backend.storage.errors import BrokenTransaction, Contention
from backend.storage.postgres import PostgresDriver
from backend.storage.sqlite import SqliteDriver
from backend.storage.transaction import CURRENT, Transaction, current_transaction

P = ParamSpec("P")
R = TypeVar("R")
ATTEMPTS = 8
FIRST_WAIT, LONGEST_WAIT = 0.01, 1.0  # seconds

# Where Piccolo looks for its engine and its list of apps.
os.environ["PICCOLO_CONF"] = "backend.piccolo_conf"
log = logging.getLogger(__name__)


async def open_database(url: str) -> None:
    """Opens the process's database: `sqlite:///path` (four slashes for an absolute one) or `postgresql://…`.

    Refuses `storage.sqlite_unsafe`, `storage.unavailable`, `storage.url`.
    """
    if ENGINE.opened is not None:
        raise RuntimeError("a database is already open")
    scheme, _, rest = url.partition("://")
    if scheme == "sqlite" and rest.startswith("/") and len(rest) > 1:
        ENGINE.opened = SqliteDriver(rest[1:])
    elif scheme in ("postgresql", "postgres"):
        ENGINE.opened = await PostgresDriver.open(url)
    else:
        raise Refusal("storage.url")


async def close_database() -> None:
    """Closes every connection; harmless when nothing is open."""
    driver, ENGINE.opened = ENGINE.opened, None
    if driver is not None:
        await driver.close()


def dialect() -> Dialect:
    """Which database is open."""
    return ENGINE.driver.dialect


def tx(operation: Callable[P, Awaitable[R]]) -> Callable[P, Coroutine[Any, Any, R]]:
    """One act, one transaction: the outermost call commits, a call inside another joins it.

    Contention (deadlock, serialization failure, a busy SQLite file) starts the whole operation again after a random
    wait; so an operation does nothing outside the database before its commit (see `after_commit`). Refuses
    `storage.busy` when contention does not end.
    """

    @wraps(operation)
    async def within(*args: P.args, **kwargs: P.kwargs) -> R:
        joined = current_transaction()
        if joined is not None:
            return await joined.join(operation(*args, **kwargs))
        for attempt in range(ATTEMPTS):
            try:
                async with _begun() as transaction:
                    result = await operation(*args, **kwargs)
                    transaction.check()
            except (Contention, BrokenTransaction) as error:
                if not isinstance(error, Contention) and not isinstance(error.__cause__, Contention):
                    raise
                longest = min(LONGEST_WAIT, FIRST_WAIT * 2**attempt)
                await asyncio.sleep(random.uniform(0, longest))  # noqa: S311 - spreads load, guards nothing
            else:
                _tell(transaction.after)
                return result
        raise Refusal("storage.busy")

    return within


@asynccontextmanager
async def _begun() -> AsyncIterator[Transaction]:
    async with ENGINE.driver.writing() as connection:
        transaction = Transaction(connection)
        token = CURRENT.set(transaction)
        try:
            yield transaction
        finally:
            transaction.open = False
            CURRENT.reset(token)


@asynccontextmanager
async def savepoint() -> AsyncIterator[None]:
    """A part of a transaction that may fail alone: on an exception it is undone, and the exception goes on."""
    transaction = _required()
    name = f"part_{transaction.depth}"
    await transaction.fetch(f"SAVEPOINT {name}", ())
    told = len(transaction.after)
    transaction.depth += 1
    try:
        yield
        transaction.check()
    except BaseException:
        transaction.failure = None
        del transaction.after[told:]
        await transaction.fetch(f"ROLLBACK TO SAVEPOINT {name}", ())
        await transaction.fetch(f"RELEASE SAVEPOINT {name}", ())
        raise
    else:
        await transaction.fetch(f"RELEASE SAVEPOINT {name}", ())
    finally:
        transaction.depth -= 1


def after_commit(callback: Callable[[], None]) -> None:
    """Calls back once the transaction is committed, never when it is not. Keep it short: set an event, count."""
    _required().after.append(callback)


async def fetch(sql: str, *args: Any) -> list[Row]:
    """The rows of one statement as dictionaries."""
    return await ENGINE.fetch(sql, args)


async def execute(sql: str, *args: Any) -> None:
    """One statement inside `@tx`."""
    await _required().fetch(sql, args)


async def execute_many(sql: str, rows: Sequence[Sequence[Any]]) -> None:
    """One statement for each of `rows`, in one round trip, inside `@tx`."""
    await _required().execute_many(sql, rows)


async def fetch_each(sql: str, rows: Sequence[Sequence[Any]]) -> list[Row]:
    """One statement for each of `rows`, in one round trip, inside `@tx`: what each returned, end to end."""
    return await _required().fetch_each(sql, rows)


def _required() -> Transaction:
    transaction = current_transaction()
    if transaction is None:
        raise RuntimeError("only inside @tx")
    return transaction


def _tell(callbacks: Sequence[Callable[[], None]]) -> None:
    for callback in callbacks:
        try:
            callback()
        except Exception:  # what is committed stays committed
            log.exception("after_commit")

"""PostgreSQL 15 or later through a pool of asyncpg connections."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any

import asyncpg  # type: ignore[import-untyped]

from backend.kernel.refusal import Refusal
from backend.storage.driver import Dialect, Row
from backend.storage.errors import Conflict, Contention, WriteOutsideTransaction

POOL_SIZE = 10
PATIENCE = 30.0  # seconds to wait for a free connection
SESSION = {
    "application_name": "shubbak",
    "default_transaction_read_only": "on",  # outside `writing` nothing may write, as on SQLite
    "lock_timeout": "30s",
    "idle_in_transaction_session_timeout": "60s",  # whoever stalls inside @tx must not hold up the others for ever
}
_BEGIN = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
_ABSENT = (
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.TooManyConnectionsError,
    OSError,  # TimeoutError among them
)


def translated(error: Exception) -> Exception:
    """`error` in the house's words, or itself."""
    if isinstance(error, asyncpg.IntegrityConstraintViolationError):
        return Conflict(str(error))
    if isinstance(error, asyncpg.SerializationError | asyncpg.DeadlockDetectedError | asyncpg.LockNotAvailableError):
        return Contention(str(error))
    if isinstance(error, asyncpg.ReadOnlySQLTransactionError):
        return WriteOutsideTransaction(str(error))
    if isinstance(error, asyncpg.DiskFullError):
        return Refusal("storage.full")
    if isinstance(error, _ABSENT) or (isinstance(error, asyncpg.InterfaceError) and "clos" in str(error)):
        return Refusal("storage.unavailable")
    return error


@contextmanager
def translating() -> Iterator[None]:
    try:
        yield
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
        told = translated(error)
        if told is error:
            raise
        raise told from error


class PostgresConnection:
    """One connection of the pool."""

    def __init__(self, connection: Any) -> None:
        self.raw = connection

    async def fetch(self, sql: str, args: Sequence[Any]) -> list[Row]:
        with translating():
            return [dict(row) for row in await self.raw.fetch(sql, *args)]

    async def fetch_each(self, sql: str, rows: Sequence[Sequence[Any]]) -> list[Row]:
        with translating():
            return [dict(row) for row in await self.raw.fetchmany(sql, rows)]

    async def execute_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        with translating():
            await self.raw.executemany(sql, rows)

    async def begin(self) -> None:
        with translating():
            await self.raw.execute(_BEGIN)

    async def commit(self) -> None:
        with translating():
            said = await self.raw.execute("COMMIT")
        # COMMIT of a transaction that PostgreSQL has already given up is answered ROLLBACK, without an exception.
        if said != "COMMIT":
            raise Contention("PostgreSQL rolled back instead of committing")

    async def rollback(self) -> None:
        """Rolls back; a connection that cannot is cut, and the pool opens another."""
        try:
            await self.raw.execute("ROLLBACK")
        except Exception:  # the reason of the rollback matters more than why it failed
            self._cut()
        except BaseException:
            self._cut()
            raise

    def _cut(self) -> None:
        with suppress(asyncpg.InterfaceError):  # the pool has already taken a lost connection away
            self.raw.terminate()


class PostgresDriver:
    """The database at `url`; the pool is opened by `open`, never at import."""

    dialect: Dialect = "postgres"

    def __init__(self, pool: Any) -> None:
        self._pool = pool

    @classmethod
    async def open(cls, url: str) -> "PostgresDriver":
        """Refuses `storage.unavailable` when nothing answers at `url`."""
        with translating():
            pool = await asyncpg.create_pool(
                url,
                min_size=1,
                max_size=POOL_SIZE,
                command_timeout=PATIENCE * 2,
                server_settings=SESSION,
                # Nothing here changes a session, so there is nothing to put back at each release.
                reset=_leave,
            )
        return cls(pool)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[PostgresConnection]:
        raw = await self._acquired()
        try:
            yield PostgresConnection(raw)
        finally:
            await self._pool.release(raw)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[PostgresConnection]:
        raw = await self._acquired()
        try:
            connection = PostgresConnection(raw)
            await connection.begin()
            try:
                yield connection
                await connection.commit()
            except BaseException:
                await connection.rollback()
                raise
        finally:
            await self._pool.release(raw)

    async def prepare(self) -> None:
        """Nothing: a PostgreSQL database needs no preparation."""

    async def close(self) -> None:
        await self._pool.close()

    async def _acquired(self) -> Any:
        with translating():
            return await self._pool.acquire(timeout=PATIENCE)


async def _leave(_connection: Any) -> None:
    await asyncio.sleep(0)

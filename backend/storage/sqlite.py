"""SQLite: one kept writer behind a lock, a few kept readers, one thread each."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, TypeVar

from backend.kernel.refusal import Refusal
from backend.storage.driver import Dialect, Row
from backend.storage.durable import make_folder
from backend.storage.errors import Conflict, Contention, WriteOutsideTransaction
from backend.storage.kept_thread import KeptThread
from backend.storage.sqlite_library import connect, refuse_unsafe_version, sqlite3

T = TypeVar("T")
READERS = 3
_BUSY, _LOCKED, _READ_ONLY, _FULL, _CONSTRAINT = 5, 6, 8, 13, 19
_IO, _CORRUPT, _CANNOT_OPEN, _NO_DATABASE = 10, 11, 14, 26
_LOST = (_IO, _CORRUPT, _CANNOT_OPEN, _NO_DATABASE)  # this connection is of no more use


@lru_cache(maxsize=2048)
def _numbered(sql: str) -> str:
    """PostgreSQL's `$1` as SQLite's `?1`, so that one text serves both."""
    return re.sub(r"\$(\d+)", r"?\1", sql)


def translated(error: sqlite3.Error) -> Exception:
    """`error` in the house's words, or itself."""
    code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
    if code == _CONSTRAINT or isinstance(error, sqlite3.IntegrityError):
        return Conflict(str(error))
    if code in (_BUSY, _LOCKED):
        return Contention(str(error))
    if code == _READ_ONLY:
        return WriteOutsideTransaction(str(error))
    if code == _FULL:
        return Refusal("storage.full")
    if code in (_IO, _CANNOT_OPEN):
        return Refusal("storage.unavailable")
    return error


class SqliteConnection:
    """A connection and the one thread that speaks on it.

    The thread takes statements in the order asked. So a rollback waits for the statement whose asker was cancelled,
    and nothing is left half done on the connection.
    """

    def __init__(self, path: str, *, read_only: bool) -> None:
        self._thread = KeptThread("sqlite-reader" if read_only else "sqlite-writer")
        self._open: Callable[[], sqlite3.Connection] = partial(connect, path, read_only=read_only)
        self._kept: sqlite3.Connection | None = None

    async def fetch(self, sql: str, args: Sequence[Any]) -> list[Row]:
        return await self._asked(self._fetch, sql, [args])

    async def fetch_each(self, sql: str, rows: Sequence[Sequence[Any]]) -> list[Row]:
        return await self._asked(self._fetch, sql, rows)

    async def execute_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        await self._asked(self._execute_many, sql, rows)

    async def begin(self) -> None:
        await self._asked(self._begin)

    async def commit(self) -> None:
        await self._asked(lambda: self._connection().execute("COMMIT"))

    async def rollback(self) -> None:
        await self._asked(self._rollback)

    async def close(self) -> None:
        await self._asked(self._close)
        self._thread.close()

    async def _asked(self, call: Callable[..., T], *args: Any) -> T:
        try:
            return await self._thread.asked(call, *args)
        except sqlite3.Error as error:
            raise translated(error) from error

    def _connection(self) -> sqlite3.Connection:
        if self._kept is None:
            self._kept = self._open()
        return self._kept

    def _fetch(self, sql: str, rows: Sequence[Sequence[Any]]) -> list[Row]:
        connection, numbered, found = self._connection(), _numbered(sql), list[Row]()
        try:
            for args in rows:
                cursor = connection.execute(numbered, args)
                if cursor.description:
                    names = [column[0] for column in cursor.description]
                    found += [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        except sqlite3.Error as error:
            self._close_if_lost(error)
            raise
        return found

    def _execute_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        self._connection().executemany(_numbered(sql), rows)

    def _begin(self) -> None:
        # A rollback may itself have been cancelled before the thread came to it.
        self._rollback()
        self._connection().execute("BEGIN IMMEDIATE")

    def _rollback(self) -> None:
        if self._kept is not None and self._kept.in_transaction:
            try:
                self._kept.execute("ROLLBACK")
            except sqlite3.Error:
                self._close()

    def _close_if_lost(self, error: sqlite3.Error) -> None:
        if (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF in _LOST:
            self._close()

    def _close(self) -> None:
        if self._kept is not None:
            self._kept.close()
            self._kept = None


class SqliteDriver:
    """The database file at `path`; its folder is made when absent."""

    dialect: Dialect = "sqlite"

    def __init__(self, path: str) -> None:
        refuse_unsafe_version()
        make_folder(Path(path).parent)
        self._path = path
        self._writer = SqliteConnection(path, read_only=False)
        self._turn = asyncio.Lock()
        self._readers = [SqliteConnection(path, read_only=True) for _ in range(READERS)]
        self._idle: asyncio.LifoQueue[SqliteConnection] = asyncio.LifoQueue()
        for reader in self._readers:
            self._idle.put_nowait(reader)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[SqliteConnection]:
        reader = await self._idle.get()
        try:
            yield reader
        finally:
            self._idle.put_nowait(reader)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[SqliteConnection]:
        async with self._turn:
            await self._writer.begin()
            try:
                yield self._writer
                await self._writer.commit()
            except BaseException:
                await self._writer.rollback()
                raise

    async def prepare(self) -> None:
        """Write-ahead logging is a property of the file, and setting it can meet a lock: once, before migrating."""
        async with self._turn:
            mode = await self._writer.fetch("PRAGMA journal_mode = WAL", ())
        if mode != [{"journal_mode": "wal"}]:  # a network file system, for one
            raise Refusal("storage.no_wal")

    async def close(self) -> None:
        for connection in (*self._readers, self._writer):
            await connection.close()

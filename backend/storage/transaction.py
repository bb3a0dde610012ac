"""The transaction a task is in, if any."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextvars import ContextVar
from typing import Any, TypeVar

from backend.storage.driver import Connection, Row
from backend.storage.errors import BrokenTransaction

T = TypeVar("T")
CURRENT: ContextVar["Transaction | None"] = ContextVar("transaction", default=None)


class Transaction:
    """One transaction of one task, from its beginning to its commit or rollback."""

    def __init__(self, connection: Connection) -> None:
        self.open = True
        self.depth = 0
        self.after: list[Callable[[], None]] = []
        self.failure: BaseException | None = None
        self._connection = connection
        self._owner = asyncio.current_task()
        self._writes = 0

    def check(self) -> None:
        """Refuses to go on after a failure that somebody swallowed."""
        if self.failure is not None:
            raise BrokenTransaction("an earlier failure was swallowed: use savepoint()") from self.failure

    def check_task(self) -> None:
        """Refuses another task than the one that began it: a copied context is not a second transaction."""
        if self._owner is not asyncio.current_task():
            raise RuntimeError("a transaction belongs to one task: no gather, create_task or wait_for inside @tx")

    async def fetch(self, sql: str, args: Sequence[Any]) -> list[Row]:
        return await self._run(sql, self._connection.fetch(sql, args))

    async def fetch_each(self, sql: str, rows: Sequence[Sequence[Any]]) -> list[Row]:
        return await self._run(sql, self._connection.fetch_each(sql, rows))

    async def execute_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        await self._run(sql, self._connection.execute_many(sql, rows))

    async def join(self, operation: Awaitable[T]) -> T:
        """Runs an operation as a part of this transaction; if it wrote and then failed, the whole may not commit."""
        before = self._writes
        try:
            return await operation
        except BaseException as error:
            if self._writes != before:
                self.failure = self.failure or error
            raise

    async def _run(self, sql: str, statement: Awaitable[T]) -> T:
        self.check()
        if not sql.lstrip().startswith(("SELECT", "select")):
            self._writes += 1
        try:
            return await statement
        except BaseException as error:
            self.failure = error
            raise


def current_transaction() -> Transaction | None:
    """The open transaction of this task, or None."""
    transaction = CURRENT.get()
    if transaction is None or not transaction.open:
        return None
    transaction.check_task()
    return transaction

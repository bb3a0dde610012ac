"""Piccolo's way to the database: one engine object for the life of the process, whichever database is open.

Piccolo writes the SQL; it runs on the connection of the task's transaction, or on one that can only read. Piccolo's own
engines are not used: they open a connection per query (SQLite), connect when constructed and leak the connection of a
failed commit (PostgreSQL).
"""

from collections.abc import Sequence
from contextvars import ContextVar
from typing import Any

from piccolo.engine.base import BaseAtomic, BaseBatch, BaseTransaction, Engine
from piccolo.querystring import QueryString

from backend.storage.driver import Driver, Row
from backend.storage.transaction import CURRENT, current_transaction


class JoinedTransaction(BaseTransaction):
    """What Piccolo's own code (a migration) opens: a part of the transaction that is already there."""

    async def __aenter__(self) -> "JoinedTransaction":
        if current_transaction() is None:
            raise RuntimeError("transactions are begun by @tx alone")
        return self

    async def __aexit__(self, *_: object) -> bool:
        return False


class HouseEngine(Engine[JoinedTransaction]):
    """Runs Piccolo's statements on the open database."""

    current_transaction: ContextVar[Any]  # Piccolo asks it whether there is one

    def __init__(self) -> None:
        # Piccolo's own __init__ asks the database for its version: nothing is open yet.
        self.query_id = 0
        self.log_queries = False
        self.log_responses = False
        self.current_transaction = CURRENT
        self.opened: Driver | None = None

    @property
    def driver(self) -> Driver:
        if self.opened is None:
            raise RuntimeError("no database is open: call open_database first")
        return self.opened

    @property
    def engine_type(self) -> str:  # type: ignore[override]
        return self.driver.dialect

    async def fetch(self, sql: str, args: Sequence[Any]) -> list[Row]:
        """Rows of one statement, inside the task's transaction or on a connection that can only read."""
        transaction = current_transaction()
        if transaction is not None:
            return await transaction.fetch(sql, args)
        async with self.driver.reading() as connection:
            return await connection.fetch(sql, args)

    async def run_querystring(self, querystring: QueryString, in_pool: bool = True) -> list[Row]:
        sql, args = querystring.compile_string(engine_type=self.engine_type)
        return await self.fetch(sql, args)

    async def run_ddl(self, ddl: str, in_pool: bool = True) -> list[Row]:
        return await self.fetch(ddl, ())

    def transaction(self, *_: object, **__: object) -> JoinedTransaction:
        return JoinedTransaction()

    def get_version_sync(self) -> float:
        """Older than neither database may be; Piccolo compares it to choose RETURNING and ON CONFLICT."""
        return 15.0 if self.engine_type == "postgres" else 3.51

    async def get_version(self) -> float:
        return self.get_version_sync()

    async def prep_database(self) -> None: ...

    async def batch(self, *_: object, **__: object) -> BaseBatch:
        raise NotImplementedError("batch() swallows exceptions: page by key")

    def atomic(self) -> BaseAtomic:
        raise NotImplementedError("transactions are begun by @tx alone")


ENGINE = HouseEngine()

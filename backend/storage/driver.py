"""What a database has to offer so that the rest of the program need not know which one it is."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, Literal, Protocol

Dialect = Literal["sqlite", "postgres"]
Row = dict[str, Any]


class Connection(Protocol):
    """One conversation with the database; its statements run one after the other."""

    async def fetch(self, sql: str, args: Sequence[Any]) -> list[Row]: ...

    async def fetch_each(self, sql: str, rows: Sequence[Sequence[Any]]) -> list[Row]:
        """Runs `sql` once per row and returns what each returned, end to end."""

    async def execute_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None: ...


class Driver(Protocol):
    """One open database."""

    @property
    def dialect(self) -> Dialect: ...

    def reading(self) -> AbstractAsyncContextManager[Connection]:
        """A connection on which a write raises `WriteOutsideTransaction`."""

    def writing(self) -> AbstractAsyncContextManager[Connection]:
        """A connection inside one immediate transaction: committed at the end, rolled back on any exception."""

    async def prepare(self) -> None:
        """What has to be done once for a database file, before its first migration."""

    async def close(self) -> None: ...

"""Fixtures: every test that asks for `database` runs on a fresh, migrated SQLite file and on a PostgreSQL database.

PostgreSQL is looked for at SHUBBAK_TEST_POSTGRES_URL (default: the local one). Where none answers those tests are
skipped and the closing lines say so; SHUBBAK_TEST_POSTGRES_REQUIRED=1 turns that into a failure.
"""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import asyncpg  # type: ignore[import-untyped]
import pytest
from _pytest.terminal import TerminalReporter

from backend.storage.database import close_database, open_database
from backend.storage.migrations import migrate

T = TypeVar("T")
POSTGRES_URL = os.environ.get("SHUBBAK_TEST_POSTGRES_URL", "postgresql://root@127.0.0.1:5432/postgres")
REQUIRED = os.environ.get("SHUBBAK_TEST_POSTGRES_REQUIRED") == "1"
LEFT_OUT = "left out for want of a PostgreSQL"


def now_in_a_thread(work: Coroutine[Any, Any, T]) -> T:
    """Runs `work` to its end from a plain fixture, away from the test's own event loop."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


async def _migrated(url: str) -> None:
    await open_database(url)
    try:
        await migrate()
    finally:
        await close_database()


async def tell_server(*statements: str) -> None:
    connection = await asyncpg.connect(POSTGRES_URL, timeout=5)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


def _url_of(name: str) -> str:
    return urlunsplit(urlsplit(POSTGRES_URL)._replace(path=f"/{name}"))


@pytest.fixture(scope="session")
def sqlite_pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file that tests copy."""
    path = tmp_path_factory.mktemp("pattern") / "shubbak.sqlite3"
    now_in_a_thread(_migrated(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgres_pattern() -> Iterator[str]:
    """The name of a migrated PostgreSQL database that tests copy, of this run alone."""
    name = f"shubbak_test_{uuid4().hex[:12]}"
    try:
        now_in_a_thread(tell_server(f"CREATE DATABASE {name}"))
    except (OSError, asyncpg.PostgresError) as error:
        if REQUIRED:
            pytest.fail(f"PostgreSQL is required and does not serve at {POSTGRES_URL}: {error}")
        pytest.skip(LEFT_OUT)
    now_in_a_thread(_migrated(_url_of(name)))
    yield name
    now_in_a_thread(tell_server(f"DROP DATABASE {name} WITH (FORCE)"))


def fresh_sqlite(pattern: Path, folder: Path) -> str:
    """The URL of a copy of a SQLite file."""
    copy = folder / "shubbak.sqlite3"
    shutil.copyfile(pattern, copy)
    return f"sqlite:///{copy}"


@contextmanager
def fresh_postgres(pattern: str) -> Iterator[str]:
    """The URL of a copy of a PostgreSQL database, dropped at the end."""
    name = f"{pattern}_{uuid4().hex[:8]}"
    now_in_a_thread(tell_server(f"CREATE DATABASE {name} TEMPLATE {pattern}"))
    try:
        yield _url_of(name)
    finally:
        now_in_a_thread(tell_server(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
def sqlite_url(sqlite_pattern: Path, tmp_path: Path) -> str:
    """A fresh, migrated SQLite database."""
    return fresh_sqlite(sqlite_pattern, tmp_path)


@pytest.fixture
def postgres_url(postgres_pattern: str) -> Iterator[str]:
    """A fresh, migrated PostgreSQL database."""
    with fresh_postgres(postgres_pattern) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a fresh, migrated database, closed: for tests that start processes."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[str]:
    """A fresh, migrated, open database; the value is its URL."""
    await open_database(database_url)
    try:
        yield database_url
    finally:
        await close_database()


@pytest.fixture
async def sqlite(sqlite_url: str) -> AsyncIterator[str]:
    """Like `database`, SQLite only: for what the choice of database cannot change."""
    await open_database(sqlite_url)
    try:
        yield sqlite_url
    finally:
        await close_database()


@pytest.fixture
async def postgres(postgres_url: str) -> AsyncIterator[str]:
    """Like `database`, PostgreSQL only."""
    await open_database(postgres_url)
    try:
        yield postgres_url
    finally:
        await close_database()


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Says plainly what was left out for want of a database."""
    left_out = [report for report in terminalreporter.stats.get("skipped", ()) if LEFT_OUT in str(report.longrepr)]
    if left_out:
        terminalreporter.write_line(f"{len(left_out)} tests {LEFT_OUT}: set SHUBBAK_TEST_POSTGRES_URL")

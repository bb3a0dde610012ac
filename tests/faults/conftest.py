"""Installations for the tests of what goes wrong: real servers in their own processes, and the centre in this one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from backend.domains.sync.ports import Centre
from backend.program import put_together
from backend.settings import Settings
from backend.storage.database import close_database, open_database
from backend.storage.keys import KeyFolder
from tests.databases import fresh_postgres, fresh_sqlite
from tests.faults.served import Served
from tests.people import Phone
from tests.sync.conftest import counter, enrolled, phone

__all__ = ["counter", "phone"]


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def shared_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A migrated database that the tests of one file share: each brings phones of its own."""
    if request.param == "sqlite":
        yield fresh_sqlite(request.getfixturevalue("sqlite_pattern"), tmp_path_factory.mktemp("shared"))
        return
    with fresh_postgres(request.getfixturevalue("postgres_pattern")) as url:
        yield url


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("installation")
    KeyFolder.create(folder / "keys")
    return Settings.from_environment(
        {"SHUBBAK_DATA_DIR": str(folder / "data"), "SHUBBAK_KEY_DIR": str(folder / "keys")}
    )


@pytest.fixture
async def centre(shared_url: str, settings: Settings) -> AsyncIterator[Centre]:
    """The centre of the contract in this process, its database open."""
    await open_database(shared_url)
    try:
        yield put_together(settings).centre
    finally:
        await close_database()


@pytest.fixture
async def belkacem(centre: Centre) -> Phone:
    return await enrolled(centre, Phone("Hadj Belkacem"))


@pytest.fixture
async def aicha(centre: Centre) -> Phone:
    return await enrolled(centre, Phone("Aïcha"))


@pytest.fixture(params=["sqlite", "postgres"])
def served(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Served]:
    """A real installation on a fresh database, prepared, not started yet; nothing of it is left running."""
    url = request.getfixturevalue("postgres_url") if request.param == "postgres" else None
    installation = Served(tmp_path / "served", url)
    installation.prepare()
    yield installation
    installation.kill()


@pytest.fixture
def served_sqlite(tmp_path: Path) -> Iterator[Served]:
    """Like `served`, on SQLite in its own data folder."""
    installation = Served(tmp_path / "served")
    installation.prepare()
    yield installation
    installation.kill()

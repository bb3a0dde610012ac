"""The counter with people who register, sign in and have an account, on a fresh database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import AsyncTestClient

from backend.app import Front, server
from backend.program import put_together
from backend.settings import Settings
from backend.storage.keys import KeyFolder
from tests.front import PUBLIC_URL
from tests.identity.browser import Browser


@pytest.fixture
def told_by() -> dict[str, str]:
    """Further settings, by which the counter tells people: none."""
    return {}


@pytest.fixture
async def counter(
    database_url: str, tmp_path: Path, shop_front: Front, told_by: dict[str, str]
) -> AsyncIterator[AsyncTestClient[Any]]:
    """The server; a test takes as many browsers to it as it wants."""
    environment = {"DATA_DIR": str(tmp_path / "data"), "KEY_DIR": str(tmp_path / "keys"), "PUBLIC_URL": PUBLIC_URL}
    environment |= told_by
    settings = Settings.from_environment({f"SHUBBAK_{name}": value for name, value in environment.items()})
    KeyFolder.create(settings.key_dir)
    program = put_together(replace(settings, database_url=database_url, worker_in_process=False))
    async with AsyncTestClient(server(program, shop_front, compressed=False), base_url=PUBLIC_URL) as client:
        yield client


@pytest.fixture
def browser(counter: AsyncTestClient[Any]) -> Browser:
    return Browser(counter)

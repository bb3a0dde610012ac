"""The public pages, rendered once for all tests of a run."""

from __future__ import annotations

from datetime import date

import pytest

from backend.app import Front, front
from backend.program import Program, put_together
from backend.settings import Settings
from backend.storage.keys import KeyFolder

PUBLIC_URL = "https://counter.example"
DAY = date(2026, 2, 11)


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """A program for what knows no database."""
    folder = tmp_path_factory.mktemp("front")
    KeyFolder.create(folder / "keys")
    named = {"DATA_DIR": str(folder / "data"), "KEY_DIR": str(folder / "keys"), "PUBLIC_URL": PUBLIC_URL}
    return put_together(Settings.from_environment({f"SHUBBAK_{name}": value for name, value in named.items()}))


@pytest.fixture(scope="session")
def shop_front(program: Program) -> Front:
    """What the public saw on `DAY`."""
    return front(program, on=DAY)

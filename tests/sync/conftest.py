"""The centre of the contract on a fresh database, with keys and a file store of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import AsyncTestClient

from backend.app import Front, server
from backend.domains.sync.operations.devices import enrol
from backend.domains.sync.ports import Centre
from backend.domains.sync.rules.devices import read_enrolment
from backend.domains.sync.rules.times import time_token
from backend.program import put_together
from backend.settings import Settings
from backend.storage.keys import KeyFolder
from tests.people import Phone
from tests.sync.calling import now

NOW = datetime(2026, 2, 11, 15, 22, 10, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.from_environment(
        {"SHUBBAK_DATA_DIR": str(tmp_path / "data"), "SHUBBAK_KEY_DIR": str(tmp_path / "keys")}
    )


@pytest.fixture
async def centre(database: str, settings: Settings) -> Centre:
    KeyFolder.create(settings.key_dir)
    return put_together(settings).centre


@pytest.fixture
async def belkacem(centre: Centre) -> Phone:
    """The enrolled phone of an employer in Adrar, which the server has just told the time."""
    return await enrolled(centre, Phone("Hadj Belkacem"))


async def enrolled(centre: Centre, phone: Phone, at: datetime = NOW) -> Phone:
    await enrol(centre, enrolment=read_enrolment(phone.enrolment(at)), now=at)
    key = centre.keys.current("time")
    phone.seen = time_token(key.kid, key.secret, at.replace(hour=6))
    return phone


@pytest.fixture
async def counter(database_url: str, settings: Settings, shop_front: Front) -> AsyncIterator[AsyncTestClient[Any]]:
    """The server, without a worker, on a fresh database."""
    KeyFolder.create(settings.key_dir)
    program = put_together(replace(settings, database_url=database_url, worker_in_process=False))
    async with AsyncTestClient(
        server(program, shop_front, compressed=False), base_url="http://127.0.0.1:8000"
    ) as client:
        yield client


@pytest.fixture
async def phone(counter: AsyncTestClient[Any]) -> Phone:
    phone = Phone("Hadj Belkacem")
    answer = await counter.post("/sync/devices", json=phone.enrolment(now()))
    assert answer.status_code == 201
    phone.seen = answer.headers["shubbak-time-token"]
    return phone

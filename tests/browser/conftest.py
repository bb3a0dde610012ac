"""Chromium with a profile of its own, and a server that can die."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import BrowserContext, async_playwright

from tests.browser.phone import Phone
from tests.counter import Counter

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",  # a camera that shows a moving picture, and is allowed at once
    "--use-fake-ui-for-media-stream",
]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    counter = Counter(tmp_path_factory.mktemp("counter"))
    counter.prepare()
    yield counter
    counter.kill()


@pytest.fixture
def counter(prepared: Counter) -> Iterator[Counter]:
    """A running server, running again for the next test however this one left it."""
    prepared.kill()
    prepared.start()
    yield prepared
    prepared.kill()


@pytest.fixture
async def phone(counter: Counter, tmp_path: Path) -> AsyncIterator[Phone]:
    """A phone that has never been here."""
    async with switched_on(counter, tmp_path / "profile") as phone:
        yield phone


@pytest.fixture
async def plain_phone(counter: Counter, tmp_path: Path) -> AsyncIterator[Phone]:
    """Another phone that has never been here, and whose browser runs no scripts."""
    async with switched_on(counter, tmp_path / "plain", java_script_enabled=False) as phone:
        yield phone


@pytest.fixture
async def another(counter: Counter, tmp_path: Path) -> AsyncIterator[Callable[[str], Awaitable[Phone]]]:
    """Switches on a further phone or computer, by a name of its own."""
    async with AsyncExitStack() as on:

        async def switch_on(name: str) -> Phone:
            return await on.enter_async_context(switched_on(counter, tmp_path / name))

        yield switch_on


@asynccontextmanager
async def switched_on(counter: Counter, profile: Path, **how: Any) -> AsyncIterator[Phone]:
    async with async_playwright() as playwright:

        async def switch_on() -> BrowserContext:
            return await playwright.chromium.launch_persistent_context(
                profile,
                executable_path="/usr/bin/chromium",
                headless=True,
                args=FLAGS,
                viewport={"width": 360, "height": 740},
                **how,
            )

        phone = Phone(counter.address, switch_on)
        await phone.open_browser()
        yield phone
        await phone.close_browser()

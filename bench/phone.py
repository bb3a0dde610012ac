"""What a person with a cheap phone and a bad road waits for, in real Chromium."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.async_api import BrowserContext, CDPSession, Page, async_playwright

from bench.quiet import quiet
from bench.road import SlowRoad
from tests.browser.conftest import FLAGS
from tests.browser.employer import FORM, Belkacem
from tests.browser.phone import Phone, until
from tests.counter import Counter, free_port

SLOW_CPU = 4
EDGE = (50_000, 0.4)  # bits a second, seconds
SLOW_3G = (400_000, 0.4)
TELLS_WHEN_READY = """new MutationObserver((_, watching) => {
  if (!document.querySelector("#form[data-ready]")) return;
  watching.disconnect();
  formIsReady();
}).observe(document, { subtree: true, childList: true, attributeFilter: ["data-ready"] })"""


@dataclass
class Traffic:
    """What the page itself asked for; what the service worker keeps meanwhile is not part of it."""

    bytes: int = 0
    asked: list[str] = field(default_factory=list)


@asynccontextmanager
async def switched_on(address: str, folder: Path) -> AsyncIterator[Phone]:
    """A phone that has never been here."""
    async with async_playwright() as playwright:

        async def open_browser() -> BrowserContext:
            return await playwright.chromium.launch_persistent_context(
                folder, executable_path="/usr/bin/chromium", args=FLAGS, viewport={"width": 360, "height": 740}
            )

        phone = Phone(address, open_browser)
        await phone.open_browser()
        yield phone
        await phone.close_browser()


async def counted(page: Page) -> Traffic:
    """Counts from now on."""
    traffic = Traffic()
    tools = await page.context.new_cdp_session(page)
    await tools.send("Network.enable")
    tools.on("Network.requestWillBeSent", lambda event: traffic.asked.append(event["request"]["url"]))

    def loaded(event: dict[str, Any]) -> None:
        traffic.bytes += int(event["encodedDataLength"])

    tools.on("Network.loadingFinished", loaded)
    return traffic


class Opening:
    """Opens the form with a slow processor; the page itself tells when it can be filled: asking would slow it down."""

    def __init__(self, phone: Phone, tools: CDPSession) -> None:
        self._phone = phone
        self._tools = tools
        self._told = asyncio.Event()

    @classmethod
    async def of(cls, phone: Phone) -> Opening:
        opening = cls(phone, await phone.page.context.new_cdp_session(phone.page))
        await phone.page.expose_function("formIsReady", opening._told.set)
        await phone.page.add_init_script(TELLS_WHEN_READY)
        return opening

    async def seconds(self) -> float:
        """From asking for the address, in a quiet moment; afterwards the page is loaded to its end."""
        self._told.clear()
        await quiet()
        # Slowed only now: Chromium slows a processor by burning three quarters of it, also while nothing is done.
        await self._slow_down(SLOW_CPU)
        began = time.perf_counter()
        await self._phone.page.goto(f"{self._phone.address}/ar{FORM}", wait_until="commit")
        await self._told.wait()
        took = time.perf_counter() - began
        await self._slow_down(1)
        await self._phone.page.wait_for_load_state()
        return took

    async def _slow_down(self, times: int) -> None:
        await self._tools.send("Emulation.setCPUThrottlingRate", {"rate": times})


async def first_visit(counter: Counter, folder: Path) -> float:
    """Seconds until a form can be filled, never visited before, on slow 3G with a slow processor."""
    road = SlowRoad(free_port(), counter.port)
    await road.open()
    road.becomes(*SLOW_3G)
    async with switched_on(road.address, folder) as phone:
        opening = await Opening.of(phone)
        took = await opening.seconds()
    await road.close()
    return took


async def offline_form(counter: Counter, folder: Path, rounds: int = 5) -> float:
    """Seconds until a form can be filled with the server dead and a slow processor, the median of some rounds."""
    async with switched_on(counter.address, folder) as phone:
        await phone.visit("/ar/")
        await phone.keeps_the_site()
        counter.kill()
        opening = await Opening.of(phone)
        times = []
        for _ in range(rounds):
            times.append(await opening.seconds())
            await phone.visit("/ar/help")
    counter.start()
    return sorted(times)[len(times) // 2]


async def whole_filing(counter: Counter, folder: Path) -> tuple[Traffic, int]:
    """First visit to verified receipt without a photo: the traffic, and the calls after the first page."""
    async with switched_on(counter.address, folder) as phone:
        traffic = await counted(phone.page)
        belkacem = Belkacem(phone, "fr")
        await belkacem.opens_the_form()
        first = len(traffic.asked)
        await belkacem.fills_the_first_half()
        await belkacem.fills_the_second_half()
        kept = await belkacem.files()
        await until(lambda: _filed(belkacem, kept))
        later = [url for url in traffic.asked[first:] if "/static/" not in url]
    return traffic, len(later)


async def link_back(counter: Counter, folder: Path) -> float:
    """Seconds from the road's return to a verified receipt, at 50 kbit/s and 400 ms."""
    road = SlowRoad(free_port(), counter.port)
    await road.open()
    async with switched_on(road.address, folder) as phone:
        await phone.visit("/fr/")
        await phone.keeps_the_site("fr")
        belkacem = Belkacem(phone, "fr")
        counter.kill()
        await belkacem.opens_the_form()
        await belkacem.fills_the_first_half()
        await belkacem.fills_the_second_half()
        kept = await belkacem.files()
        counter.start()
        road.becomes(*EDGE)
        began = time.perf_counter()
        await phone.core("outbox", "(outbox, id) => outbox.retry(id)", kept)
        await until(lambda: _filed(belkacem, kept))
        took = time.perf_counter() - began
    await road.close()
    return took


async def _filed(belkacem: Belkacem, kept: str) -> bool:
    return bool((await belkacem.request(kept))["state"] == "filed")

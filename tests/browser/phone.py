"""A person's phone: its browser opened and closed again over the same profile, and the core asked from a page."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from playwright.async_api import BrowserContext, Page

PATIENCE = 30


def core(module: str) -> str:
    """An expression for the exports of one of our modules, in the page: it lies in a file beside others."""
    page = 'document.querySelector("script[type=module]").src'
    file = f'import(new URL("%s.js", {page}).href)'
    name = "$" + module.replace("/", "_")
    return f"((await {file % 'common'}).{name} ?? (await {file % module}).{name})"


KEPT = """async (lang) => (await navigator.serviceWorker.getRegistration("/"))?.active?.state === "activated"
  && !!(await caches.match(`/${lang}/`))"""


class Phone:
    """`page` is the tab in front."""

    page: Page

    def __init__(self, address: str, switch_on: Callable[[], Awaitable[BrowserContext]]) -> None:
        self.address = address
        self._switch_on = switch_on
        self._context: BrowserContext | None = None
        self.faults: list[str] = []

    async def open_browser(self) -> None:
        self._context = await self._switch_on()
        self._context.on("weberror", lambda error: self.faults.append(str(error.error)))
        self.page = self._context.pages[0]

    async def close_browser(self) -> None:
        assert self._context is not None
        await self._context.close()

    async def visit(self, path: str) -> None:
        await self.page.goto(self.address + path)

    async def keeps_the_site(self, lang: str = "ar") -> None:
        """Until the worker is there with every page of the language."""
        await until(lambda: self.page.evaluate(KEPT, lang))

    async def core(self, module: str, act: str, given: Any = None) -> Any:
        """What `act`, a function of the module's exports and of `given`, returns in the page in front."""
        return await self.page.evaluate(
            f"""async (given) => {{
              return ({act})({core(module)}, given);
            }}""",
            given,
        )

    async def request(self, filed: str) -> Any:
        """The request of that id as this phone keeps it."""
        return await self.core("outbox", "(outbox, id) => outbox.request(id)", filed)

    async def worker(self, act: str) -> Any:
        """What `act` returns in the service worker."""
        assert self._context is not None
        return await self._context.service_workers[-1].evaluate(act)

    async def sync_event(self) -> None:
        """What Chromium does by itself when the network is back and no page is open."""
        assert self._context is not None
        tools = await self._context.new_cdp_session(self.page)
        registration = asyncio.get_running_loop().create_future()

        def seen(event: dict[str, Any]) -> None:
            found = [one["registrationId"] for one in event["registrations"] if not one["isDeleted"]]
            if found and not registration.done():
                registration.set_result(found[0])

        tools.on("ServiceWorker.workerRegistrationUpdated", seen)
        await tools.send("ServiceWorker.enable")
        await tools.send(
            "ServiceWorker.dispatchSyncEvent",
            {"origin": self.address, "registrationId": await registration, "tag": "outbox", "lastChance": False},
        )


async def until(holds: Callable[[], Awaitable[Any]]) -> Any:
    """What `holds` returns once it is true; fails after half a minute."""
    end = asyncio.get_running_loop().time() + PATIENCE
    while not (result := await holds()):
        assert asyncio.get_running_loop().time() < end, "it never came to hold"
        await asyncio.sleep(0.1)
    return result

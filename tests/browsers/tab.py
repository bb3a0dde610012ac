"""A tab of any browser, driven by the words of WebDriver; a `Wire` carries them."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from tests.browser.phone import core

PATIENCE = 30
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
"""The name under which WebDriver gives an element."""
PROMISED = """const done = arguments[arguments.length - 1];
(async (...given) => { ACT })(...[...arguments].slice(0, -1)).then(done, (fault) => done(`fault: ${fault}`));"""


class Unanswered(Exception):
    """The browser could not do it, or was between two pages."""


class Wire(Protocol):
    """Carries one command, named as Firefox names it; gives back what the browser answered or raises Unanswered."""

    def __call__(self, command: str, **said: Any) -> Any: ...


class Tab:
    """`address` is the site; what a person sees, types and taps."""

    def __init__(self, wire: Wire, address: str) -> None:
        self._wire, self.address = wire, address

    def visit(self, path: str) -> None:
        self._wire("Navigate", url=self.address + path)

    def reload(self) -> None:
        """As people do it: the reload of WebDriver itself goes past the service worker in Firefox, like Ctrl+F5."""
        before = self.ask("setTimeout(() => location.reload()); return performance.timeOrigin")
        until(lambda: self._loaded_after(before), "the page again")

    def _loaded_after(self, before: float) -> bool:
        age = "return document.readyState === 'complete' && performance.timeOrigin"
        return float(self.ask(age) or before) > before

    def ask(self, act: str, *given: Any) -> Any:
        """What `act`, the body of an asynchronous function of `given`, returns in the page."""
        found = self._wire("ExecuteAsyncScript", script=PROMISED.replace("ACT", act), args=list(given))
        assert not str(found).startswith("fault: "), found
        return found

    def core(self, module: str, found: str) -> Any:
        """What the expression `found` gives, with the exports of a module of the page's own as `core`."""
        return self.ask(f"const core = {core(module)}; return {found};")

    def sees(self, selector: str, text: str = "") -> bool:
        """Whether an element of the selector is on the page, not hidden, with this text in it."""
        shown = "[...document.querySelectorAll(given[0])].some((one) => one.offsetParent !== null"
        shown += " && getComputedStyle(one).visibility === 'visible' && %s)"
        return bool(self.ask("return " + shown % "one.textContent.includes(given[1])", selector, text))

    def waits_for(self, selector: str, text: str = "") -> None:
        until(lambda: self.sees(selector, text), f"{selector} {text}")

    def says(self, selector: str) -> str:
        return str(self.ask("return document.querySelector(given[0]).innerText", selector))

    def value(self, selector: str) -> str:
        return str(self.ask("return document.querySelector(given[0]).value", selector))

    def type(self, selector: str, text: str) -> None:
        self._wire("ElementSendKeys", id=self._element(selector), text=text)

    def tap(self, selector: str) -> None:
        """Once it is there and still: a page may be drawn anew between a look and the tap."""
        until(lambda: self._tapped(selector), selector)

    def _tapped(self, selector: str) -> bool:
        # WebKit's driver does not scroll back up by itself.
        self.ask("document.querySelector(given[0])?.scrollIntoView({ block: 'center' })", selector)
        self._wire("ElementClick", id=self._element(selector))
        return True

    def choose(self, name: str, value: str) -> None:
        """One of the options of a list."""
        self.tap(f"select[name='{name}'] option[value='{value}']")

    def _element(self, selector: str) -> str:
        found = self._wire("FindElement", using="css selector", value=selector)
        return str(found.get("value", found)[ELEMENT])

    def picture(self, path: Path) -> None:
        """What is on the screen, as PNG."""
        path.write_bytes(base64.b64decode(self._wire("TakeScreenshot", full=False)))


def until(holds: Callable[[], Any], what: str = "it") -> Any:
    """What `holds` returns once it is true; fails after half a minute. Between two pages it is not true yet."""
    end = time.monotonic() + PATIENCE
    why = ""
    while True:
        try:
            if result := holds():
                return result
        except Unanswered as answer:
            why = str(answer)
        assert time.monotonic() < end, f"{what} never came: {why}"
        time.sleep(0.1)

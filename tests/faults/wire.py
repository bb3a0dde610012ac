"""Speaking HTTP to a real server on a connection of one's own, which may break at any moment."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from tests.people import Phone


class Broken(Exception):
    """The connection broke before a whole answer had come."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


class Line:
    """One kept connection: `async with Line(port) as line`."""

    def __init__(self, port: int) -> None:
        self._port = port

    async def __aenter__(self) -> Line:
        try:
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        except OSError as error:
            raise Broken from error
        return self

    async def __aexit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        self._writer.close()
        with suppress(OSError):
            await self._writer.wait_closed()

    async def call(self, method: str, target: str, body: bytes = b"", **headers: str) -> Answer:
        """The answer; raises `Broken` when none came whole."""
        await self.begin(head_of(method, target, len(body), headers), body)
        return await self.ended(method)

    async def begin(self, head: bytes, body: bytes) -> None:
        """Sends the head of a request, and of its body what is given; raises `Broken`."""
        try:
            self._writer.write(head + body)
            await self._writer.drain()
        except OSError as error:
            raise Broken from error

    async def welcomed(self) -> None:
        """Waits until the server asks for the body of a request begun with `Expect: 100-continue`; raises `Broken`."""
        answer = await self.ended()
        assert answer.status == 100, answer

    async def ended(self, method: str = "") -> Answer:
        """The answer to what was begun; raises `Broken`."""
        try:
            return await self._answer(method)
        except (OSError, asyncio.IncompleteReadError) as error:
            raise Broken from error

    async def _answer(self, method: str) -> Answer:
        first, *lines = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").rstrip().split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        length = 0 if method == "HEAD" else int(headers.get("content-length", 0))
        return Answer(int(first.split()[1]), headers, await self._reader.readexactly(length))

    async def json(self, target: str, content: Any, **headers: str) -> Answer:
        """A POST of JSON."""
        body = json.dumps(content, ensure_ascii=False).encode()
        return await self.call("POST", target, body, Content_Type="application/json", **headers)

    async def signed(self, phone: Phone, method: str, target: str, content: Any = None) -> Answer:
        """A call that carries the device's signature."""
        body = b"" if content is None else json.dumps(content).encode()
        headers = phone.call(method, target, body, now()) | ({"Content-Type": "application/json"} if body else {})
        return await self.call(method, target, body, **headers)

    async def enrol(self, phone: Phone) -> None:
        """The phone's first contact; it learns the time."""
        answer = await self.json("/sync/devices", phone.enrolment(now()))
        assert answer.status in (200, 201), answer
        phone.seen = answer.headers["shubbak-time-token"]

    async def push(self, phone: Phone, *items: Any) -> list[dict[str, Any]]:
        """The outcomes of a push, which must be answered 200."""
        answer = await self.json("/sync/push", {"carrier": str(phone.id), "items": list(items)})
        assert answer.status == 200, answer
        outcomes: list[dict[str, Any]] = answer.json()["outcomes"]
        return outcomes


def head_of(method: str, target: str, size: int, headers: dict[str, str]) -> bytes:
    """The head of a request; in the names of headers `_` stands for `-`."""
    named = {"Host": "127.0.0.1", "Content-Length": str(size)} | headers
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in named.items())
    return f"{method} {target} HTTP/1.1\r\n{lines}\r\n".encode()


async def pulled(line: Line, phone: Phone) -> list[dict[str, Any]]:
    """Every change that the phone may see, by a chain of pulls from the beginning."""
    changes: list[dict[str, Any]] = []
    cursor = ""
    while True:
        answer = await line.signed(phone, "GET", f"/sync/pull?after={cursor}")
        assert answer.status == 200, answer
        said = answer.json()
        if not said["changes"]:
            return changes
        changes += said["changes"]
        cursor = said["cursor"]


def now() -> datetime:
    return datetime.now(UTC)

"""Who moves an upload on. Whoever comes later asks the one at it to stop where it is: its line may long be dead."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from litestar.types import Receive

from backend.kernel.refusal import Refusal


class Cut(Exception):
    """The connection broke while the body was coming."""


class Stopped(Refusal):
    """A later call asked this one to stop."""

    def __init__(self) -> None:
        super().__init__("tus.locked")


@dataclass(slots=True)
class Turn:
    """One upload's row of callers: one at it, the others asking."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    callers: int = 0


_turns: dict[str, Turn] = {}


@asynccontextmanager
async def turn(upload: str) -> AsyncIterator[asyncio.Event]:
    """One call at a time; the event says when it is asked to stop."""
    mine = _turns.setdefault(upload, Turn())
    mine.callers += 1
    mine.asked.set()
    try:
        async with mine.lock:
            if mine.callers == 1:
                mine.asked.clear()
            yield mine.asked
    finally:
        mine.callers -= 1
        if not mine.callers:
            _turns.pop(upload, None)


async def chunks(receive: Receive, asked: asyncio.Event) -> AsyncGenerator[bytes, None]:
    """The body as it comes. Raises `Cut` where the connection broke, `Stopped` when asked to stop."""
    stop = asyncio.ensure_future(asked.wait())
    try:
        while True:
            coming = asyncio.ensure_future(receive())
            await asyncio.wait({coming, stop}, return_when=asyncio.FIRST_COMPLETED)
            if not coming.done():
                coming.cancel()
                raise Stopped
            message = coming.result()
            if message["type"] == "http.disconnect":
                raise Cut
            if message["type"] == "http.request":
                if message.get("body"):
                    yield message["body"]
                if not message.get("more_body"):
                    return
    finally:
        stop.cancel()

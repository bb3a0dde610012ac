"""`/{lang}/desk/live`: whoever has a list or a dossier open is told that it moved, and nothing of what moved.

By server-sent events (WHATWG HTML, 9.2); who cannot hear them asks the same address now and then.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial

from litestar import MediaType, Response, get
from litestar.di import NamedDependency
from litestar.response import ServerSentEvent, ServerSentEventMessage

from backend.domains.dossiers import queries
from backend.storage.counters import current_position
from backend.web.desk.page import DeskPage
from backend.web.desk.queue import READ
from backend.web.guards import STREAM
from backend.web.sent import AnyRequest

A_LOOK, A_BEAT, BEATS, ANEW = 1.0, 15.0, 8, 5000
"""Seconds between two looks at the database, and of silence on a line; a line ends after so many, and begins anew:
so whoever serves no more is told nothing more, two minutes later at the latest. `ANEW`: after how many milliseconds."""

Moved = Callable[[int], Awaitable[bool]]


class Pulse:
    """How far the changes of this installation have come: one look a second for all who listen, none for nobody."""

    def __init__(self) -> None:
        self._listeners = 0
        self._position = 0
        self._next: asyncio.Future[None] | None = None
        self._looking: asyncio.Task[None] | None = None

    async def after(self, position: int) -> int:
        """The last position, as soon as it is another than this one; after a while of silence, this one."""
        self._listeners += 1
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        try:
            async with asyncio.timeout(A_BEAT):
                while self._position <= position:
                    await self._moves()
        except TimeoutError:
            return position
        finally:
            self._listeners -= 1
        return self._position

    async def _moves(self) -> None:
        if self._next is None or self._next.done():
            self._next = asyncio.get_running_loop().create_future()
        await asyncio.shield(self._next)

    async def _look(self) -> None:
        while self._listeners:
            found = await current_position()
            if found != self._position:
                self._position = found
                if self._next is not None and not self._next.done():
                    self._next.set_result(None)
            await asyncio.sleep(A_LOOK)


@get("/{lang:str}/desk/live", name="desk_live", opt={"right": READ})
async def live(
    request: AnyRequest, desk: NamedDependency[DeskPage], pulse: NamedDependency[Pulse]
) -> Response[dict[str, int | bool]] | ServerSentEvent:
    """`body` or `number`: what is looked at; `after`: the position up to which it was seen.

    As a stream: `moved`, with the position. Else `{"moved", "position"}`. Refuses `dossier.unknown`.
    """
    asked = request.query_params
    seen = str(request.headers.get("last-event-id") or asked.get("after", ""))
    after = int(seen) if seen.isdecimal() and len(seen) < 19 else await current_position()
    moved = await _watched(desk, asked.get("number"), asked.get("body"))
    if STREAM not in request.headers.get("accept", ""):
        position = await current_position()
        return Response(
            {"moved": position > after and await moved(after), "position": position}, media_type=MediaType.JSON
        )
    return ServerSentEvent(_told(pulse, moved, after), headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})


async def _watched(desk: DeskPage, number: str | None, body: str | None) -> Moved:
    """Whether something moved since, of what this person sees."""
    if number is not None:
        standing = await desk.dossier(number, READ)
        return partial(queries.moved, desk.wanted(READ, standing.body), number=standing.number)
    bodies = desk.bodies(READ)
    return partial(queries.moved, desk.wanted(READ, body if body in bodies else bodies[0]))


async def _told(pulse: Pulse, moved: Moved, seen: int) -> AsyncIterator[ServerSentEventMessage]:
    yield ServerSentEventMessage(data=None, retry=ANEW)
    for _ in range(BEATS):
        position = await pulse.after(seen)
        if position > seen and await moved(seen):
            yield ServerSentEventMessage(data=position, event="moved", id=position)
        else:
            yield ServerSentEventMessage(data=None, comment="")
        seen = position


routes = (live,)

"""A stretch of bad road between the browser and the server: it can let a request through and cut the answer."""

from __future__ import annotations

import asyncio
from contextlib import suppress

PUSH = b"POST /sync/push"


class Road:
    """Forwards connections; the next `cuts` answers to a push are cut after the server has given them."""

    def __init__(self, port: int, to: int) -> None:
        self._port, self._to = port, to
        self.address = f"http://localhost:{port}"
        self._server: asyncio.Server | None = None
        self.cuts = 0
        self.pushes = 0

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._passed, "127.0.0.1", self._port)

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()

    async def _passed(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._to)
        except OSError:
            writer.close()
            return
        cutting = asyncio.Event()
        there = asyncio.create_task(self._there(reader, far_writer, cutting))
        back = asyncio.create_task(self._back(far_reader, writer, cutting))
        with suppress(OSError):
            await asyncio.wait({there, back}, return_when=asyncio.FIRST_COMPLETED)
        for task in (there, back):
            task.cancel()
        for end in (writer, far_writer):
            end.close()

    async def _there(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, cutting: asyncio.Event) -> None:
        while data := await reader.read(65536):
            if PUSH in data:
                self.pushes += 1
                if self.cuts:
                    self.cuts -= 1
                    cutting.set()
            writer.write(data)
            await writer.drain()

    async def _back(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, cutting: asyncio.Event) -> None:
        while data := await reader.read(65536):
            if cutting.is_set():
                return  # the server has answered, and nobody hears it
            writer.write(data)
            await writer.drain()

"""A slow road between the browser and the server: so many bits a second, and so long until the first one comes."""

from __future__ import annotations

import asyncio
from contextlib import suppress

PIECE = 1024


class SlowRoad:
    """Forwards connections, as fast as it can until it `becomes` slow; all of them share its width."""

    def __init__(self, port: int, to: int) -> None:
        self._port, self._to = port, to
        self._byte = self._half = 0.0
        self._server: asyncio.Server | None = None
        self._free = {"up": 0.0, "down": 0.0}
        self.address = f"http://localhost:{port}"

    def becomes(self, bits_a_second: int, round_trip: float) -> None:
        """From now on."""
        self._byte = 8 / bits_a_second
        self._half = round_trip / 2

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._passed, "127.0.0.1", self._port)

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()

    async def _passed(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(2 * self._half)  # the handshake
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._to)
        except OSError:
            writer.close()
            return
        ways = [
            asyncio.create_task(self._one_way("up", reader, far_writer)),
            asyncio.create_task(self._one_way("down", far_reader, writer)),
        ]
        with suppress(OSError):
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)
        for end in (writer, far_writer):
            end.close()

    async def _one_way(self, way: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        loop = asyncio.get_running_loop()
        arriving: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        delivering = asyncio.create_task(self._deliver(arriving, writer))
        try:
            while data := await reader.read(PIECE):
                self._free[way] = max(self._free[way], loop.time()) + len(data) * self._byte
                await arriving.put((self._free[way] + self._half, data))
                await asyncio.sleep(max(0.0, self._free[way] - loop.time()))
        finally:
            await arriving.join()
            delivering.cancel()

    async def _deliver(self, arriving: asyncio.Queue[tuple[float, bytes]], writer: asyncio.StreamWriter) -> None:
        loop = asyncio.get_running_loop()
        while True:
            at, data = await arriving.get()
            await asyncio.sleep(max(0.0, at - loop.time()))
            with suppress(OSError):
                writer.write(data)
                await writer.drain()
            arriving.task_done()

"""As little client as possible, so that the server is what is measured."""

from __future__ import annotations

import asyncio
import resource
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass


@dataclass
class Connection:
    """One kept connection."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    @classmethod
    async def to(cls, port: int) -> Connection:
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def get(self, path: str) -> tuple[int, bytes]:
        return await self._asked((f"GET {path} HTTP/1.1", "Host: localhost", "Accept-Encoding: br"), b"")

    async def post(self, path: str, body: bytes) -> tuple[int, bytes]:
        lines = (f"POST {path} HTTP/1.1", "Host: localhost", "Content-Type: application/json")
        return await self._asked((*lines, f"Content-Length: {len(body)}"), body)

    async def _asked(self, lines: tuple[str, ...], body: bytes) -> tuple[int, bytes]:
        self.writer.write("\r\n".join((*lines, "", "")).encode() + body)
        headers = await self.reader.readuntil(b"\r\n\r\n")
        length = int(next(line for line in headers.lower().split(b"\r\n") if line.startswith(b"content-length:"))[15:])
        return int(headers[9:12]), await self.reader.readexactly(length)

    def close(self) -> None:
        self.writer.close()


@dataclass(frozen=True)
class Rate:
    """What came of many calls side by side; times in milliseconds."""

    calls_a_second: float
    p50: float
    p99: float
    client_cpu_seconds: float


async def rate(port: int, connections: int, calls: int, call: Callable[[Connection, int], Awaitable[None]]) -> Rate:
    """`calls` calls over that many connections, each connection one at a time."""
    left = iter(range(calls))
    times: list[float] = []

    async def work() -> None:
        connection = await Connection.to(port)
        for number in left:
            sent = time.perf_counter()
            await call(connection, number)
            times.append(time.perf_counter() - sent)
        connection.close()

    cpu, began = _cpu(), time.perf_counter()
    await asyncio.gather(*(work() for _ in range(connections)))
    took = time.perf_counter() - began
    times.sort()
    p50, p99 = times[len(times) // 2], times[min(len(times) - 1, int(len(times) * 0.99))]
    return Rate(calls / took, p50 * 1000, p99 * 1000, _cpu() - cpu)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime

"""How many envelopes a second the server takes over HTTP, and how long a push takes."""

from __future__ import annotations

import asyncio
import json
import resource
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.people import Phone, stoppage


@dataclass(frozen=True)
class Load:
    """`pushes` prepared bodies of `size` envelopes each, sent over `connections`."""

    size: int
    pushes: int
    connections: int


@dataclass(frozen=True)
class Measured:
    envelopes_a_second: float
    p50_ms: float
    p99_ms: float
    client_cpu_seconds: float


def bodies(phone: Phone, load: Load, run: str) -> list[bytes]:
    """Complete signed envelopes of 25 answers and 1.9 kB, made before the clock starts."""
    filled = datetime.now(UTC) - timedelta(hours=2)
    return [
        json.dumps(
            {
                "carrier": str(phone.id),
                "items": [
                    phone.envelope(filled_at=filled, answers=stoppage(filled, site=f"{run} {push}/{item}"), claim=None)
                    for item in range(load.size)
                ],
            },
            ensure_ascii=False,
        ).encode()
        for push in range(load.pushes)
    ]


async def enrolled(port: int) -> Phone:
    phone = Phone("bench")
    connection = await Connection.to(port)
    answer = await connection.post("/sync/devices", json.dumps(phone.enrolment(datetime.now(UTC))).encode())
    connection.close()
    assert answer[0] == 201, answer
    return phone


async def measure(port: int, load: Load, run: str) -> Measured:
    """Sends the load and checks that every envelope was applied."""
    phone = await enrolled(port)
    waiting = bodies(phone, load, run)
    times: list[float] = []
    cpu = _cpu()
    began = time.perf_counter()

    async def send() -> None:
        connection = await Connection.to(port)
        while waiting:
            body = waiting.pop()
            sent = time.perf_counter()
            status, answer = await connection.post("/sync/push", body)
            times.append(time.perf_counter() - sent)
            assert status == 200, (status, answer[:300])
            assert answer.count(b'"outcome":"applied"') == load.size, answer[:600]
        connection.close()

    await asyncio.gather(*(send() for _ in range(load.connections)))
    took = time.perf_counter() - began
    times.sort()
    return Measured(
        load.size * load.pushes / took,
        times[len(times) // 2] * 1000,
        times[min(len(times) - 1, int(len(times) * 0.99))] * 1000,
        _cpu() - cpu,
    )


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


@dataclass
class Connection:
    """One kept connection, as little client as possible."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    @classmethod
    async def to(cls, port: int) -> Connection:
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def post(self, path: str, body: bytes) -> tuple[int, bytes]:
        lines = (
            f"POST {path} HTTP/1.1",
            "Host: localhost",
            "Content-Type: application/json",
            f"Content-Length: {len(body)}",
        )
        head = "\r\n".join((*lines, "", ""))
        self.writer.write(head.encode() + body)
        headers = await self.reader.readuntil(b"\r\n\r\n")
        length = int(next(line for line in headers.lower().split(b"\r\n") if line.startswith(b"content-length:"))[15:])
        return int(headers[9:12]), await self.reader.readexactly(length)

    def close(self) -> None:
        self.writer.close()


def result(measured: Measured) -> dict[str, Any]:
    return {name: round(value, 2) for name, value in measured.__dict__.items()}

"""How many complete envelopes a second the server takes over HTTP, and how long a push takes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from backend.kernel.canonical import written
from bench.http import Connection, Rate, rate
from tests.people import Phone, stoppage


@dataclass(frozen=True)
class Load:
    """`pushes` prepared bodies of `size` envelopes each, sent over `connections`."""

    size: int
    pushes: int
    connections: int


async def enrolled(port: int) -> Phone:
    """A phone that the server knows."""
    phone = Phone("bench")
    connection = await Connection.to(port)
    status, answer = await connection.post("/sync/devices", json.dumps(phone.enrolment(datetime.now(UTC))).encode())
    connection.close()
    if status != 201:
        raise AssertionError(answer)
    return phone


def bodies(phone: Phone, load: Load, run: str) -> list[bytes]:
    """Complete signed envelopes of 25 answers and 1.9 kB, made before the clock starts."""
    filled = datetime.now(UTC) - timedelta(hours=2)
    return [
        written({"carrier": str(phone.id), "items": items})
        for items in (
            [
                phone.envelope(filled_at=filled, answers=stoppage(filled, site=f"{run} {push}/{item}"))
                for item in range(load.size)
            ]
            for push in range(load.pushes)
        )
    ]


async def measured(port: int, load: Load, run: str) -> Rate:
    """The rate of pushes; every envelope of every push must be answered `applied`."""
    prepared = bodies(await enrolled(port), load, run)

    async def push(connection: Connection, number: int) -> None:
        status, answer = await connection.post("/sync/push", prepared[number])
        if status != 200 or answer.count(b'"outcome":"applied"') != load.size:
            raise AssertionError((status, answer[:600]))

    return await rate(port, load.connections, load.pushes, push)

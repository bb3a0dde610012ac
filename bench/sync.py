"""How many complete envelopes a second the server takes over HTTP, and how long a push takes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.request import Request, urlopen

from backend.kernel.canonical import written
from bench.http import Connection, Rate, rate
from tests.people import Phone, stoppage

PHONES = ("site_head_phone", "first_representative_phone", "second_representative_phone")
WORKERS = ("سالم بوزيد", "عيسى مولاي", "محمد بن عيسى")


@dataclass(frozen=True)
class Load:
    """`pushes` prepared bodies of `size` envelopes each, sent over `connections`."""

    size: int
    pushes: int
    connections: int


def enrolled(port: int) -> Phone:
    """A phone that the server knows, and that knows the server's time."""
    phone = Phone("bench")
    body = json.dumps(phone.enrolment(datetime.now(UTC))).encode()
    asked = Request(f"http://127.0.0.1:{port}/sync/devices", body, {"Content-Type": "application/json"})
    with urlopen(asked) as answer:
        phone.seen = answer.headers["Shubbak-Time-Token"]
    return phone


def bodies(phone: Phone, load: Load, run: str) -> list[bytes]:
    """Complete signed envelopes of 25 answers and 1.9 kB, as a phone writes them, made before the clock starts."""
    filled = datetime.now(UTC)
    return [
        written(
            {"carrier": str(phone.id), "items": [_envelope(phone, filled, f"{run} {push}/{item}") for item in items]}
        )
        for push, items in enumerate([range(load.size)] * load.pushes)
    ]


def _envelope(phone: Phone, filled: datetime, site: str) -> dict[str, Any]:
    answers = stoppage(filled - timedelta(hours=2), site=site)
    answers |= dict.fromkeys(PHONES, answers["phone"])
    answers["workers"] = [worker | {"name": name} for worker in answers["workers"] for name in WORKERS]
    return phone.envelope(filled_at=filled, answers=answers, claim=sha256(site.encode()).hexdigest())


async def measured(port: int, load: Load, run: str) -> Rate:
    """The rate of pushes; every envelope of every push must be answered `applied`."""
    prepared = bodies(enrolled(port), load, run)

    async def push(connection: Connection, number: int) -> None:
        status, answer = await connection.post("/sync/push", prepared[number])
        if status != 200 or answer.count(b'"outcome":"applied"') != load.size:
            raise AssertionError((status, answer[:600]))

    return await rate(port, load.connections, load.pushes, push)

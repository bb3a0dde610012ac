"""Speaking the contract to a server over HTTP."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from litestar.testing import AsyncTestClient

from tests.people import Phone

JSON = {"Content-Type": "application/json"}


def now() -> datetime:
    return datetime.now(UTC)


async def pushed(counter: AsyncTestClient[Any], phone: Phone, *items: Any) -> list[dict[str, Any]]:
    answer = await counter.post("/sync/push", json={"carrier": str(phone.id), "items": list(items)})
    assert answer.status_code == 200, answer.text
    outcomes: list[dict[str, Any]] = answer.json()["outcomes"]
    return outcomes


async def asked(counter: AsyncTestClient[Any], phone: Phone, method: str, target: str, content: Any = None) -> Any:
    body = b"" if content is None else json.dumps(content).encode()
    headers = phone.call(method, target, body, now()) | (JSON if body else {})
    return await counter.request(method, target, content=body, headers=headers)

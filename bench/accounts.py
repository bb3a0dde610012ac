"""What accounts cost: coming in with a passkey, being known at each request, acting for a thousand employers."""

from __future__ import annotations

import asyncio
import json
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.request import Request, urlopen
from uuid import UUID

from backend.domains.identity import operations
from backend.program import put_together, running
from backend.settings import Settings
from bench.sync import enrolled
from tests.counter import Counter
from tests.identity.authenticator import Authenticator
from tests.people import Phone, stoppage

TIMES, EMPLOYERS = 200, 1000
COOKIE = "__Host-shubbak"


@dataclass
class Account:
    """Somebody with a passkey, and the cookie of their session."""

    address: str
    passkey: Authenticator
    cookie: str = ""

    def asks(self, path: str, sent: Any, signed_in: bool = True) -> Any:
        headers = {"Content-Type": "application/json", "Sec-Fetch-Site": "same-origin", "Origin": self.address}
        if signed_in and self.cookie:
            headers["Cookie"] = f"{COOKIE}={self.cookie}"
        with urlopen(Request(f"{self.address}/api/{path}", json.dumps(sent).encode(), headers)) as answer:
            for cookie in answer.headers.get_all("Set-Cookie") or ():
                self.cookie = cookie.partition(f"{COOKIE}=")[2].partition(";")[0] or self.cookie
            return json.loads(answer.read())

    def registers(self) -> UUID:
        options = self.asks("passkeys/creation", {"name": "Nadia Kaci"})
        made = {"credential": self.passkey.create(options), "name": "Nadia Kaci", "passkey": "bench", "lang": "fr"}
        return UUID(self.asks("people", made)["person"])

    def comes_in(self) -> None:
        options = self.asks("passkeys/request", {}, signed_in=False)
        self.asks("sessions", {"credential": self.passkey.show(options)}, signed_in=False)

    def opens(self, path: str) -> int:
        asked = Request(f"{self.address}{path}", headers={"Cookie": f"{COOKIE}={self.cookie}"})
        with urlopen(asked) as answer:
            return len(answer.read())


def account(counter: Counter) -> tuple[Account, UUID]:
    """Somebody who has just registered, and their id."""
    found = Account(counter.address, Authenticator(origin=counter.address))
    return found, found.registers()


def milliseconds(act: Callable[[], Any]) -> tuple[float, float]:
    """Median and worst of a hundred of one act done again and again, one at a time."""
    times = []
    for _ in range(TIMES):
        began = time.perf_counter()
        act()
        times.append((time.perf_counter() - began) * 1000)
    times.sort()
    return statistics.median(times), times[int(TIMES * 0.99)]


async def manages_a_thousand(counter: Counter, person: UUID) -> list[UUID]:
    """The employers that this person now answers for."""
    async with running(put_together(Settings.from_environment(counter._environment))) as program:
        return [
            await operations.register_employer(
                by=person,
                name=f"SARL {number}",
                number="",
                wilaya_code="31",
                sealer=program.centre.sealer,
                now=datetime.now(UTC),
            )
            for number in range(EMPLOYERS)
        ]


def bound(counter: Counter, who: Account, person: UUID) -> Phone:
    """A phone on which they are signed in."""
    phone = enrolled(counter.port)
    path = f"/sync/devices/{phone.id}/person"
    body = json.dumps({"requests": []}).encode()
    headers = phone.call("POST", path, body, datetime.now(UTC))
    headers |= {"Content-Type": "application/json", "Cookie": f"{COOKIE}={who.cookie}"}
    with urlopen(Request(f"{counter.address}{path}", body, headers)) as answer:
        assert json.loads(answer.read())["person"] == str(person)
    return phone


def pushed(counter: Counter, phone: Phone, person: UUID, givers: list[UUID] | None) -> tuple[float, float]:
    """Median and worst of pushes of one envelope each, for one giver after another, or for nobody else."""
    filled = datetime.now(UTC) - timedelta(hours=2)
    envelopes = iter(
        phone.envelope(
            filled_at=filled,
            answers=stoppage(filled, site=f"{givers is None} {number}"),
            person=str(person),
            **({"for": str(givers[number])} if givers else {}),
        )
        for number in range(TIMES)
    )

    def push() -> None:
        body = json.dumps({"carrier": str(phone.id), "items": [next(envelopes)]}).encode()
        asked = Request(f"{counter.address}/sync/push", body, {"Content-Type": "application/json"})
        with urlopen(asked) as answer:
            assert json.loads(answer.read())["outcomes"][0]["outcome"] == "applied"

    return milliseconds(push)


def pulled(counter: Counter, phone: Phone) -> tuple[float, float]:
    """Median and worst of a pull of the first two hundred changes."""
    path = "/sync/pull?after="

    def pull() -> None:
        headers = phone.call("GET", path, b"", datetime.now(UTC))
        with urlopen(Request(f"{counter.address}{path}", headers=headers)) as answer:
            assert len(json.loads(answer.read())["changes"]) == 200

    return milliseconds(pull)


def thousand(counter: Counter, person: UUID) -> list[UUID]:
    return asyncio.run(manages_a_thousand(counter, person))

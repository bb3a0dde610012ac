"""A desk on a slow line: two hundred dossiers taken along, decided away, and brought back to a centre that went on."""

from __future__ import annotations

import asyncio
import gzip
import json
import time
from collections import Counter as Count
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from backend.domains.dossiers.operations import act_at_desk, claim_next
from backend.domains.dossiers.queries import Wanted, standings
from backend.domains.dossiers.rules import Said
from backend.domains.identity.rules import Scope
from backend.domains.sync.operations.serving import serving
from backend.kernel.ids import uuid7
from backend.program import put_together, running
from backend.settings import Settings
from bench.accounts import account, bound
from bench.desk import serves
from bench.figures import Figure
from bench.road import SlowRoad
from tests.counter import Counter, free_port
from tests.people import Phone

DOSSIERS, CHANGED, A_PUSH = 200, 20, 50
MEGABIT, ROUND_TRIP = 1_000_000, 0.1
SERVICE = "cacobatph.bad-weather-stoppage"


@dataclass(frozen=True, slots=True)
class Line:
    """The only way to the centre: one connection a call, as wide as the road."""

    phone: Phone
    port: int

    async def asks(self, method: str, path: str, sent: Any = None) -> tuple[Any, int]:
        """The answer, and how many bytes came."""
        body = b"" if sent is None else json.dumps(sent).encode()
        headers = self.phone.call(method, path, body, datetime.now(UTC)) | {
            "Host": "localhost",
            "Accept-Encoding": "gzip",
            "Content-Type": "application/json",
            "Content-Length": str(len(body)),
            "Connection": "close",
        }
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {each}" for name, each in headers.items()), "", ""]
        writer.write("\r\n".join(lines).encode() + body)
        came = await reader.read()
        writer.close()
        head, _, content = came.partition(b"\r\n\r\n")
        assert head[9:12] == b"200", head + content
        if b"content-encoding: gzip" in head.lower():
            content = gzip.decompress(content)
        return json.loads(content), len(came)


def figures(counter: Counter) -> list[Figure]:
    """What a running server full of dossiers takes for it."""
    who, person = account(counter)
    asyncio.run(serves(counter, person, "case_officer", Scope("cacobatph")))
    desk = bound(counter, who, person)
    asyncio.run(_take_in_hand(counter, person))
    return asyncio.run(_day(counter, desk, person))


async def _take_in_hand(counter: Counter, person: UUID) -> None:
    async with running(put_together(Settings.from_environment(counter._environment))) as program:
        bearer = serving(program.centre, person, datetime.now(UTC))
        wanted = Wanted("cacobatph", state="filed", service=SERVICE)
        taken = await claim_next(bearer, wanted=wanted, count=DOSSIERS)
        assert len(taken) == DOSSIERS, len(taken)


async def _day(counter: Counter, desk: Phone, person: UUID) -> list[Figure]:
    road = SlowRoad(free_port(), counter.port)
    await road.open()
    road.becomes(MEGABIT, ROUND_TRIP)
    line = Line(desk, int(road.address.rpartition(":")[2]))
    began = time.perf_counter()
    day, weight = await _taken_along(line)
    taking = time.perf_counter() - began
    changed = await _goes_on(counter, person, [each["number"] for each in day[:: DOSSIERS // CHANGED]])
    envelopes = [_proposed(desk, person, each) for each in day]
    began = time.perf_counter()
    outcomes = await _brought_back(line, desk, envelopes)
    bringing = time.perf_counter() - began
    await road.close()
    told = Count(each["outcome"] for each in outcomes)
    codes = {each.get("code") for each in outcomes if each["outcome"] == "refused"}
    kept = await _stand_as(counter, changed)
    beside = f"{told['applied']} applied, {told['refused']} shown as changed meanwhile {sorted(map(str, codes))}"
    return [
        Figure(
            f"a day of {DOSSIERS} dossiers taken along",
            round(taking, 1),
            "s",
            "<= 30",
            f"1 Mbit/s, 100 ms there and back, {weight / 1000:.0f} kB",
        ),
        Figure(f"{DOSSIERS} decisions brought back", round(bringing, 1), "s", "", beside),
        Figure("of those changed meanwhile, shown", told["refused"], f"of {CHANGED}", f">= {CHANGED}", ""),
        Figure("of those changed meanwhile, overwritten", CHANGED - kept, "", "<= 0", ""),
    ]


async def _taken_along(line: Line) -> tuple[list[dict[str, Any]], int]:
    found: list[dict[str, Any]] = []
    weight = 0
    while True:
        after = found[-1]["number"] if found else ""
        answer, size = await line.asks("GET", f"/sync/desk?after={after}&lang=ar")
        weight += size
        if not answer["dossiers"]:
            assert len(found) == answer["total"] == DOSSIERS
            return found, weight
        found += answer["dossiers"]


async def _goes_on(counter: Counter, person: UUID, numbers: list[str]) -> dict[str, int]:
    """A colleague proposes on these meanwhile, once they were given to them; the revision each then has."""
    async with running(put_together(Settings.from_environment(counter._environment))) as program:
        centre, now = program.centre, datetime.now(UTC) + timedelta(days=1)  # the leases of the day have run out
        bearer = serving(centre, uuid7(), now)
        for number, standing in (await standings(numbers)).items():
            act = centre.workflow(standing.service).act("propose", standing.state)
            assert act is not None
            said = Said("Vu au centre", proposal="refuse")
            await act_at_desk(bearer, number=number, act=act, said=said, fields=(), base_revision=standing.revision)
        return {number: each.revision for number, each in (await standings(numbers)).items()}


async def _stand_as(counter: Counter, revisions: dict[str, int]) -> int:
    async with running(put_together(Settings.from_environment(counter._environment))):
        now = await standings(revisions)
        return sum(now[number].revision == revision for number, revision in revisions.items())


def _proposed(desk: Phone, person: UUID, dossier: dict[str, Any]) -> dict[str, Any]:
    return desk.envelope(
        filled_at=datetime.now(UTC),
        answers={"text": "Pièces vérifiées sur place", "proposal": "accept"},
        service=dossier["service"],
        service_version=dossier["version"],
        kind="desk.act",
        act="propose",
        dossier=dossier["number"],
        base_revision=dossier["revision"],
        person=str(person),
    )


async def _brought_back(line: Line, desk: Phone, envelopes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for first in range(0, len(envelopes), A_PUSH):
        sent = {"carrier": str(desk.id), "items": envelopes[first : first + A_PUSH]}
        answer, _ = await line.asks("POST", "/sync/push", sent)
        found += answer["outcomes"]
    return found

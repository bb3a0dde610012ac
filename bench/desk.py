"""What the desk costs in the midst of a country's dossiers: its queues, its search, a dossier, and a race for work."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener
from uuid import UUID

from backend.domains.dossiers.operations import claim_next
from backend.domains.dossiers.queries import Wanted
from backend.domains.identity.operations import give_post, take_up_post
from backend.domains.identity.rules import Scope
from backend.domains.sync.operations.serving import serving
from backend.kernel.ids import uuid7
from backend.program import put_together, running
from backend.settings import Settings
from backend.storage.database import fetch
from bench.accounts import COOKIE, Account, account, milliseconds
from bench.figures import Figure
from tests.counter import Counter

AGENTS, WORK = 20, 1000


class _Stays(HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


_OPENER = build_opener(_Stays)


def figures(counter: Counter, called: str, dossiers: int) -> list[Figure]:
    """The desk's pages, each asked for two hundred times, one after the other."""
    who, person = account(counter)
    asyncio.run(serves(counter, person, "supervisor", Scope("cacobatph")))
    number = asyncio.run(_number(counter))
    pages: dict[str, Callable[[], Any]] = {
        "queue of everything": lambda: who.opens("/fr/desk/dossiers?view=all"),
        "queue of what is late": lambda: who.opens("/fr/desk/dossiers?view=late"),
        "queue of one service in one wilaya": lambda: who.opens(
            "/fr/desk/dossiers?view=all&service=cacobatph.leave-claim&wilaya=31"
        ),
        "queue of a small wilaya": lambda: who.opens("/fr/desk/dossiers?view=all&wilaya=63"),
        "search by number": lambda: _presses(who, number),
        "search by one common name": lambda: _presses(who, "محمد"),
        "search by two names": lambda: _presses(who, "Karim Bouzid"),
        "search by an NSS": lambda: _presses(who, "801234567831"),
        "a dossier": lambda: who.opens(f"/fr/desk/dossiers/{number}"),
        "what is late and whose": lambda: who.opens("/fr/desk/late"),
    }
    found = []
    for name, act in pages.items():
        act()
        median, worst = milliseconds(act)
        target = "<= 100" if name.startswith(("queue", "search")) else ""
        found.append(
            Figure(
                f"{called}: {name}, p99", round(worst), "ms", target, f"median {median:.0f} ms, {dossiers:,} dossiers"
            )
        )
    return found


def race(counter: Counter, called: str) -> list[Figure]:
    """Twenty agents take a thousand dossiers at once, one at a time each."""
    seconds, taken, twice = asyncio.run(_race(counter))
    beside = f"{taken} of {WORK} taken by {AGENTS} agents, {twice} of them twice"
    return [Figure(f"{called}: claims at once", round(taken / seconds), "/s", "", beside)]


async def _race(counter: Counter) -> tuple[float, int, int]:
    async with running(put_together(Settings.from_environment(counter._environment))) as program:
        centre = program.centre
        wanted = Wanted("cacobatph", state="filed")
        had: list[str] = []

        async def works(agent: UUID, count: int) -> None:
            for _ in range(count):
                bearer = serving(centre, agent, datetime.now(UTC))
                had.extend(each.number for each in await claim_next(bearer, wanted=wanted, count=1))

        began = time.perf_counter()
        await asyncio.gather(*(works(uuid7(), WORK // AGENTS) for _ in range(AGENTS)))
        return time.perf_counter() - began, len(had), len(had) - len(set(had))


def _presses(who: Account, called: str) -> None:
    headers = {
        "Cookie": f"{COOKIE}={who.cookie}",
        "Content-Type": "application/x-www-form-urlencoded",
        "Sec-Fetch-Site": "same-origin",
        "Origin": who.address,
    }
    asked = Request(f"{who.address}/fr/desk/dossiers", urlencode({"called": called}).encode(), headers)
    try:
        with _OPENER.open(asked) as answer:
            answer.read()
    except OSError as moved:  # one alone is opened at once: 303
        if getattr(moved, "code", 0) != 303:
            raise


async def serves(counter: Counter, person: UUID, role: str, scope: Scope) -> None:
    """This person takes up a post."""
    async with running(put_together(Settings.from_environment(counter._environment))) as program:
        sealer, now = program.centre.sealer, datetime.now(UTC)
        code = await give_post(role=role, scope=scope, called="bench", by=None, sealer=sealer, now=now)
        await take_up_post(code=code, by=person, sealer=sealer, now=now)


async def _number(counter: Counter) -> str:
    async with running(put_together(Settings.from_environment(counter._environment))):
        (row,) = await fetch("SELECT number FROM dossier WHERE body = 'cacobatph' AND closed_at IS NULL LIMIT 1")
        return str(row["number"])

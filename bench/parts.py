"""The parts of the bench, each on a server of its own."""

from __future__ import annotations

import asyncio
import shutil
import statistics
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from backend.app import front
from backend.program import put_together
from backend.settings import Settings
from backend.storage.keys import KeyFolder
from bench import accounts as accounted
from bench import day as days
from bench import desk as desks
from bench import memory as held
from bench import notices as told
from bench import phone as phones
from bench import raw, scores
from bench import receipts as printed
from bench import sizes as weights
from bench.figures import Figure
from bench.http import Connection, Rate, rate
from bench.quiet import at_rest
from bench.sync import Load, measured
from tests.counter import Counter, free_port
from tests.databases import POSTGRES_URL, now_in_a_thread, tell_server

BATCHES, SINGLES = Load(50, 40, 4), Load(1, 1000, 16)
FEW, MANY = 20_000, 100_000


@contextmanager
def serving(folder: Path, **settings: str) -> Iterator[Counter]:
    """A server of its own, ready and at rest."""
    counter = Counter(folder, **settings)
    counter.prepare()
    counter.start()
    try:
        at_rest(counter.group)
        yield counter
    finally:
        counter.kill()


def sizes(folder: Path) -> list[Figure]:
    """Bytes that travel."""
    KeyFolder.create(folder / "keys")
    environment = {"SHUBBAK_DATA_DIR": str(folder / "data"), "SHUBBAK_KEY_DIR": str(folder / "keys")}
    shown = front(put_together(Settings.from_environment(environment)))
    load = weights.first_load(shown)
    return [
        Figure(
            "first load of a form page", round(load["all"] / 1000, 1), "kB", "<= 60", "brotli, page + style + scripts"
        ),
        Figure("its scripts", round(load["scripts"] / 1000, 1), "kB", "<= 35"),
        Figure(
            "code that verifies a receipt, on need", round(weights.loaded_when_needed(shown) / 1000, 1), "kB", "<= 15"
        ),
        Figure(
            "kept for offline, one language",
            round(weights.kept_for_offline(shown) / 1000, 1),
            "kB",
            "<= 300",
            "14 services",
        ),
    ]


def sync_sqlite(folder: Path) -> list[Figure]:
    """Pushes on SQLite, beside the raw driver doing the same rows and commits."""
    with serving(folder / "server", SHUBBAK_WORKER="separate") as counter:
        batches, singles = _pushed(counter)
        filled, empty = counter.folder / "data/shubbak.sqlite3", folder / "empty.sqlite3"
    blank = Counter(folder / "blank")
    blank.prepare()
    shutil.copy(blank.folder / "data/shubbak.sqlite3", empty)
    return _sync("SQLite", batches, singles, raw.sqlite_raw(filled, empty), 600, 250)


def sync_postgres(folder: Path) -> list[Figure]:
    """The same on PostgreSQL."""
    names = [f"shubbak_bench_{uuid.uuid4().hex[:8]}" for _ in range(2)]
    urls = [urlunsplit(urlsplit(POSTGRES_URL)._replace(path=f"/{name}")) for name in names]
    now_in_a_thread(tell_server(*(f"CREATE DATABASE {name}" for name in names)))
    try:
        Counter(folder / "blank", SHUBBAK_DATABASE_URL=urls[1]).prepare()
        with serving(folder / "server", SHUBBAK_WORKER="separate", SHUBBAK_DATABASE_URL=urls[0]) as counter:
            batches, singles = _pushed(counter)
        return _sync("PostgreSQL", batches, singles, asyncio.run(raw.postgres_raw(*urls)), 1000, 400)
    finally:
        now_in_a_thread(tell_server(*(f"DROP DATABASE {name} WITH (FORCE)" for name in names)))


def _pushed(counter: Counter) -> tuple[Rate, Rate]:
    asyncio.run(measured(counter.port, Load(50, 4, 2), "warm"))
    batches = asyncio.run(measured(counter.port, BATCHES, "batches"))
    return batches, asyncio.run(measured(counter.port, SINGLES, "singles"))


def _sync(base: str, batches: Rate, singles: Rate, limit: float, want: int, want_single: int) -> list[Figure]:
    envelopes = batches.calls_a_second * BATCHES.size
    beside = f"raw driver, same rows and commits: {limit:.0f}/s"
    return [
        Figure(f"{base}: envelopes in batches of 50", round(envelopes), "/s", f">= {want}", beside),
        Figure(f"{base}: share of the raw driver", round(100 * envelopes / limit), "%", ">= 25", "5 rows an envelope"),
        Figure(
            f"{base}: p99 of a push of 50", round(batches.p99), "ms", "<= 300", f"{BATCHES.connections} connections"
        ),
        Figure(
            f"{base}: envelopes one by one",
            round(singles.calls_a_second),
            "/s",
            f">= {want_single}",
            f"{SINGLES.connections} connections",
        ),
        Figure(
            f"{base}: p99 of a push of one",
            round(singles.p99),
            "ms",
            "<= 300",
            f"client CPU {singles.client_cpu_seconds:.1f} s",
        ),
    ]


def accounts(folder: Path) -> list[Figure]:
    """Coming in, being known at each request, acting for a thousand employers."""
    with serving(folder, SHUBBAK_WORKER="separate") as counter:
        who, person = accounted.account(counter)
        came, came_worst = accounted.milliseconds(who.comes_in)
        strange, _ = accounted.milliseconds(lambda: who.asks("sessions/standing", {}, signed_in=False))
        known, _ = accounted.milliseconds(lambda: who.asks("sessions/standing", {}))
        phone = accounted.bound(counter, who, person)
        alone, _ = accounted.pushed(counter, phone, person, None)
        employers = accounted.thousand(counter, person)
        acting, acting_worst = accounted.pushed(counter, phone, person, employers)
        pull, pull_worst = accounted.pulled(counter, phone)
        page, page_worst = accounted.milliseconds(lambda: who.opens("/fr/account"))
    both, stranger = f"p99 {came_worst:.0f} ms, both calls", f"the same call by nobody: {strange:.1f} ms"
    oneself = f"p99 {acting_worst:.0f} ms; for oneself: {alone:.1f} ms"
    return [
        Figure("signing in: challenge, assertion, session", round(came, 1), "ms", "", both),
        Figure("being known at a request", round((known - strange) * 1000), "µs", "", stranger),
        Figure("filing for one of 1,000 employers", round(acting, 1), "ms", "", oneself),
        Figure("news of 1,000 employers, 200 changes", round(pull, 1), "ms", "", f"p99 {pull_worst:.0f} ms"),
        Figure("the account's page with 1,000 employers", round(page, 1), "ms", "", f"p99 {page_worst:.0f} ms"),
    ]


def desk(folder: Path) -> list[Figure]:
    """The desk in the midst of a hundred thousand dossiers on SQLite."""
    return _desk(Counter(folder / "server", SHUBBAK_WORKER="separate"), "SQLite", 100_000)


def million(folder: Path) -> list[Figure]:
    """The same in the midst of a million on PostgreSQL. Filling them takes half an hour."""
    name = f"shubbak_bench_{uuid.uuid4().hex[:8]}"
    url = urlunsplit(urlsplit(POSTGRES_URL)._replace(path=f"/{name}"))
    now_in_a_thread(tell_server(f"CREATE DATABASE {name}"))
    try:
        counter = Counter(folder / "server", SHUBBAK_WORKER="separate", SHUBBAK_DATABASE_URL=url)
        return _desk(counter, "PostgreSQL", 1_000_000)
    finally:
        now_in_a_thread(tell_server(f"DROP DATABASE {name} WITH (FORCE)"))


def _desk(counter: Counter, called: str, dossiers: int) -> list[Figure]:
    counter.prepare()
    counter.says("demo", "fill", str(dossiers))
    counter.start()
    try:
        at_rest(counter.group)
        return [*desks.figures(counter, called, dossiers), *desks.race(counter, called)]
    finally:
        counter.kill()


def day(folder: Path) -> list[Figure]:
    """A day of two hundred dossiers at a desk on a slow line."""
    counter = Counter(folder, SHUBBAK_WORKER="separate")
    counter.prepare()
    counter.says("demo", "fill", "20000")
    counter.start()
    try:
        at_rest(counter.group)
        return days.figures(counter)
    finally:
        counter.kill()


def notices(folder: Path) -> list[Figure]:
    """Ten thousand notices by a gateway that fails a third of the time."""
    counter = Counter(folder)
    counter.prepare()
    return told.figures(counter)


def pages(folder: Path) -> list[Figure]:
    """The form page, beside a handler that does nothing."""

    async def form(connection: Connection, number: int) -> None:
        status, _ = await connection.get(weights.FORM)
        assert status == 200

    async def bare(connection: Connection, number: int) -> None:
        status, _ = await connection.get("/")
        assert status == 200

    with serving(folder / "server", SHUBBAK_WORKER="separate") as counter:
        asyncio.run(rate(counter.port, 16, 500, form))
        ours = asyncio.run(rate(counter.port, 16, 8000, form))
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "asgi",
        "--factory",
        "--port",
        str(port),
        "--no-access-log",
    ]
    other = subprocess.Popen([*command, "bench.bare:create_app"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        asyncio.run(_answering(port))
        limit = asyncio.run(rate(port, 16, 8000, bare))
    finally:
        other.terminate()
        other.wait()
    share = 100 * ours.calls_a_second / limit.calls_a_second
    return [
        Figure("form page", round(ours.calls_a_second), "/s", ">= 500", f"bare handler: {limit.calls_a_second:.0f}/s"),
        Figure("form page, share of the bare handler", round(share), "%"),
        Figure("form page, p99 at 16 connections", round(ours.p99, 1), "ms", "<= 50"),
    ]


async def _answering(port: int) -> None:
    for _ in range(200):
        try:
            (await Connection.to(port)).close()
            return
        except OSError:
            await asyncio.sleep(0.1)
    raise AssertionError("the bare server does not answer")


def receipts(folder: Path) -> list[Figure]:
    """One receipt on one core, signature included."""
    found = []
    for name, one in printed.receipts().items():
        beside = f"WeasyPrint alone: {one.plain:.0f} ms"
        found += [
            Figure(f"receipt of {name}: warm median", round(one.median), "ms", "<= 120", beside),
            Figure(f"receipt of {name}: against WeasyPrint alone", round(one.ratio, 2), "x", "<= 1.5"),
            Figure(
                f"receipt of {name}: p99", round(one.p99), "ms", "", f"cold {one.cold:.0f} ms, {one.size / 1000:.0f} kB"
            ),
        ]
    return found


async def phone(folder: Path) -> list[Figure]:
    """What a person waits for."""
    with serving(folder / "server") as counter:
        visits = [await phones.first_visit(counter, folder / f"visit{number}") for number in range(3)]
        offline = await phones.offline_form(counter, folder / "offline")
        traffic, calls = await phones.whole_filing(counter, folder / "filing")
        back = await phones.link_back(counter, folder / "back")
    return [
        Figure(
            "first visit to a form that can be filled",
            round(statistics.median(visits), 1),
            "s",
            "<= 6",
            "slow 3G, processor slowed 4x, median of 3",
        ),
        Figure("a form opened offline", round(offline, 2), "s", "<= 0.4", "processor slowed 4x, median of 5"),
        Figure(
            "a whole filing without photo",
            round(traffic.bytes / 1000, 1),
            "kB",
            "<= 250",
            "first visit to verified receipt",
        ),
        Figure("its calls after the first page", calls, "", "<= 8"),
        Figure("from link back to verified receipt", round(back, 1), "s", "<= 10", "50 kbit/s, 400 ms"),
    ]


def lighthouse(folder: Path) -> list[Figure]:
    """Lighthouse on a phone, in both languages."""
    scores.install()
    with serving(folder / "server") as counter:
        found = {}
        for lang in ("ar", "fr"):
            for name, path in scores.PAGES.items():
                kept = folder / f"{name}-{lang}"
                kept.mkdir()
                found[f"{name}, {lang}"] = scores.score(counter, f"/{lang}{path}", kept)
    served = "mobile, median of 3, over http://localhost"
    figures = [
        Figure(f"Lighthouse performance: {name}", one.performance, "", ">= 100", ", ".join([served, *one.lacks]))
        for name, one in found.items()
    ]
    worst = f"the worst of {len(found)} pages"
    return [
        *figures,
        Figure("Lighthouse accessibility", min(one.accessibility for one in found.values()), "", ">= 100", worst),
        Figure("Lighthouse best practices", min(one.practices for one in found.values()), "", ">= 100", worst),
    ]


def memory(folder: Path) -> list[Figure]:
    """Whether the server grows while it takes a hundred thousand envelopes, its worker printing all the while."""
    counter = Counter(folder / "server")
    counter.prepare()
    counter.start([sys.executable, "-m", "bench.collecting"])
    seen: dict[int, held.Held] = {}
    try:
        for taken in range(FEW, MANY + 1, FEW):
            asyncio.run(measured(counter.port, Load(50, FEW // 50, 4), str(taken)))
            asyncio.run(_collected(counter.port))
            seen[taken] = held.Held.by(counter.group)
        waiting = held.waiting(counter.folder / "data/shubbak.sqlite3")
    finally:
        counter.kill()
    few, many = seen[FEW], seen[MANY]
    between = ", ".join(f"{one.megabytes:.0f}" for one in seen.values())
    printed = f"{MANY - waiting:,} receipts printed meanwhile, {waiting:,} waiting"
    server = 100 * (many.server - few.server) / few.server
    return [
        Figure(f"memory with the worker after {MANY:,} envelopes", round(many.megabytes), "MB", "<= 250", printed),
        Figure("growth of memory between", round(100 * many.megabytes / few.megabytes - 100), "%", "<= 10", between),
        Figure("growth of the server alone", round(server), "%", "<= 10", f"{few.server:.0f}, {many.server:.0f} MB"),
        Figure("open files", many.files, "", f"<= {round(few.files * 1.1)}", f"{few.files} after {FEW:,}"),
    ]


async def _collected(port: int) -> None:
    connection = await Connection.to(port)
    status, _ = await connection.get("/collect")
    connection.close()
    assert status == 200

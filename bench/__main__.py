"""`make bench`: every figure, one table, and `bench/latest.json`. `python -m bench sync pages` runs some parts only."""

from __future__ import annotations

import asyncio
import os
import platform
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench import parts, yardstick
from bench.figures import Figure, table, write

PARTS: dict[str, Callable[[Path], list[Figure]]] = {
    "sizes": parts.sizes,
    "sync": parts.sync_sqlite,
    "postgres": parts.sync_postgres,
    "pages": parts.pages,
    "accounts": parts.accounts,
    "desk": parts.desk,
    "day": parts.day,
    "notices": parts.notices,
    "receipts": parts.receipts,
    "phone": lambda folder: asyncio.run(parts.phone(folder)),
    "lighthouse": parts.lighthouse,
    "memory": parts.memory,
}


ON_DEMAND: dict[str, Callable[[Path], list[Figure]]] = {"million": parts.million}
"""Too long for every run."""


def main(wanted: list[str]) -> None:
    figures: list[Figure] = []
    before = yardstick.microseconds()
    for name in wanted or PARTS:
        print(f"{name} …", file=sys.stderr, flush=True)
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            figures += (PARTS | ON_DEMAND)[name](Path(folder))
    cores, load = os.cpu_count(), os.getloadavg()[0]
    speed = f"a P-256 verification in {before:.0f} µs before, {yardstick.microseconds():.0f} µs after"
    machine = f"{platform.machine()}, {cores} cores, Python {platform.python_version()}, load {load:.1f}, {speed}"
    print(f"{machine}\n\n{table(figures)}")
    if not wanted:
        write(figures, machine)


main(sys.argv[1:])

"""What a running server and all it started hold: memory, open files, work that waits."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Held:
    """Shared pages are counted once, by their share (PSS). `server`: its largest process, those that print aside."""

    megabytes: float
    server: float
    files: int

    @classmethod
    def by(cls, group: int) -> Held:
        """What a process group holds now."""
        found = {process: _megabytes(process) for process in processes(group)}
        server = max(size for process, size in found.items() if not _prints(process))
        return cls(sum(found.values()), server, sum(_open_files(process) for process in found))


def waiting(database: Path) -> int:
    """Receipts that wait for the worker."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        (count,) = connection.execute("SELECT count(*) FROM job").fetchone()
    return int(count)


def processes(group: int) -> list[int]:
    """Every process of a process group."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if os.getpgid(int(entry.name)) == group:
                    found.append(int(entry.name))
            except ProcessLookupError:
                continue
    return found


def _megabytes(process: int) -> float:
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def _open_files(process: int) -> int:
    return len(list(Path(f"/proc/{process}/fd").iterdir()))


def _prints(process: int) -> bool:
    """Whether it is a process of the press: what multiprocessing started."""
    return b"multiprocessing" in Path(f"/proc/{process}/cmdline").read_bytes()

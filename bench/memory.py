"""Memory, open files and processor of a running server and all it started."""

from __future__ import annotations

import os
import time
from pathlib import Path


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


def megabytes(group: int) -> float:
    """What the group really holds: shared pages are counted once, by their share (PSS)."""
    total = 0
    for process in processes(group):
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def open_files(group: int) -> int:
    """File descriptors of the group."""
    return sum(len(list(Path(f"/proc/{process}/fd").iterdir())) for process in processes(group))


def processor(group: int) -> float:
    """Seconds of processor that the group has used."""
    ticks = 0
    for process in processes(group):
        ticks += sum(map(int, Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


def quiet(group: int, patience: float = 120) -> None:
    """Returns once the group is idle: a server that has just started compresses its pages on the side."""
    until = time.monotonic() + patience
    used = processor(group)
    while time.monotonic() < until:
        time.sleep(0.5)
        before, used = used, processor(group)
        if used - before < 0.03:
            return
    raise AssertionError("the server does not come to rest")

"""Waiting before what is timed, never choosing after it: for a server at rest, for a quiet machine."""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path

from bench.memory import processes

LOOKED = 0.5
BUSY = 0.25
AT_REST = 0.03
PATIENCE = 20
PATIENCE_AT_START = 120


async def quiet() -> None:
    """Until the processors were idle for three quarters of half a second, or twenty seconds have gone.

    Other programs use the machine too, and may never rest.
    """
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        idle, whole = _ticks()
        await asyncio.sleep(LOOKED)
        later_idle, later = _ticks()
        if later_idle - idle >= (1 - BUSY) * (later - whole):
            return


def at_rest(group: int) -> None:
    """Once a process group is idle: a server that has just started compresses its pages on the side."""
    end = time.monotonic() + PATIENCE_AT_START
    used = _seconds(group)
    while time.monotonic() < end:
        time.sleep(LOOKED)
        before, used = used, _seconds(group)
        if used - before < AT_REST:
            return
    raise AssertionError("the server does not come to rest")


def _ticks() -> tuple[int, int]:
    ticks = [int(field) for field in Path("/proc/stat").read_text().partition("\n")[0].split()[1:]]
    return ticks[3] + ticks[4], sum(ticks)


def _seconds(group: int) -> float:
    """Of processor that the group has used."""
    ticks = 0
    for process in processes(group):
        ticks += sum(map(int, Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")

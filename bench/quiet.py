"""A quiet moment of a machine that other programs use too: waited for before what is timed, never chosen after it."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

LOOKED = 0.5
BUSY = 0.25
PATIENCE = 20


async def quiet() -> None:
    """Until the processors were idle for three quarters of half a second, or twenty seconds have gone."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        idle, whole = _ticks()
        await asyncio.sleep(LOOKED)
        later_idle, later = _ticks()
        if later_idle - idle >= (1 - BUSY) * (later - whole):
            return


def _ticks() -> tuple[int, int]:
    ticks = [int(field) for field in Path("/proc/stat").read_text().partition("\n")[0].split()[1:]]
    return ticks[3] + ticks[4], sum(ticks)

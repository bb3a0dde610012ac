"""Days go by for the dossiers of a running counter, and the whole of a page is looked at on each of its screens."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta

from playwright.async_api import Page

from backend.storage.sqlite_library import connect
from tests.browser.test_screens import faults_of, fits
from tests.counter import Counter

MOVED = ("received_at", "held_until", "answer_by", "due_on", "paused_on", "escalate_on")
SMALL, WIDE = 360, 1280


def days_pass(counter: Counter, days: int) -> None:
    """Nobody is there for so many days: all that open dossiers are measured by lies that much further back.

    The counter is started again after them, and its worker does first what has come to be due.
    """
    counter.kill()
    past = timedelta(days=days)
    with closing(connect(str(counter.folder / "data" / "shubbak.sqlite3"), read_only=False)) as database:
        found = database.execute(f"SELECT id, {', '.join(MOVED)} FROM dossier WHERE closed_at IS NULL").fetchall()
        moved = [(*(each and each - past for each in measured), id_) for id_, *measured in found]
        database.executemany(f"UPDATE dossier SET {', '.join(f'{name} = ?' for name in MOVED)} WHERE id = ?", moved)
    counter.start()


async def holds(page: Page, widths: Sequence[int] = (SMALL,)) -> None:
    """Nothing is wrong with the page for any eye or ear, and nothing sticks out of it."""
    seen = page.viewport_size
    assert await faults_of(page) == []
    for width in widths:
        await page.set_viewport_size({"width": width, "height": 740})
        assert await fits(page), (page.url, width)
    if seen:
        await page.set_viewport_size(seen)

"""The figures of concerns on a small phone and with a screen reader, full and empty cells side by side."""

from __future__ import annotations

import json
from contextlib import closing
from typing import Any

import pytest

from backend.storage.sqlite_library import connect
from tests.browser.phone import Phone
from tests.browser.test_screens import faults_of, fits
from tests.counter import Counter
from tests.identity.test_devices import now

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FULL = {
    "received": 12345,
    "answered": 11000,
    "in_time": 93,
    "days": "12.5",
    "reopened": 120,
    "rated": 1000,
    "clear": "4.2",
    "polite": "4.8",
    "solved": "3.1",
    "causes": [
        {"service": "cacobatph.bad-weather-stoppage", "step": "information", "count": 1204},
        {"service": "none", "step": "other", "count": 5},
    ],
}
EMPTY: dict[str, Any] = dict.fromkeys(FULL) | {"causes": []}
BODIES: dict[str, Any] = {"cacobatph": FULL, "fnpos": EMPTY, "ministry": FULL | {"causes": []}}


@pytest.fixture(scope="module")
def counter(prepared: Counter) -> Counter:
    """One server for all of this. Its figures are new: they are not worked out again meanwhile."""
    content = {"since": "2025-11-27", "until": "2026-11-27"} | {"bodies": BODIES}
    with closing(connect(str(prepared.folder / "data" / "shubbak.sqlite3"), read_only=False)) as database:
        database.execute("UPDATE figures SET content = ?, made_at = ?", (json.dumps(content), now()))
    prepared.start()
    return prepared


@pytest.mark.parametrize("lang", ["ar", "fr"])
async def test_figures_are_read_on_any_phone(counter: Counter, phone: Phone, lang: str) -> None:
    await phone.visit(f"/{lang}/figures")
    assert await faults_of(phone.page) == []
    assert "93" in await phone.page.inner_text("[aria-labelledby=cacobatph]")
    for width in (360, 320):
        await phone.page.set_viewport_size({"width": width, "height": 740})
        assert await fits(phone.page), width

"""A press on a page without scripts that broke off while its files came: pressed again, nothing is missing."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from backend.domains.sync.operations import counter
from backend.domains.sync.operations.counter import Attached, file_at_counter, open_counter
from backend.domains.sync.operations.files import append
from backend.domains.sync.ports import Centre
from backend.kernel.ids import uuid7
from backend.kernel.refusal import Refusal
from tests.people import STOPPAGE, an_hour_before, stoppage
from tests.sync.conftest import NOW

PICTURES = [
    Attached("photos", f"site-{at}.jpg", "image/jpeg", b"\xff\xd8\xff\xe0 a photo %d of the site" % at) for at in (1, 2)
]


@pytest.fixture
async def press(centre: Centre) -> Any:
    """Presses the button of one check page, as often as called."""
    await open_counter(centre, now=NOW)
    envelope = uuid7()

    async def pressed(files: list[Attached] = PICTURES) -> dict[str, Any]:
        return await file_at_counter(
            centre,
            envelope_id=envelope,
            service=STOPPAGE,
            version=1,
            lang="fr",
            answers=stoppage(an_hour_before(NOW)),
            files=files,
            now=NOW,
        )

    return pressed


@pytest.mark.parametrize("kept", [0, 7])
async def test_a_second_press_brings_the_files_that_a_full_disk_did_not_take(
    press: Any, monkeypatch: pytest.MonkeyPatch, kept: int
) -> None:
    async def full(centre: Centre, going: Any, chunk: bytes) -> None:
        await append(centre, going, chunk[:kept])
        raise Refusal("storage.full")

    with monkeypatch.context() as disk:
        disk.setattr(counter, "append", full)
        with pytest.raises(Refusal, match=r"storage\.full"):
            await press()
    filed = await press()
    assert filed["outcome"] == "applied"
    assert await press() == filed


async def test_a_second_press_with_other_files_brings_none(press: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    async def full(*_: Any) -> None:
        raise Refusal("storage.full")

    with monkeypatch.context() as disk:
        disk.setattr(counter, "append", full)
        with pytest.raises(Refusal, match=r"storage\.full"):
            await press()
    other = Attached("photos", "other.jpg", "image/jpeg", b"\xff\xd8\xff\xe0 another photo")
    assert (await press([other]))["outcome"] == "need_files"
    assert (await press())["outcome"] == "applied"


async def test_presses_side_by_side_file_once(press: Any) -> None:
    first, second, third = await asyncio.gather(press(), press(), press())
    assert first["outcome"] == "applied"
    assert first["dossier"] == second["dossier"] == third["dossier"]

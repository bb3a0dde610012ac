"""The disk is full during a push and an upload: said clearly, nothing lost, and it goes on when there is room."""

from __future__ import annotations

import errno
import resource
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults import tus
from tests.faults.served import Served
from tests.faults.wire import Answer, Line, now
from tests.people import Phone, an_hour_before, photo, stoppage

pytestmark = pytest.mark.slow
PICTURE = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 4000
HALF = 400_000
ROOM = resource.RLIM_INFINITY


class SmallDisk:
    """The installation lies on a disk of its own, of which the rest can be taken away."""

    code = "storage.full"

    def __init__(self, served: Served) -> None:
        self._filler = served.folder / "filler"

    def fill(self) -> None:
        with self._filler.open("wb", buffering=0) as filler:
            for size in (65536, 4096, 1):
                while _written(filler, size):
                    pass

    def free(self) -> None:
        self._filler.unlink()


class SmallFiles:
    """No file may grow: where no disk can be mounted, the nearest thing to a quota."""

    code = "storage.unavailable"  # to SQLite any other failed write is a broken disk

    def __init__(self, served: Served) -> None:
        self._served = served

    def fill(self) -> None:
        self._limit(0)

    def free(self) -> None:
        self._limit(ROOM)

    def _limit(self, size: int) -> None:
        for pid in self._served.pids():
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, ROOM))


def _written(file: Any, size: int) -> bool:
    try:
        return bool(file.write(bytes(size)))
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        return False


@pytest.fixture(params=["a small disk", "small files"])
def tight(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Served, SmallDisk | SmallFiles]]:
    """A running installation, and what takes away its room."""
    folder = tmp_path / "served"
    folder.mkdir()
    mounted = request.param == "a small disk"
    if (
        mounted
        and subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", folder], capture_output=True).returncode
    ):
        pytest.skip("no disk can be mounted here; small files stand for it")
    served = Served(folder)
    try:
        served.prepare()
        served.start()
        yield served, SmallDisk(served) if mounted else SmallFiles(served)
    finally:
        served.kill()
        if mounted:
            subprocess.run(["umount", "--lazy", folder], check=True)


def is_told(answer: Answer, code: str) -> None:
    """An answer of ours, to be tried again later."""
    assert (answer.status, answer.json()["code"]) == (503, code)
    assert int(answer.headers["retry-after"]) > 0
    assert "shubbak-time" in answer.headers


async def test_a_full_disk_is_told_and_loses_nothing(tight: tuple[Served, SmallDisk | SmallFiles]) -> None:
    served, disk = tight
    phone, filled = Phone("Hadj Belkacem"), an_hour_before(now())

    def filing(site: str, **changed: Any) -> dict[str, Any]:
        return phone.envelope(filled_at=filled, answers=stoppage(filled, site=site), **changed)

    async with Line(served.port) as line:
        await line.enrol(phone)
        before, pictured = filing("before"), filing("with a photo", files=[photo(PICTURE)])
        told = await line.push(phone, before, pictured)
        target = await tus.begun(line, phone, pictured, PICTURE)
        assert (await tus.patched(line, phone, target, 0, PICTURE[:HALF])).status == 204

        disk.fill()
        during = filing("during")
        is_told(await line.json("/sync/push", {"carrier": str(phone.id), "items": [during]}), disk.code)
        is_told(await tus.patched(line, phone, target, HALF, PICTURE[HALF:]), "storage.full")
        asked = await line.signed(phone, "POST", "/sync/outcomes", {"ids": [before["id"], during["id"]]})
        assert [each["outcome"] for each in asked.json()["outcomes"]] == ["applied", "unknown"]

        disk.free()
        (filed,) = await line.push(phone, during)
        come = await tus.arrived(line, phone, target)
        assert HALF <= come < len(PICTURE)
        assert (await tus.patched(line, phone, target, come, PICTURE[come:])).status == 204
        after = await line.push(phone, before, pictured)
    assert filed["outcome"] == "applied"
    assert after[0] == told[0]
    assert after[1]["outcome"] == "applied"

"""Uploads that are cut, killed, raced and given up: the file comes whole once, and its envelope is applied."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.faults import tus
from tests.faults.served import Served
from tests.faults.wire import Broken, Line, now
from tests.people import Phone, an_hour_before, photo, stoppage

pytestmark = pytest.mark.slow
PICTURE = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 3000
PIECE = 200_000


async def pictured(served: Served) -> tuple[Phone, dict[str, Any], str]:
    """A phone, its envelope that waits for a photo, and where the photo goes."""
    phone, filled = Phone("Hadj Belkacem"), an_hour_before(now())
    envelope = phone.envelope(filled_at=filled, answers=stoppage(filled), files=[photo(PICTURE)])
    async with Line(served.port) as line:
        await line.enrol(phone)
        (held,) = await line.push(phone, envelope)
        assert held["outcome"] == "need_files"
        return phone, envelope, await tus.begun(line, phone, envelope, PICTURE)


async def outcome_of(served: Served, phone: Phone, envelope: dict[str, Any]) -> str:
    async with Line(served.port) as line:
        (outcome,) = await line.push(phone, envelope)
    return str(outcome["outcome"])


async def test_a_photo_comes_whole_through_a_kill(served: Served) -> None:
    served.start()
    phone, envelope, target = await pictured(served)
    async with Line(served.port) as line:
        assert (await tus.patched(line, phone, target, 0, PICTURE[:PIECE])).status == 204
        await line.begin(tus.patch_of(phone, target, PIECE, PIECE), PICTURE[PIECE : PIECE + 500])
        served.kill()
    served.start()
    async with Line(served.port) as line:
        come = await tus.arrived(line, phone, target)
        assert PIECE <= come <= PIECE + 500
        assert (await tus.patched(line, phone, target, come, PICTURE[come:])).status == 204
    assert await outcome_of(served, phone, envelope) == "applied"


async def killed_before_the_database_knew(served: Served, sabotage: str | None = None) -> None:
    """The server dies when the last byte is on the disk and no more: the phone finds the file whole, sends nothing."""
    served.start(sabotage="dies_before_ending")
    phone, envelope, target = await pictured(served)
    async with Line(served.port) as line:
        with pytest.raises(Broken):
            await tus.patched(line, phone, target, 0, PICTURE)
    served.kill()
    served.start(sabotage=sabotage)
    async with Line(served.port) as line:
        assert await tus.arrived(line, phone, target) == len(PICTURE)
    assert await outcome_of(served, phone, envelope) == "applied"


async def test_a_file_whole_at_the_kill_is_ended_at_the_next_look(served: Served) -> None:
    await killed_before_the_database_knew(served)


async def test_twin_an_upload_that_is_never_ended_is_seen(served_sqlite: Served) -> None:
    with pytest.raises(AssertionError):
        await killed_before_the_database_knew(served_sqlite, sabotage="no_ending")


async def test_a_later_call_takes_over_from_a_dead_line(served_sqlite: Served) -> None:
    served_sqlite.start()
    phone, envelope, target = await pictured(served_sqlite)
    async with Line(served_sqlite.port) as dead, Line(served_sqlite.port) as line:
        await dead.begin(tus.patch_of(phone, target, 0, len(PICTURE), Expect="100-continue"), b"")
        await dead.welcomed()
        await dead.begin(b"", PICTURE[:PIECE])
        come = await tus.arrived(line, phone, target)
        answers = await asyncio.gather(dead.ended(), tus.patched(line, phone, target, come, PICTURE[come:]))
    assert [answer.status for answer in answers] == [423, 204]
    assert await outcome_of(served_sqlite, phone, envelope) == "applied"


async def test_a_file_given_up_while_it_comes_begins_anew(served_sqlite: Served) -> None:
    served_sqlite.start()
    phone, envelope, target = await pictured(served_sqlite)
    async with Line(served_sqlite.port) as one, Line(served_sqlite.port) as other:
        await one.begin(tus.patch_of(phone, target, 0, len(PICTURE)), PICTURE[:PIECE])
        gone = await tus.call(other, phone, "DELETE", target)
        assert (gone.status, (await one.ended()).status) in ((204, 423), (204, 404))
        assert (await tus.call(other, phone, "HEAD", target)).status == 404
        target = await tus.begun(other, phone, envelope, PICTURE)
        assert (await tus.patched(other, phone, target, 0, PICTURE)).status == 204
    assert await outcome_of(served_sqlite, phone, envelope) == "applied"


async def test_the_last_byte_sent_twice_at_once_is_one_file(served_sqlite: Served) -> None:
    served_sqlite.start()
    phone, envelope, target = await pictured(served_sqlite)

    async def whole() -> int:
        async with Line(served_sqlite.port) as line:
            return (await tus.patched(line, phone, target, 0, PICTURE)).status

    statuses = await asyncio.gather(*(whole() for _ in range(4)))
    assert await outcome_of(served_sqlite, phone, envelope) == ("applied" if 204 in statuses else "need_files")
    assert set(statuses) <= {204, 409, 423}
    kept = [path for path in (served_sqlite.data / "files").rglob("*") if path.is_file()]
    assert len(kept) == 1

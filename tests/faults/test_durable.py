"""I1, by what the system was asked to do: no 2xx under /sync leaves before the disk has what it speaks of."""

from __future__ import annotations

from typing import Any

import pytest

from tests.faults import tus
from tests.faults.served import Served
from tests.faults.traced import STRACE, Exchange, exchanges
from tests.faults.wire import Line, now
from tests.people import Phone, an_hour_before, photo, stoppage

pytestmark = pytest.mark.slow
PICTURE = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 2400  # more than two frames


async def files_with_a_photo(served: Served) -> None:
    """An enrolment, two pushes, and a photo in two pieces, one call after the other."""
    phone, filled = Phone("Hadj Belkacem"), an_hour_before(now())

    def filing(site: str, **changed: Any) -> dict[str, Any]:
        return phone.envelope(filled_at=filled, answers=stoppage(filled, site=site), **changed)

    async with Line(served.port) as line:
        await line.enrol(phone)
        (applied,) = await line.push(phone, filing("one"))
        pictured = filing("two", files=[photo(PICTURE)])
        (held,) = await line.push(phone, pictured)
        assert (applied["outcome"], held["outcome"]) == ("applied", "need_files")
        target = await tus.begun(line, phone, pictured, PICTURE)
        for start, end in ((0, 300_000), (300_000, len(PICTURE))):
            assert (await tus.patched(line, phone, target, start, PICTURE[start:end])).status == 204
        (applied,) = await line.push(phone, pictured)
        assert applied["outcome"] == "applied"


async def traced(served: Served, sabotage: str | None = None) -> list[Exchange]:
    trace = served.folder / "trace"
    served.start(*STRACE, str(trace), sabotage=sabotage)
    await files_with_a_photo(served)
    served.stop()
    return [each for each in exchanges(trace, served.data) if " /sync/" in each.asked]


def all_was_answered(done: list[Exchange]) -> None:
    assert [each.asked.partition(" ")[0] for each in done] == ["POST"] * 4 + ["PATCH"] * 2 + ["POST"]
    assert all(200 <= each.status < 300 for each in done)


def the_database_comes_first(done: list[Exchange], served: Served) -> None:
    log = f"{served.data}/shubbak.sqlite3-wal"
    for each in done:
        assert log not in each.unsynced, f"{each.asked}: an answer left before the database was synced"
        assert each.asked.startswith("PATCH") or log in each.synced, f"{each.asked}: the database was not synced before"


def files_come_first(done: list[Exchange], served: Served) -> None:
    folder = f"{served.data}/files"
    for each in done:
        unsynced = {path for path in each.unsynced if path.startswith(folder)}
        assert not unsynced, f"{each.asked}: an answer left before {unsynced} was on the disk"
    first, last = done[4:6]
    assert any("/partial/" in path for path in first.synced), "a piece was answered before it was synced"
    kept = [place for place, path in enumerate(last.synced) if path.startswith(folder) and "/partial" not in path]
    assert len(kept) >= 2, "the last piece was answered before the file and its folder were synced"
    assert f"{served.data}/shubbak.sqlite3-wal" in last.synced[kept[1] :], "the database spoke of the file before"


async def test_no_answer_leaves_before_the_disk_has_it(served_sqlite: Served) -> None:
    done = await traced(served_sqlite)
    all_was_answered(done)
    the_database_comes_first(done, served_sqlite)
    files_come_first(done, served_sqlite)


async def test_a_server_that_does_not_wait_for_the_disk_is_seen(served_sqlite: Served) -> None:
    done = await traced(served_sqlite, "no_sync")
    all_was_answered(done)
    for check in (the_database_comes_first, files_come_first):
        with pytest.raises(AssertionError, match="before"):
            check(done, served_sqlite)

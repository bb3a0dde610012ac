"""The one thread of a connection: in order, for whoever waits and whoever no longer does, until it is closed."""

import asyncio
from collections.abc import Iterator
from threading import Event, current_thread

import pytest

from backend.storage.kept_thread import KeptThread


@pytest.fixture
def thread() -> Iterator[KeptThread]:
    thread = KeptThread("kept")
    yield thread
    thread.close()


async def test_one_thread_does_what_it_is_asked_in_the_order_asked(thread: KeptThread) -> None:
    done: list[tuple[int, str]] = []
    await asyncio.gather(*(thread.asked(lambda n: done.append((n, current_thread().name)), n) for n in range(20)))
    assert done == [(n, "kept") for n in range(20)]


async def test_what_a_call_raises_reaches_its_asker_and_the_thread_goes_on(thread: KeptThread) -> None:
    with pytest.raises(ZeroDivisionError):
        await thread.asked(lambda: 1 // 0)
    assert await thread.asked(lambda: 1) == 1


async def test_what_was_asked_is_done_although_its_asker_gave_up(thread: KeptThread) -> None:
    go, done = Event(), list[int]()
    before = thread.asked(go.wait)
    thread.asked(done.append, 1).cancel()
    go.set()
    assert await before
    await thread.asked(lambda: None)
    assert done == [1]


async def test_a_closed_one_finishes_and_takes_no_more(thread: KeptThread) -> None:
    last = thread.asked(lambda: 1)
    thread.close()
    assert await last == 1
    with pytest.raises(RuntimeError, match="kept is closed"):
        thread.asked(lambda: 2)

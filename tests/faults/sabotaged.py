"""The real server with one line broken on purpose: `python -m tests.faults.sabotaged NAME`.

A test that passes with a sound server must fail with this one, or it proves nothing.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from unittest.mock import patch

from granian.server import Server
from litestar import Litestar

from backend.app import create_app
from backend.commands import serve
from backend.domains.sync.operations import commits, files, recording
from backend.domains.sync.rules.outcomes import Outcome
from backend.storage import sqlite_library
from backend.storage.database import tx
from backend.storage.sealing import Sealer


def no_commit() -> None:
    """A push is answered, and never committed."""
    sound = commits._commit

    async def commit(*given: Any) -> list[Outcome]:
        outcomes: list[Outcome] = []

        @tx
        async def undone() -> None:
            outcomes.extend(await sound(*given))
            raise LookupError

        with suppress(LookupError):
            await undone()
        return outcomes

    patch.object(commits, "_commit", commit).start()


def no_sync() -> None:
    """Neither SQLite nor the store of files waits for the disk."""
    sound = sqlite_library.connect

    def connect(path: str, *, read_only: bool) -> sqlite_library.sqlite3.Connection:
        connection = sound(path, read_only=read_only)
        connection.execute("PRAGMA synchronous = OFF")
        return connection

    patch("backend.storage.sqlite.connect", connect).start()
    patch("os.fsync", lambda descriptor: None).start()


def no_sealing() -> None:
    """What people wrote is kept as it is."""
    patch.object(Sealer, "seal", lambda self, plain, **place: plain).start()
    patch.object(Sealer, "open", lambda self, sealed, **place: bytes(sealed)).start()


def no_memory() -> None:
    """No envelope is recognised when it comes again."""
    patch.object(recording, "_same", lambda entries, envelope: None).start()


def dies_before_ending() -> None:
    """The power goes at the worst moment: the last byte of a file is on the disk, the database does not know yet."""

    async def die(*given: Any) -> None:
        os.killpg(0, signal.SIGKILL)

    patch.object(files, "_keep", die).start()


def no_ending() -> None:
    """An upload that a crash left whole is never ended."""
    patch.object(files, "resumed", lambda centre, going, *, now: files.arrived(centre, going)).start()


SABOTAGES: dict[str, Callable[[], None]] = {
    act.__name__: act for act in (no_commit, no_sync, no_sealing, no_memory, dies_before_ending, no_ending)
}


def __getattr__(name: str) -> Callable[[], Litestar]:
    """`app_NAME`: what the server's own process is told to build."""
    sabotage = SABOTAGES[name.removeprefix("app_")]

    def build() -> Litestar:
        sabotage()
        return create_app()

    return build


if __name__ == "__main__":

    def server(target: str, **settings: Any) -> Any:
        return Server(f"tests.faults.sabotaged:app_{sys.argv[1]}", **settings)

    with patch("backend.commands.serve.Server", server):
        serve.command(args=[])

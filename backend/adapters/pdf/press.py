"""A few printing processes, because printing holds Python's one lock for its whole length."""

import asyncio
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from backend.adapters.paper import Attachment

RECYCLED_AFTER = 500


@dataclass(frozen=True, slots=True)
class PdfKey:
    """What documents are signed with: a private key and its certificate, both as PEM."""

    key_pem: bytes
    certificate_pem: bytes


class Press:
    """Prints documents as signed PDF/A-3a. Call `close` when done.

    Processes start with the first document and are replaced after 500, so that what leaks in them does not add up.
    """

    def __init__(self, frontend: Path, key: PdfKey, *, processes: int = 1) -> None:
        self._receipts = frontend / "receipts"
        self._key = key
        self._processes = processes
        self._pool: ProcessPoolExecutor | None = None
        self._printed = 0

    async def render(self, html: str, attachments: Iterable[Attachment] = (), *, style: str = "print.css") -> bytes:
        """The signed PDF of this HTML. A process that dies takes only its own documents with it: ask again."""
        pool = self._opened()
        order = (
            html,
            style,
            tuple((each.name, each.data, each.description, each.relationship) for each in attachments),
        )
        try:
            return await asyncio.get_running_loop().run_in_executor(pool, _print, order)
        except BrokenProcessPool:
            if self._pool is pool:
                self._pool = None
            raise

    def close(self) -> None:
        """Waits for what is being printed and ends the processes."""
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=True, cancel_futures=True)

    def _opened(self) -> ProcessPoolExecutor:
        if self._pool is not None and self._printed >= RECYCLED_AFTER * self._processes:
            self._pool.shutdown(wait=False)
            self._pool = None
        if self._pool is None:
            self._printed = 0
            self._pool = ProcessPoolExecutor(
                self._processes, get_context("spawn"), initializer=_start, initargs=(self._receipts, self._key)
            )
        self._printed += 1
        return self._pool


def _start(receipts: Path, key: PdfKey) -> None:
    # only the printing processes load WeasyPrint
    from backend.adapters.pdf import printer

    printer.start(receipts, key)


def _print(order: tuple[str, str, tuple[tuple[str, bytes, str, str], ...]]) -> bytes:
    from backend.adapters.pdf import printer

    return printer.print_order(printer.Order(*order))

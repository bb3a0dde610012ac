"""Background work, put together: receipts are printed after their commit, what was held too long comes to an end."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from functools import partial
from uuid import UUID

from backend.adapters.paper import Paper
from backend.adapters.pdf import PdfKey, Press
from backend.carriers import carriers
from backend.domains.dossiers.operations import EXTEND, FIND_AT_ONCE, LETTER_PDF, extend_some, make_findable
from backend.domains.notices.operations import CODE, SEND
from backend.domains.parameters.operations import RECOUNT
from backend.domains.receipts import operations as receipt_operations
from backend.domains.receipts import queries as receipts
from backend.domains.reports.operations import WRITE, let_go
from backend.domains.sync.operations.counting import count_concerns
from backend.domains.sync.operations.escalating import escalate_due
from backend.domains.sync.operations.files import LIFE as UPLOAD_LIFE
from backend.domains.sync.operations.recounting import recount
from backend.domains.sync.operations.settling import sweep
from backend.domains.sync.operations.telling import TELL_AT_ONCE, tell_news
from backend.domains.sync.queries import lettered, printed
from backend.kernel.refusal import Refusal
from backend.posting import Post
from backend.program import ROOT, Program
from backend.reporting import Reports
from backend.storage import jobs
from backend.storage.database import tx
from backend.storage.jobs import Job
from backend.storage.tries import forget_tries

RECEIPT_PDF = "receipt.pdf"
LEASE_SECONDS = 120
AT_ONCE = 10
TRIES = 20
LONGEST_PAUSE = timedelta(hours=1)
LOOK_AGAIN_SECONDS = 2.0  # for what another process enqueued
SWEEP_EVERY = timedelta(hours=1)
ESCALATE_EVERY = timedelta(minutes=10)
COUNT_EVERY = timedelta(minutes=1)  # whether an hour has passed is asked of the database
STOPPED_FOR = timedelta(minutes=1)

log = logging.getLogger("shubbak.worker")


class Worker:
    """Claims jobs and does them, one process of its own for printing."""

    def __init__(self, program: Program) -> None:
        self._program = program
        key = program.centre.keys.current("pdf")
        self._press = Press(ROOT / "frontend", PdfKey(key.secret, key.certificate or b""))
        self._paper = Paper(ROOT / "frontend", program.words)
        self._called = asyncio.Event()
        post = Post(program, carriers(program))
        reports = Reports(program, self._press, self._paper)
        self._handlers = {
            RECEIPT_PDF: self._print,
            LETTER_PDF: self._print_letter,
            EXTEND: self._extend,
            RECOUNT: self._recount,
            SEND: post.send,
            CODE: post.send_code,
            WRITE: reports.write,
        }
        self._swept_at = self._escalate_at = self._count_at = datetime.min.replace(tzinfo=UTC)
        self._following = {
            "telling": self._tell,
            "finding": self._find,
            "escalating": self._escalate,
            "counting": self._count,
        }
        self._stopped_until = dict.fromkeys(self._following, self._swept_at)

    async def work(self) -> None:
        """Works until it is cancelled."""
        silent = jobs.listen(self._called.set)
        try:
            while True:
                self._called.clear()
                if not await self.work_once():
                    with suppress(TimeoutError):
                        await asyncio.wait_for(self._called.wait(), LOOK_AGAIN_SECONDS)
        finally:
            silent()
            await asyncio.to_thread(self._press.close)

    async def work_once(self) -> bool:
        """Does what is due; whether there was anything."""
        try:
            now = datetime.now(UTC)
            if now - self._swept_at >= SWEEP_EVERY:
                self._swept_at = now
                await sweep(self._program.centre, now)
                await asyncio.to_thread(self._program.centre.blobs.forget_uploads, now - UPLOAD_LIFE)
                await forget_tries(now=now)
                for blob in await let_go(now=now):
                    await asyncio.to_thread(self._program.centre.blobs.delete, blob)
            gone_on = await self._go_on(now)
            claimed = await jobs.claim(list(self._handlers), AT_ONCE, LEASE_SECONDS, now)
        except Refusal as refusal:
            log.warning("the worker waits: %s", refusal.code)
            return False
        for job in claimed:
            await self._do(job)
        return bool(claimed) or gone_on

    async def _go_on(self, now: datetime) -> bool:
        """What follows the order of commits and of days; whether there may be more of it at once.

        A fault in one of them stops neither the others nor the printing: it is tried again after a minute.
        """
        more = False
        for called, follow in self._following.items():
            if now < self._stopped_until[called]:
                continue
            try:
                more |= await follow(now)
            except Exception as fault:
                log.error("%s stopped", called, exc_info=fault)
                self._stopped_until[called] = now + STOPPED_FOR
        return more

    async def _tell(self, now: datetime) -> bool:
        return await tell_news(self._program.centre, now) == TELL_AT_ONCE

    async def _find(self, _: datetime) -> bool:
        centre = self._program.centre
        return await make_findable(catalogue=centre.catalogue, sealer=centre.sealer) == FIND_AT_ONCE

    async def _escalate(self, now: datetime) -> bool:
        if now < self._escalate_at:
            return False
        if await escalate_due(self._program.centre, now):
            return True
        self._escalate_at = now + ESCALATE_EVERY
        return False

    async def _count(self, now: datetime) -> bool:
        if now >= self._count_at:
            self._count_at = now + COUNT_EVERY
            await count_concerns(self._program.centre, now)
        return False

    async def _do(self, job: Job) -> None:
        try:
            await self._handlers[job.kind](job)
        except Exception as fault:
            log.error("%s failed", job.kind, exc_info=fault)
            pause = min(LONGEST_PAUSE, timedelta(seconds=2**job.attempts))
            with suppress(Refusal):
                await jobs.fail(job, type(fault).__name__, datetime.now(UTC) + pause if job.attempts < TRIES else None)

    async def _extend(self, job: Job) -> None:
        centre = self._program.centre
        more = True
        while more:
            more = await extend_some(
                id_=UUID(job.payload["incident"]),
                at=datetime.now(UTC),
                workflow_of=centre.workflow,
                law=centre.law,
                keys=centre.keys,
                sealer=centre.sealer,
            )
        await jobs.finish(job)

    async def _recount(self, job: Job) -> None:
        days = [date.fromisoformat(day) for day in job.payload["days"]]
        await recount(self._program.centre, days, datetime.now(UTC))
        await jobs.finish(job)

    async def _print(self, job: Job) -> None:
        centre, number = self._program.centre, job.payload["number"]
        receipt = await receipts.receipt(number)
        if receipt is None:
            raise LookupError("receipt")
        if receipt.pdf is not None:
            await jobs.finish(job)
            return
        _, content = await printed(centre, receipt, public_url=self._program.settings.public_url)
        pdf = await self._press.render(self._paper.filing(content), self._paper.attachments(content))
        await self._keep(job, pdf, partial(receipt_operations.keep_pdf, number=number))

    async def _print_letter(self, job: Job) -> None:
        centre, id_ = self._program.centre, UUID(job.payload["letter"])
        letter = await receipts.letter(id_)
        if letter is None:
            raise LookupError("letter")
        if letter.pdf is not None:
            await jobs.finish(job)
            return
        content = await lettered(centre, letter, public_url=self._program.settings.public_url)
        pdf = await self._press.render(self._paper.letter(content))
        await self._keep(job, pdf, partial(receipt_operations.keep_letter, id_=id_))

    async def _keep(self, job: Job, pdf: bytes, keep: Callable[..., Awaitable[bool]]) -> None:
        blobs = self._program.centre.blobs
        blob = await asyncio.to_thread(blobs.put, pdf)
        if not await _kept(job, keep, blob, pdf):
            await asyncio.to_thread(blobs.delete, blob)


@tx
async def _kept(job: Job, keep: Callable[..., Awaitable[bool]], blob: str, pdf: bytes) -> bool:
    kept = await keep(blob=blob, sha256=hashlib.sha256(pdf).digest(), made_at=datetime.now(UTC))
    await jobs.finish(job)
    return kept


@asynccontextmanager
async def worked(program: Program, *, here: bool) -> AsyncIterator[None]:
    """A worker beside the server, when the installation wants it in the same process."""
    if not here:
        yield
        return
    task = asyncio.create_task(Worker(program).work())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

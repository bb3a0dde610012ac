"""Background work on files: rows of the desk and registers of concerns, written as somebody reads them."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from backend.adapters.paper import Paper
from backend.adapters.pdf import Press
from backend.adapters.sheets import FILES, Cell
from backend.domains.dossiers import queries as dossiers
from backend.domains.dossiers.queries import Row, Wanted
from backend.domains.dossiers.rules import NO_PLACE, NO_SERVICE, Cause, in_hands_of
from backend.domains.identity import queries as identity
from backend.domains.reports import operations, queries
from backend.domains.reports.rules import LIST, MOST_ROWS, Export
from backend.kernel.days import day_in_algiers
from backend.program import Program
from backend.storage import jobs
from backend.storage.jobs import Job
from backend.words import Translator

A_PART = 500
COLUMNS = {
    LIST: ("number", "service", "from", "wilaya", "state", "received", "due", "answer", "holder"),
    "register": ("serial", "number", "received", "about", "wilaya", "state", "answered", "days", "cause"),
}
Parts = AsyncIterator[list[Sequence[Cell]]]
Tally = Counter[str]


class Reports:
    """Writes what was asked for, a part at a time, and tells how far it has come."""

    def __init__(self, program: Program, press: Press, paper: Paper) -> None:
        self._program, self._press, self._paper = program, press, paper

    async def write(self, job: Job) -> None:
        """One file."""
        export = await queries.export(UUID(job.payload["export"]))
        if export is None or export.blob is not None:
            await jobs.finish(job)
            return
        words = self._program.words.of(export.lang)
        wanted = Wanted.read(export.asked)
        total = min(await self._total(export, wanted), MOST_ROWS)
        head = [words(f"export.{name}") for name in COLUMNS[export.kind]]
        tally: Tally = Counter()
        parts = self._listed(wanted, words) if export.kind == LIST else self._registered(export, wanted, words, tally)
        if export.format == "pdf":
            data = await self._printed(export, head, parts, tally, words)
        else:
            data = await self._written(export, head, parts, total, tally, words)
        blob = await asyncio.to_thread(self._program.centre.blobs.put, data)
        await operations.ready(id_=export.id, blob=blob, total=total, now=datetime.now(UTC))
        await jobs.finish(job)

    async def _written(
        self, export: Export, head: list[str], parts: Parts, total: int, tally: Tally, words: Translator
    ) -> bytes:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "export"
            file = FILES[export.format](path, rtl=words.dir == "rtl", title=words(f"export.{export.kind}.title"))
            file.write([head])
            done = 0
            async for part in parts:
                await asyncio.to_thread(file.write, part)
                done += len(part)
                await operations.has_come(id_=export.id, done=min(done, total), total=total)
                if done >= MOST_ROWS:
                    break
            if tally:
                counted = ((None, cause, count) for cause, count in tally.most_common())
                await asyncio.to_thread(file.write, [(), (None, words("export.causes")), *counted])
            await asyncio.to_thread(file.close)
            return await asyncio.to_thread(path.read_bytes)

    async def _printed(self, export: Export, head: list[str], parts: Parts, tally: Tally, words: Translator) -> bytes:
        rows = [[_told(cell, words) for cell in row] async for part in parts for row in part]
        body = self._program.centre.places.body(export.asked["body"])
        html = self._paper.register(
            words,
            body=body.name(export.lang),
            place=self._covered(export, words),
            month=date.fromisoformat(export.asked["first"]),
            head=head,
            rows=rows,
            causes=tally.most_common(),
            made_on=day_in_algiers(datetime.now(UTC)),
        )
        return await self._press.render(html, style="register.css")

    async def _total(self, export: Export, wanted: Wanted) -> int:
        if export.kind == LIST:
            return await dossiers.count(wanted, MOST_ROWS)
        return len(await self._concerns(export, wanted))

    async def _listed(self, wanted: Wanted, words: Translator) -> Parts:
        while rows := await dossiers.queue(wanted, A_PART):
            yield await self._lines(rows, words)
            last = rows[-1].standing
            if len(rows) < A_PART or last.due_on is None:
                break
            wanted = replace(wanted, after=(last.due_on, last.id))

    async def _lines(self, rows: Sequence[Row], words: Translator) -> list[Sequence[Cell]]:
        centre, now = self._program.centre, datetime.now(UTC)
        said = await dossiers.contents([row.standing.id for row in rows], centre.sealer)
        holders = {row.standing.id: in_hands_of(row.standing, now) for row in rows}
        names = await identity.parties({each for each in holders.values() if each}, centre.sealer)
        return [
            (
                row.standing.number,
                words(f"{row.standing.service}.title"),
                said[row.standing.id].get("depositor"),
                self._place(row, words),
                words(f"workflow.state.{row.standing.state}"),
                day_in_algiers(row.received_at),
                row.standing.due_on,
                row.standing.answer_by,
                names[holder].name if (holder := holders[row.standing.id]) and holder in names else None,
            )
            for row in rows
        ]

    async def _registered(self, export: Export, wanted: Wanted, words: Translator, tally: Tally) -> Parts:
        """Each concern; `tally` counts what they came from."""
        rows, centre = await self._concerns(export, wanted), self._program.centre
        ids = [row.standing.id for row in rows]
        said = await dossiers.contents(ids, centre.sealer)
        causes = await dossiers.causes_of(ids, centre.workflow(export.asked["service"]), centre.sealer)
        told = {id_: cause_text(cause, words) for id_, cause in causes.items()}
        tally.update(told.values())
        for begun in range(0, len(rows), A_PART):
            yield [
                (*self._entry(begun + at, row, said[row.standing.id]["answers"], words), told.get(row.standing.id))
                for at, row in enumerate(rows[begun : begun + A_PART], 1)
            ]

    def _entry(self, serial: int, row: Row, answers: dict[str, Any], words: Translator) -> Sequence[Cell]:
        standing, received = row.standing, day_in_algiers(row.received_at)
        ended = day_in_algiers(standing.closed_at) if standing.closed_at else None
        about = (f"{standing.service}.field.{name}.option.{answers.get(name)}" for name in ("about", "subject"))
        return (
            serial,
            standing.number,
            received,
            # one that a superior let pass may have been filled in otherwise
            words("receipt.comma").join(words(key) for key in about if words.has(key)) or None,
            self._place(row, words),
            words(f"workflow.state.{standing.state}"),
            ended,
            (ended - received).days if ended else None,
        )

    async def _concerns(self, export: Export, wanted: Wanted) -> list[Row]:
        first, last = (date.fromisoformat(export.asked[name]) for name in ("first", "last"))
        return await dossiers.received(wanted, first, last, MOST_ROWS)

    def _covered(self, export: Export, words: Translator) -> str:
        """The wilayas and agencies of which a file tells, by name: nothing is said of others."""
        places, asked = self._program.centre.places, export.asked
        wilayas, agencies = asked.get("wilayas"), asked.get("agencies", ())
        if asked.get("wilaya"):
            wilayas = [asked["wilaya"]]
        elif wilayas is None:
            return words("desk.everywhere")
        else:
            wilayas = [*wilayas, *(each.wilaya for each in places.all_agencies() if each.code in agencies)]
        return words("receipt.comma").join(places.wilaya(code).name(words.lang) for code in dict.fromkeys(wilayas))

    def _place(self, row: Row, words: Translator) -> str | None:
        code = row.standing.wilaya_code
        return None if code == NO_PLACE else f"{code} {self._program.centre.places.wilaya(code).name(words.lang)}"


def cause_text(cause: Cause, words: Translator) -> str:
    """A service and its step, as they are called today; what has no name any more by its code."""
    service = "dossier.cause.none" if cause.service == NO_SERVICE else f"{cause.service}.title"
    keys = {service: cause.service, f"workflow.cause.{cause.step}": cause.step}
    return words("receipt.comma").join(words(key) if words.has(key) else code for key, code in keys.items())


def _told(cell: Cell, words: Translator) -> str:
    if cell is None:
        return "—"
    return words.date(cell) if isinstance(cell, date) else str(cell)

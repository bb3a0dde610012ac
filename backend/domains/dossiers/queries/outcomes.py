"""Reads of what became of concerns, a part at a time: for figures, never for a page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.domains.catalogue.rules import Workflow
from backend.domains.dossiers.queries.story import said_in
from backend.domains.dossiers.rules import QUESTIONS, Cause, Marks, Outcome, answered_in_time, reopening
from backend.domains.dossiers.tables import DossierEvent, Rating
from backend.kernel.days import day_in_algiers
from backend.storage.database import fetch
from backend.storage.rows import rows_in
from backend.storage.sealing import Sealer

A_PART = 500
FIRST = UUID(int=0)
Step = tuple[str, datetime, Cause | None, date | None]
"""An act, when it was, what the concern came from, and the last day for the answer as it stood then."""
SQL = """SELECT id, body, owner, person, on_behalf, flags, received_at, answer_by FROM dossier
    WHERE service = $1 AND received_at >= $2 AND (received_at, id) > ($2, $3) ORDER BY received_at, id LIMIT $4"""


async def outcomes(
    service: str, since: datetime, workflow: Workflow, sealer: Sealer, *, many: str, counter: UUID
) -> AsyncIterator[list[Outcome]]:
    """The concerns of a service received since a moment.

    `many` is the flag of what an agent filled in for whoever stood there, `counter` the device of pages without
    scripts: behind each of these is another person.
    """
    at, last = since, FIRST
    while rows := await fetch(SQL, service, at, last, A_PART):
        ids = [row["id"] for row in rows]
        steps = await _steps(ids, workflow, sealer)
        marks = {
            row["dossier"]: Marks(*(row[name] for name in QUESTIONS))
            for row in await rows_in(Rating, "dossier", ids, columns=("dossier", *QUESTIONS))
        }
        yield [
            _outcome(row, steps[row["id"]], marks.get(row["id"]), workflow, _filer(row, many, counter)) for row in rows
        ]
        at, last = rows[-1]["received_at"], rows[-1]["id"]


def _filer(row: dict[str, Any], many: str, counter: UUID) -> str:
    if many in row["flags"].split() or (row["person"] is None and row["owner"] == counter):
        return str(row["id"])
    return str(row["on_behalf"] or row["person"] or row["owner"])


async def _steps(ids: Collection[UUID], workflow: Workflow, sealer: Sealer) -> dict[UUID, list[Step]]:
    """The answers to each of these, and how they were brought up again, in their order."""
    answers = workflow.wanting("cause")
    verbs = {f"dossier.{act}": act for act in answers | reopening(workflow)}
    columns = ("id", "dossier", "verb", "at", "revision", "content")
    rows = [row for row in await rows_in(DossierEvent, "dossier", ids, columns=columns) if row["verb"] in verbs]
    found: dict[UUID, list[Step]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row["revision"]):
        act = verbs[row["verb"]]
        said = said_in(row, sealer) if act in answers and row["content"] else {}
        cause = Cause(**said["cause"]) if said.get("cause") else None
        by = date.fromisoformat(said["answer_by"]) if "answer_by" in said else None
        found[row["dossier"]].append((act, row["at"], cause, by))
    return found


def _outcome(
    row: dict[str, Any],
    steps: list[Step],
    marks: Marks | None,
    workflow: Workflow,
    filer: str,
) -> Outcome:
    days = [(act, day_in_algiers(at)) for act, at, *_ in steps]
    again = reopening(workflow)
    answered_on, by = next(((day_in_algiers(at), by) for act, at, _, by in steps if act not in again), (None, None))
    return Outcome(
        body=row["body"],
        filer=filer,
        received_on=day_in_algiers(row["received_at"]),
        answered_on=answered_on,
        in_time=_in_time(answered_on, by, row["answer_by"], days, again) if answered_on else None,
        reopened=any(act in again for act, _ in days),
        cause=next((cause for _, _, cause, _ in reversed(steps) if cause), None),
        marks=marks,
    )


def _in_time(
    answered_on: date, by: date | None, by_now: date | None, days: list[tuple[str, date]], again: Collection[str]
) -> bool | None:
    """By the day that stood when it was answered; lines of before they named it are measured by the one of now."""
    if by is not None:
        return answered_on <= by
    return None if by_now is None else answered_in_time(answered_on, by_now, days, again)

"""What became of a concern, as it is counted."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from backend.domains.catalogue.rules import Workflow
from backend.domains.dossiers.rules.desk import Cause
from backend.domains.dossiers.rules.rating import Marks


@dataclass(frozen=True, slots=True)
class Outcome:
    """One concern. `filer`: whoever raised it, by no name; `in_time`: whether its first answer came within the law's
    limit, `None` while there is neither.
    """

    body: str
    filer: str
    received_on: date
    answered_on: date | None = None
    in_time: bool | None = None
    reopened: bool = False
    cause: Cause | None = None
    marks: Marks | None = None


def reopening(workflow: Workflow) -> frozenset[str]:
    """The acts that take up again what had ended."""
    ended = {state.id for state in workflow.states if state.ended}
    return frozenset(act.id for act in workflow.acts if set(act.origins) & ended and act.to and act.to not in ended)


def answered_in_time(
    answered_on: date, answer_by: date, steps: Iterable[tuple[str, date]], again: Collection[str]
) -> bool:
    """Whether the first answer came by the law's day.

    That day is put off each time it is brought up again, by the days for which it was thought answered: those are
    taken off. `steps`: the acts and their days, in their order.
    """
    given, before = timedelta(0), answered_on
    for act, on in steps:
        if act in again:
            given += on - before
        before = on
    return answered_on <= answer_by - given

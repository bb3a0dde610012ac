"""Until when a dossier is to be answered, and until when its present step is to be done.

The answer's limit is the law's: what the service says, else the two months after which silence is a refusal (loi 08-09,
art. 830). It stands still while the dossier awaits whoever filed it. A step's limit is the body's own promise.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Protocol

from backend.domains.catalogue.rules import Escalation, Form, Limit, State, Workflow
from backend.domains.dossiers.rules.incidents import Span, days_beside
from backend.domains.dossiers.rules.limits import answer_by, later
from backend.domains.parameters.rules import Parameters
from backend.kernel.days import ALGIERS, add_working_days, day_in_algiers, is_working_day

SILENCE = "silence_months"
_FAR = timedelta(days=400)  # no limit counted in working days is longer


class DaysOff(Protocol):
    """The public holidays of the years of two days, both included."""

    def between(self, first: date, last: date) -> frozenset[date]: ...


@dataclass(frozen=True, slots=True)
class Law:
    """What limits are worked out from: the dated figures, and the days on which offices are closed."""

    parameters: Parameters
    days_off: DaysOff

    def after(self, start: date, days: int) -> date:
        """So many working days after a day; before it, when negative."""
        off = self.days_off.between(start - _FAR, start + _FAR)
        if days >= 0:
            return add_working_days(start, days, off)
        day = start
        while days:
            day -= timedelta(days=1)
            days += is_working_day(day, off)
        return day


LawNow = Callable[[], Awaitable[Law]]
"""The law as it stands. Asked for by whoever holds the counter of positions, so that no day announced is missed."""


@dataclass(frozen=True, slots=True)
class Clock:
    """The days that a dossier is measured by, in Algeria.

    `answer_by`: the last day for the answer; `due_on`: for the present step; `paused_on`: since when it awaits its
    filer; `escalated`: how many escalations of its step have been, `warned`: of its answer, each counted by itself;
    `escalate_on`: when the next one is due.
    """

    answer_by: date
    due_on: date
    paused_on: date | None = None
    escalated: int = 0
    warned: int = 0
    escalate_on: date | None = None


def started(form: Form, workflow: Workflow, received_at: datetime, law: Law) -> Clock:
    """The clock of a dossier just filed."""
    today = day_in_algiers(received_at)
    stated = answer_by(form, received_at, law.parameters)
    if stated is None:
        months = law.parameters.in_force(SILENCE, today).whole
        stated = later(received_at.astimezone(ALGIERS), months, "months").date()
    return _in_step(Clock(stated, stated), workflow.state(workflow.start), workflow, today, law)


def moved(
    clock: Clock,
    to: State,
    workflow: Workflow,
    today: date,
    law: Law,
    *,
    ended_on: date | None = None,
    given: Iterable[Span] = (),
) -> Clock:
    """The clock once the dossier stands in another state. `ended_on`: since when it had ended, if it is taken up again.

    Nobody was to answer meanwhile: those days are given back, as those are for which it awaited its filer. Whoever
    takes it up again has the days of a step at least, and superiors are told anew. `given`: lost days that it was given
    before, which neither gives a second time.
    """
    if ended_on is not None:
        least = _due(to.limit, today, law) if to.limit is not None else today
        beside = timedelta(days=days_beside(ended_on, today, given))
        clock = replace(clock, answer_by=max(clock.answer_by + beside, least), warned=0)
    if clock.paused_on is not None and to.awaits != "filer":
        paused = timedelta(days=days_beside(clock.paused_on, today, given))
        clock = replace(clock, answer_by=clock.answer_by + paused, paused_on=None)
    elif clock.paused_on is None and to.awaits == "filer":
        clock = replace(clock, paused_on=today)
    return _in_step(replace(clock, escalated=0), to, workflow, today, law)


def extended(clock: Clock, workflow: Workflow, days: int, law: Law, *, step: int) -> Clock:
    """The clock once the body's days were made longer, because its counter or this service could not work.

    `step`: by how many its present step is longer, which may have begun later, and been due before.
    """
    answer_by = clock.answer_by + timedelta(days=days)
    due_on = min(clock.due_on + timedelta(days=step), answer_by)
    return _next(replace(clock, answer_by=answer_by, due_on=due_on), workflow.escalations, law)


def recounted(
    clock: Clock, state: State, workflow: Workflow, began: date, longer: int, changed: Collection[date], law: Law
) -> Clock:
    """The clock once some days are off that were not, or the other way round.

    The present step began on a day, and was made `longer` by so many days since.
    """
    if state.ended:
        return clock
    due = clock.due_on
    if state.limit is not None and state.limit[1] == "working_days":
        due = _due(state.limit, began, law) + timedelta(days=longer)
        if state.awaits == "body":
            due = min(due, clock.answer_by)
        if not any(began < day <= max(due, clock.due_on) for day in changed):
            due = clock.due_on
    return _next(replace(clock, due_on=due), workflow.escalations, law)


def escalated(clock: Clock, workflow: Workflow, today: date, law: Law) -> tuple[Clock, list[Escalation]]:
    """The clock after every escalation that is due by a day, and those escalations.

    None of them where the workflow has fewer now than when the day was set.
    """
    due: list[Escalation] = []
    while (ahead := _ahead(clock, workflow.escalations, law)) and ahead[0][0] <= today:
        each = ahead[0][1]
        due.append(each)
        count = "escalated" if each.of == "step" else "warned"
        clock = replace(clock, **{count: getattr(clock, count) + 1})
    return _next(clock, workflow.escalations, law), due


def _in_step(clock: Clock, state: State, workflow: Workflow, today: date, law: Law) -> Clock:
    if state.ended:
        return replace(clock, escalate_on=None)
    due = clock.answer_by
    if state.limit is not None:
        due = _due(state.limit, today, law)
    if state.awaits == "body":
        due = min(due, clock.answer_by)
    return _next(replace(clock, due_on=due), workflow.escalations, law)


def _due(limit: Limit, began: date, law: Law) -> date:
    """The last day of a step that began on a day."""
    name, unit = limit
    length = law.parameters.in_force(name, began).whole
    return law.after(began, length) if unit == "working_days" else began + timedelta(days=length)


def _next(clock: Clock, escalations: Collection[Escalation], law: Law) -> Clock:
    ahead = _ahead(clock, escalations, law)
    return replace(clock, escalate_on=ahead[0][0] if ahead else None)


def _ahead(clock: Clock, escalations: Collection[Escalation], law: Law) -> list[tuple[date, Escalation]]:
    """The next escalation of the step and that of the answer with their days, the earlier one first.

    While it awaits its filer the answer's day stands still; that they do not come is told like a late step.
    """
    found = []
    counted = [("step", clock.escalated, clock.due_on)]
    if clock.paused_on is None:
        counted.append(("answer", clock.warned, clock.answer_by))
    for of, had, day in counted:
        left = [each for each in escalations if each.of == of][had:]
        found += [(law.after(day, each.days), each) for each in left[:1]]
    return sorted(found, key=lambda each: each[0])

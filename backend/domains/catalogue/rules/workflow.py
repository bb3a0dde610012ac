"""How a filed dossier moves: states and acts, as data, versioned apart from the form."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

FILER = "filer"
Limit = tuple[str, Literal["working_days", "days"]]
"""A dated figure by name, and what it counts."""


@dataclass(frozen=True)
class State:
    """Where a dossier may stand, and whom it awaits there: the body, the filer, or nobody any more.

    The body's clock runs only while the dossier awaits the body. `limit`: how long it is meant to stay here.
    """

    id: str
    awaits: Literal["body", "filer"] | None = None
    limit: Limit | None = None

    @property
    def ended(self) -> bool:
        return self.awaits is None


@dataclass(frozen=True)
class Act:
    """What may be done to a dossier standing in one of `origins`; it then stands in `to`, or stays where it is.

    `by`: the filer, or rights of staff. `wants`: what must be said with it, such as a text or the cause of a concern.
    `other_than`: acts by whose doer this one may not be done (four eyes). `once`: a dossier sees it once. `proof`:
    their passkey is shown for it. `documents`: what it produces.
    """

    id: str
    by: tuple[str, ...]
    origins: tuple[str, ...]
    to: str | None
    wants: tuple[str, ...] = ()
    other_than: tuple[str, ...] = ()
    once: bool = False
    proof: bool = False
    documents: tuple[str, ...] = ()
    effect: str | None = None

    @property
    def rights(self) -> tuple[str, ...]:
        """The rights of staff under which it may be done."""
        return tuple(each for each in self.by if each != FILER)


@dataclass(frozen=True)
class Escalation:
    """So many working days after a day (before it, when negative), somebody is told.

    `of`: the day on which the present `step` was due, or the last day for the `answer`; steps are written first.
    `tell`: the role whose holders over that place are told, by name.
    """

    of: Literal["step", "answer"]
    days: int
    tell: str


@dataclass(frozen=True)
class Routes:
    """Which body answers, by the answer to one question; the service's own where it is none of these."""

    field: str
    to: Mapping[str, str]


@dataclass(frozen=True)
class Workflow:
    """The newest way of a service's dossiers. The first state is where filing puts them."""

    version: int
    states: tuple[State, ...]
    acts: tuple[Act, ...]
    escalations: tuple[Escalation, ...] = ()
    causes: tuple[str, ...] = ()
    """The steps of a service in which the cause of a concern may lie."""
    services: tuple[str, ...] = ()
    """The services whose steps those are: all that are no concerns themselves."""

    @property
    def start(self) -> str:
        """The state of a dossier just filed."""
        return self.states[0].id

    def state(self, name: str) -> State:
        """The state of that name; one that an older workflow had counts as an end."""
        return next((state for state in self.states if state.id == name), State(name))

    def act(self, name: str, state: str) -> Act | None:
        """The act of that name when it may be done in `state`."""
        return next((act for act in self.acts_in(state) if act.id == name), None)

    def acts_in(self, state: str) -> tuple[Act, ...]:
        """Everything that may be done in a state."""
        return tuple(act for act in self.acts if state in act.origins)

    def wanting(self, what: str) -> frozenset[str]:
        """The acts that want it said."""
        return frozenset(act.id for act in self.acts if what in act.wants)

    def rights(self) -> frozenset[str]:
        """Every right that it names."""
        return frozenset(right for act in self.acts for right in act.rights)


def flaws(workflow: Workflow) -> list[str]:
    """What is wrong with the way as a whole: states nobody reaches, states nobody leaves, eyes that cannot be four."""
    steps = [(origin, act.to) for act in workflow.acts if act.to for origin in act.origins]
    states = {state.id for state in workflow.states}
    reached = _reached({workflow.start}, steps)
    ends = {state.id for state in workflow.states if state.ended}
    leaving = _reached(ends, [(to, origin) for origin, to in steps])
    return [
        *(f"{state}: nothing leads there" for state in sorted(states - reached)),
        *(f"{state}: no way out leads to an end" for state in sorted(states - leaving)),
        *_alone(workflow),
        *(["causes: an act that wants one, and causes to choose from, or neither"] if _no_cause(workflow) else []),
        *(
            f"escalation of {one.of}, day {one.days}: not after the one before it"
            for before, one in zip(workflow.escalations, workflow.escalations[1:], strict=False)
            if (one.of == before.of and one.days <= before.days) or (before.of, one.of) == ("answer", "step")
        ),
    ]


def _no_cause(workflow: Workflow) -> bool:
    return bool(workflow.causes) != bool(workflow.wanting("cause"))


def _reached(beginning: Collection[str], steps: Collection[tuple[str, str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(beginning)
    while waiting:
        here = waiting.pop()
        if here not in found:
            found.add(here)
            waiting += [to for origin, to in steps if origin == here]
    return found


def _alone(workflow: Workflow) -> Iterator[str]:
    """A state that awaits somebody who can do nothing in it, and acts that want another person than nobody."""
    for state in workflow.states:
        able = {"filer" if who == FILER else "body" for act in workflow.acts_in(state.id) if act.to for who in act.by}
        if state.awaits and state.awaits not in able:
            yield f"{state.id}: awaits the {state.awaits}, who can do nothing there"
    known = {act.id for act in workflow.acts}
    for act in workflow.acts:
        for other in act.other_than:
            if other not in known:
                yield f"{act.id}: other than who does {other}, which nobody does"

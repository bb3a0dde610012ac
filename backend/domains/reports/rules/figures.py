"""The figures of concerns that everybody may read: by body, of twelve months, and nothing of fewer than five people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from typing import Any

from backend.domains.dossiers.rules import QUESTIONS, Outcome

FEWEST = 5
"""A cell of fewer people is told as that."""
MOST_CAUSES = 5


@dataclass(frozen=True, slots=True)
class Figures:
    """What was worked out last, and when: `since` a day `until` another, by body. A cell of too few is `None`."""

    since: date
    until: date
    bodies: Mapping[str, Mapping[str, Any]]
    made_at: datetime


def begun_on(today: date) -> date:
    """The first day of twelve months that end today."""
    day = min(today.day, 28) if today.month == 2 else today.day
    return date(today.year - 1, today.month, day)


def figures_of(outcomes: Iterable[Outcome], bodies: Collection[str]) -> dict[str, dict[str, Any]]:
    """The cells of each of these bodies, ready to be kept."""
    found: dict[str, list[Outcome]] = {body: [] for body in bodies}
    for each in outcomes:
        if each.body in found:
            found[each.body].append(each)
    return {body: _cells(some) for body, some in found.items()}


def _cells(all_: list[Outcome]) -> dict[str, Any]:
    answered = [each for each in all_ if each.answered_on is not None]
    limited = [each for each in answered if each.in_time is not None]
    rated = [each for each in all_ if each.marks is not None]
    days = [(each.answered_on - each.received_on).days for each in answered if each.answered_on]
    return {
        "received": _count(all_),
        "answered": _count(answered),
        "in_time": _share([each for each in limited if each.in_time], limited),
        "days": str(round(median(days), 1)) if _enough(answered) else None,
        "reopened": _count([each for each in all_ if each.reopened]),
        "rated": _count(rated),
        "causes": _causes(answered),
        **{name: _mean(name, rated) for name in QUESTIONS},
    }


def _enough(some: Collection[Outcome]) -> bool:
    return len({each.filer for each in some}) >= FEWEST


def _count(some: Collection[Outcome]) -> int | None:
    return len(some) if _enough(some) else None


def _share(some: Collection[Outcome], of: Collection[Outcome]) -> int | None:
    """In whole hundredths."""
    return round(100 * len(some) / len(of)) if _enough(some) else None


def _mean(question: str, rated: Collection[Outcome]) -> str | None:
    marks: list[int] = [getattr(each.marks, question) for each in rated]
    return str(round(sum(marks) / len(marks), 1)) if _enough(rated) else None


def _causes(answered: Iterable[Outcome]) -> list[dict[str, Any]]:
    """The commonest ones, of enough people each."""
    by_cause: dict[tuple[str, str], list[Outcome]] = defaultdict(list)
    for each in answered:
        if each.cause is not None:
            by_cause[each.cause.service, each.cause.step].append(each)
    told = sorted(
        ((len(some), cause) for cause, some in by_cause.items() if _enough(some)), key=lambda one: (-one[0], one[1])
    )
    return [{"service": service, "step": step, "count": count} for count, (service, step) in told[:MOST_CAUSES]]

"""What is done to many dossiers at once: which ones go together, and by which acts."""

from __future__ import annotations

from collections.abc import Iterable, Sized
from dataclasses import dataclass

from backend.domains.catalogue.rules import Act, Workflow
from backend.domains.dossiers.rules.dossier import Standing
from backend.kernel.refusal import Refusal

MOST_TOGETHER = 200


@dataclass(frozen=True, slots=True)
class Marked:
    """A dossier that somebody marked. `revision`: the state on which they decide; none before they have seen it."""

    number: str
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A dossier to which nothing was done, and why."""

    number: str
    why: Refusal


@dataclass(frozen=True, slots=True)
class Together:
    """What came of it: the dossiers as they stand after it, and those that were left out."""

    done: tuple[Standing, ...]
    left: tuple[LeftOut, ...]


def some_and_few_enough(marked: Sized) -> None:
    """Refuses `dossier.none_marked` and `dossier.too_many`."""
    if not marked:
        raise Refusal("dossier.none_marked")
    if len(marked) > MOST_TOGETHER:
        raise Refusal("dossier.too_many", most=MOST_TOGETHER)


def way_of_all(standings: Iterable[Standing]) -> tuple[str, str]:
    """The service and the state that all of these share. Refuses `dossier.not_alike`."""
    ways = {(each.service, each.state) for each in standings}
    if len(ways) != 1:
        raise Refusal("dossier.not_alike")
    return ways.pop()


def acts_together(workflow: Workflow, state: str) -> tuple[Act, ...]:
    """The acts of staff that may be done to many in that state: they want nothing but a text, the same for all."""
    return tuple(act for act in workflow.acts_in(state) if act.rights and set(act.wants) <= {"text"})

"""Filters of the queue that somebody keeps under a name of their own."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from unicodedata import normalize
from uuid import UUID

from backend.kernel.refusal import Refusal

MOST_KEPT = 12
SHORTEST_NAME, LONGEST_NAME = 1, 40


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """`asked`: what it asks of the queue, as its address does. It gives no right: who looks sees what is theirs."""

    id: UUID
    name: str
    asked: Mapping[str, str]


def name_of_filter(typed: str) -> str:
    """The name that was typed, with single spaces. Refuses `filter.name`: empty, too long, or nothing to be seen."""
    name = " ".join(normalize("NFC", typed).split())
    seen = any(letter.isprintable() for letter in name)
    if not seen or not SHORTEST_NAME <= len(name) <= LONGEST_NAME:
        raise Refusal("filter.name", least=SHORTEST_NAME, most=LONGEST_NAME)
    return name


def filter_named(name: str, kept: Collection[SavedFilter]) -> SavedFilter | None:
    """The one that bears this name already, in large or small letters."""
    return next((each for each in kept if each.name.casefold() == name.casefold()), None)


def one_more_kept(kept: Collection[SavedFilter]) -> None:
    """Refuses `filter.too_many`."""
    if len(kept) >= MOST_KEPT:
        raise Refusal("filter.too_many", most=MOST_KEPT)

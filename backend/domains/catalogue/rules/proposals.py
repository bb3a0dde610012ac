"""Which choices the words of somebody's own text propose. `frontend/js/form/proposals.js` proposes the same."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from backend.kernel.folding import search_words

NAMED = 3
"""What the name of an option counts, where a word that only hints at it counts one and a phrase its words."""

_LETTERS = "(?=[\u0620-\u064a]{3})"
_AND = re.compile(f"^[وف]{_LETTERS}")
_TO = re.compile(f"^(?:[بك]?ال|لل|[بلك]){_LETTERS}")
_PLURAL = re.compile("([a-z]{3})s$")

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Hints:
    """What speaks for one option: its names, and words that people use where it is meant; all folded."""

    names: tuple[Phrase, ...]
    words: tuple[Phrase, ...]


@dataclass(frozen=True)
class Proposals:
    """For each question to choose in, the hints of its options; `text` is the question answered in one's own words."""

    text: str
    fields: Mapping[str, Mapping[str, Hints]]

    def of(self, text: str) -> dict[str, str]:
        """For each question the option for which most speaks; none where nothing does, or as much for another."""
        spoken = [_forms(word) for word in search_words(text)]
        return {field: best for field, options in self.fields.items() if (best := _best(options, spoken)) is not None}


def phrase(text: str) -> Phrase:
    """A word or some, as they are compared."""
    return tuple(_PLURAL.sub(r"\1", word) for word in search_words(text))


def _forms(word: str) -> frozenset[str]:
    """A word as it stands, and without the small words that Arabic writes before it."""
    alone = _AND.sub("", word)
    return frozenset(_PLURAL.sub(r"\1", form) for form in (word, alone, _TO.sub("", word), _TO.sub("", alone)))


def _best(options: Mapping[str, Hints], spoken: list[frozenset[str]]) -> str | None:
    weights = {option: _weight(hints, spoken) for option, hints in options.items()}
    most = max(weights.values(), default=0)
    best = [option for option, weight in weights.items() if weight == most]
    return best[0] if most and len(best) == 1 else None


def _weight(hints: Hints, spoken: list[frozenset[str]]) -> int:
    names = (NAMED for each in hints.names if _said(each, spoken))
    return sum(names) + sum(len(each) for each in hints.words if _said(each, spoken))


def _said(wanted: Phrase, spoken: list[frozenset[str]]) -> bool:
    places: Iterable[int] = range(len(spoken) - len(wanted) + 1)
    return any(all(word in spoken[at + step] for step, word in enumerate(wanted)) for at in places)

"""Finding a service by the words people use, whichever their language. `frontend/js/search.js` does it offline."""

from dataclasses import dataclass
from typing import Any

from backend.domains.catalogue.rules import Catalogue
from backend.kernel.folding import search_words
from backend.words import Words

MAX_QUERY = 80


@dataclass(frozen=True)
class Found:
    """A service in a list of results."""

    code: str
    body: str
    title: str
    pictogram: str


class SearchIndex:
    """Titles, synonyms and summaries of every service, folded once."""

    def __init__(self, catalogue: Catalogue, words: Words) -> None:
        self._catalogue = catalogue
        self._words = words
        self._terms = {code: self._fold(code) for code in catalogue.codes()}

    def found(self, query: str, lang: str) -> list[Found]:
        """The services for which every word of the query begins a word of theirs, best first."""
        asked = search_words(query[:MAX_QUERY])
        scores = [(score(asked, *self._terms[code]), code) for code in self._terms] if asked else []
        best = sorted((entry for entry in scores if entry[0]), key=lambda entry: -entry[0])
        return [self.row(code, lang) for _, code in best]

    def all(self, lang: str) -> list[Found]:
        """Every service, in the order of the catalogue."""
        return [self.row(code, lang) for code in self._terms]

    def row(self, code: str, lang: str) -> Found:
        """One service as a list shows it."""
        form = self._catalogue.service(code).form
        return Found(code, form.body, self._words.of(lang)(f"{code}.title"), form.pictogram)

    def browser(self, lang: str) -> list[dict[str, Any]]:
        """The same index for `search.js`."""
        return [
            {"code": code, "title": self.row(code, lang).title, "first": " ".join(first), "rest": " ".join(rest)}
            for code, (first, rest) in self._terms.items()
        ]

    def _fold(self, code: str) -> tuple[list[str], list[str]]:
        words = [self._words.of(lang) for lang in ("ar", "fr", "kab")]
        titles = " ".join(word(f"{code}.title") for word in words)
        rest = " ".join(word(f"{code}.{part}") for word in words for part in ("synonyms", "summary"))
        return sorted(set(search_words(titles))), sorted(set(search_words(rest)))


def score(asked: list[str], first: list[str], rest: list[str]) -> int:
    """3 for each word found in a title, 1 for one found elsewhere; 0 if any is missing."""
    total = 0
    for word in asked:
        found = 3 if any(w.startswith(word) for w in first) else int(any(w.startswith(word) for w in rest))
        if not found:
            return 0
        total += found
    return total

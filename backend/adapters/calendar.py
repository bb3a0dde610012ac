"""Public holidays of Algeria as they can be computed: the fixed ones, and the Islamic ones as estimated."""

from functools import lru_cache

import holidays

from backend.domains.parameters.rules import Holiday
from backend.kernel.languages import LANGUAGES

_ESTIMATED = "(estimé)"


@lru_cache(maxsize=16)
def computed(year: int) -> tuple[Holiday, ...]:
    """The holidays of a year in order, with their names in each language."""
    # Without an explicit language the library answers in whichever it likes.
    named = {lang: holidays.country_holidays("DZ", years=year, language=lang) for lang in LANGUAGES}
    found = []
    for day, french in sorted(named["fr"].items()):
        names = {lang: _plain(days[day]) for lang, days in named.items()}
        # Two holidays on one day: a certain one makes the day certain.
        estimated = all(_ESTIMATED in name for name in french.split("; "))
        found.append(Holiday(day, names, estimated))
    return tuple(found)


def _plain(name: str) -> str:
    """`name` without the library's remark that the date is an estimate."""
    parts = (part.partition(" (")[0] for part in name.split("; "))
    return "; ".join(parts).replace("'", "’")

"""Everything a person reads, in Arabic, French and Kabyle, and how days, hours and amounts are written."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

from babel.messages.pofile import read_po
from markupsafe import Markup, escape

from backend.kernel.days import ALGIERS
from backend.kernel.languages import FALLBACK, LANGUAGES, direction

Text = str | tuple[str, ...]
_PLACE = re.compile(r"\{(\w+)\}")
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
_THIN = "\u202f"


class MissingWord(KeyError):
    """A key that no catalogue of the language has, or a place in its sentence that nobody filled."""


def plural_form(lang: str, n: int) -> int:
    """Which form of a plural entry counts `n` things: six in Arabic (zero, one, two, few, many, hundreds), two else."""
    if lang != "ar":
        return int(n > 1)
    if n < 3:
        return max(n, 0)
    return 3 if 3 <= n % 100 <= 10 else 4 if n % 100 >= 11 else 5


@dataclass(frozen=True)
class Translator:
    """The words of one language. Calling it gives plain text; `html` gives the same sentence ready for a page."""

    lang: str
    texts: Mapping[str, Text]
    own: frozenset[str]

    @property
    def dir(self) -> str:
        return direction(self.lang)

    def has(self, key: str) -> bool:
        """Whether the key has words here, in this language or in the one it falls back to."""
        return key in self.texts

    def spoken(self, key: str) -> str:
        """The language these words are really in: the fallback's where this one has none of its own."""
        return self.lang if key in self.own else FALLBACK.get(self.lang, self.lang)

    def __call__(self, key: str, n: int | None = None, **values: object) -> str:
        """The sentence as plain text; `MissingWord` for an unknown key or an unfilled place."""
        filled = self._values(n, values)
        return self._fill(key, self._text(key, n).replace("*", ""), lambda name: self._shown(filled[name]))

    def html(self, key: str, n: int | None = None, **values: object) -> Markup:
        """The sentence as markup: `*words*` strong, each value escaped and isolated so that digits keep their order."""
        filled = self._values(n, values)
        parts = self._text(key, n).split("*")
        # every part is escaped before it is joined
        done = [self._fill(key, str(escape(part)), lambda name: isolate(self._shown(filled[name]))) for part in parts]
        return Markup("".join(f"<strong>{part}</strong>" if at % 2 else part for at, part in enumerate(done)))  # noqa: S704

    def subset(self, prefixes: Iterable[str]) -> dict[str, str | list[str]]:
        """The entries whose keys start with one of `prefixes`, for a page's scripts; plurals as lists."""
        wanted = tuple(prefixes)
        chosen = {key: text for key, text in sorted(self.texts.items()) if key.startswith(wanted)}
        return {key: text if isinstance(text, str) else list(text) for key, text in chosen.items()}

    def date(self, day: date, *, weekday: bool = False, year: bool = True) -> str:
        """`11 février 2026`, `mercredi 11 février`; a datetime counts on its day in Algiers."""
        local = _algiers(day).date() if isinstance(day, datetime) else day
        month = self("date.months").split("|")[local.month - 1]
        text = self(
            f"date.{'first' if local.day == 1 else 'day'}{'_year' if year else ''}",
            day=str(local.day),
            month=month,
            year=str(local.year),
        )
        return f"{self('date.weekdays').split('|')[local.weekday()]} {text}" if weekday else text

    def time(self, moment: time | datetime) -> str:
        """`14 h 05` in French, `14:05` in Arabic; a datetime as it is in Algiers."""
        local = _algiers(moment) if isinstance(moment, datetime) else moment
        return self("date.clock", hour=f"{local.hour}", hour2=f"{local.hour:02}", minute=f"{local.minute:02}")

    def moment(self, moment: datetime, *, weekday: bool = False, year: bool = True) -> str:
        """Day and hour in Algiers: `11 février 2026, 13 h 40`."""
        local = _algiers(moment)
        return self("date.moment", day=self.date(local, weekday=weekday, year=year), time=self.time(local))

    def number(self, value: int | Decimal | str) -> str:
        """Latin digits grouped by three, comma before decimals: `1 234 567,89`."""
        return f"{Decimal(value):,}".replace(",", _THIN).replace(".", ",")

    def amount(self, dinars: int | Decimal | str) -> str:
        """Algerian dinars; decimals only if there are any: `5 000 DA`."""
        exact = Decimal(dinars)
        whole = exact == exact.to_integral_value()
        return self("unit.dinars", amount=self.number(exact.quantize(Decimal(1) if whole else Decimal("0.01"))))

    def size(self, octets: int) -> str:
        """A file's size, in kilo- or megabytes of 1000, rounded up."""
        if octets < 1_000_000:
            return self("unit.kilobytes", size=str(-(-octets // 1000)))
        return self("unit.megabytes", size=self.number(Decimal(-(-octets // 100_000)) / 10))

    def _text(self, key: str, n: int | None) -> str:
        text = self.texts.get(key)
        if text is None:
            raise MissingWord(key)
        if isinstance(text, str):
            return text
        if n is None:
            raise MissingWord(f"{key} counts something: n is needed")
        # the fallback's forms follow the fallback's rule
        return text[plural_form(self.spoken(key), n)]

    def _values(self, n: int | None, values: dict[str, object]) -> dict[str, object]:
        return values if n is None else {"n": n, **values}

    def _shown(self, value: object) -> str:
        # Markup stays markup, so that a link can stand inside a sentence
        return self.number(value) if isinstance(value, int) else value if isinstance(value, str) else str(value)

    def _fill(self, key: str, text: str, value: Callable[[str], str]) -> str:
        try:
            return _PLACE.sub(lambda place: value(place[1]), text)
        except KeyError as missing:
            raise MissingWord(f"{key}: {missing}") from None


class Words:
    """All translators of a `locales` folder."""

    def __init__(self, translators: Mapping[str, Translator]) -> None:
        self._translators = translators

    @classmethod
    def load(cls, locales: Path) -> "Words":
        """Every `.po` under `locales/<lang>/LC_MESSAGES` in order of name; the first to name a key has it."""
        read = {lang: _read(locales / lang / "LC_MESSAGES") for lang in LANGUAGES}
        return cls(
            {
                lang: Translator(lang, {**read.get(FALLBACK.get(lang, ""), {}), **texts}, frozenset(texts))
                for lang, texts in read.items()
            }
        )

    def of(self, lang: str) -> Translator:
        """The translator of one of `LANGUAGES`."""
        return self._translators[lang]


def isolate(value: str) -> Markup:
    """`value` escaped in a `<bdi>`, left to right unless Arabic letters are in it. Markup passes as it is."""
    if isinstance(value, Markup):
        return value
    return Markup("<bdi>{}</bdi>" if _ARABIC.search(value) else '<bdi dir="ltr">{}</bdi>').format(value)  # noqa: S704 - `format` escapes


def _algiers(moment: datetime) -> datetime:
    return moment if moment.tzinfo is None else moment.astimezone(ALGIERS)


def _read(folder: Path) -> dict[str, Text]:
    texts: dict[str, Text] = {}
    for path in sorted(folder.glob("*.po")):
        with path.open("rb") as file:
            catalogue = read_po(file, abort_invalid=True)
        for message in catalogue:
            if not message.id:
                continue
            key = message.id if isinstance(message.id, str) else message.id[0]
            texts.setdefault(key, message.string if isinstance(message.string, str) else tuple(message.string or ()))
    return texts

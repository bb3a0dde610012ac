"""Who somebody is in the registers: claimed by themselves, confirmed later by an agent who has seen the papers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from backend.kernel.digits import fold_digits
from backend.kernel.identifiers import digits
from backend.kernel.refusal import Refusal
from backend.kernel.text import hides_something, one_line

NIN_DIGITS, NSS_DIGITS, LONGEST_NAME = 18, 12, 60
OLDEST = 1900
_ARABIC = re.compile(r"[\u0620-\u064a\u064b-\u0652\u0671-\u06d3 '\-]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff '’\-]+")


@dataclass(frozen=True, slots=True)
class Civil:
    """Names in both scripts as the registers have them, the birth date, and at least one of the two numbers.

    `nin`: 18 digits (décret exécutif 10-210); `nss`: 12 digits.
    """

    family_ar: str
    given_ar: str
    family_latin: str
    given_latin: str
    born: date
    nin: str | None
    nss: str | None


@dataclass(frozen=True, slots=True)
class CivilStanding:
    """What a person claims to be, since when, and by whom it was confirmed on which evidence."""

    person: UUID
    civil: Civil
    claimed_at: datetime
    confirmed_at: datetime | None
    confirmed_by: UUID | None
    evidence: str | None

    @property
    def version(self) -> str:
        """Which of this person's claims it is: each is said at a moment of its own."""
        return self.claimed_at.astimezone(UTC).isoformat()


def read_civil(typed: Mapping[str, str], today: date) -> Civil:
    """From what was typed, in any usual writing. Refuses `civil.invalid` with the code of each fault in `fields`."""
    faults: dict[str, str] = {}
    names = {name: _name(name, typed.get(name, ""), faults) for name in ("family_ar", "given_ar")}
    names |= {name: _name(name, typed.get(name, ""), faults) for name in ("family_latin", "given_latin")}
    numbers = {name: _number(name, typed.get(name, ""), most, faults) for name, most in _NUMBERS.items()}
    if not any(typed.get(name, "").strip() for name in _NUMBERS):
        faults["nin"] = "civil.number_missing"
    born = _born(typed, today, faults)
    if faults or born is None:
        raise Refusal("civil.invalid", fields=faults)
    return Civil(born=born, **names, **numbers)  # type: ignore[arg-type]


_NUMBERS = {"nin": NIN_DIGITS, "nss": NSS_DIGITS}


def _name(field: str, typed: str, faults: dict[str, str]) -> str:
    name = one_line(typed)
    script = _ARABIC if field.endswith("_ar") else _LATIN
    if not name:
        faults[field] = "civil.name_missing"
    elif len(name) > LONGEST_NAME or not script.fullmatch(name) or hides_something(name, lines=False):
        faults[field] = "civil.name_ar" if script is _ARABIC else "civil.name_latin"
    return name


def _number(field: str, typed: str, most: int, faults: dict[str, str]) -> str | None:
    if not typed.strip():
        return None
    number = digits(typed, most)
    if not number:
        faults[field] = f"civil.{field}_length"
    return number


def _born(typed: Mapping[str, str], today: date, faults: dict[str, str]) -> date | None:
    day, month, year = (fold_digits(typed.get(f"born_{part}", "")).strip() for part in ("day", "month", "year"))
    try:
        born = date(int(year), int(month), int(day))
    except ValueError:
        born = None
    if born is None or not born.year >= OLDEST or born >= today:
        faults["born_day"] = "civil.born"
        return None
    return born


def may_be_confirmed(standing: CivilStanding | None, by: UUID) -> CivilStanding:
    """Refuses `civil.unknown`, `civil.confirmed`, and `civil.own`: nobody confirms themselves."""
    if standing is None:
        raise Refusal("civil.unknown")
    if standing.confirmed_at is not None:
        raise Refusal("civil.confirmed")
    if standing.person == by:
        raise Refusal("civil.own")
    return standing

"""What is known of one wilaya, one body, one agency."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class CodeStatus(StrEnum):
    """How sure a wilaya's number is: printed in the Journal officiel, or only announced."""

    OFFICIAL = "official"
    ANNOUNCED = "announced"


@dataclass(frozen=True, slots=True)
class Wilaya:
    """A province. Until `powers_from` its mother wilaya acts for it; no date means that it has always acted itself.

    `leave_bonus_days`: days of leave a year that work there adds for civil servants (décret 17-320, or inferred from
    the mother wilaya, as `leave_bonus_basis` says).
    """

    code: str
    name_ar: str
    name_fr: str
    name_kab: str | None
    name_tifinagh: str | None
    year_created: int
    mother: str | None
    powers_from: date | None
    code_status: CodeStatus
    leave_bonus_days: int
    leave_bonus_basis: str

    def has_powers(self, today: date) -> bool:
        return self.powers_from is None or self.powers_from <= today

    def name(self, lang: str) -> str:
        """The name in that language; the French one where no Kabyle name is known."""
        if lang == "ar":
            return self.name_ar
        return self.name_kab or self.name_fr if lang == "kab" else self.name_fr


@dataclass(frozen=True, slots=True)
class Body:
    """A fund or the ministry. `prefix`: the two letters that begin its receipt numbers."""

    code: str
    prefix: str
    short_ar: str
    short_fr: str
    name_ar: str
    name_fr: str

    def name(self, lang: str) -> str:
        return self.name_ar if lang == "ar" else self.name_fr

    def short(self, lang: str) -> str:
        return self.short_ar if lang == "ar" else self.short_fr


@dataclass(frozen=True, slots=True)
class Agency:
    """A body's office for one wilaya. `verified`: whether the body itself confirmed it."""

    code: str
    body: str
    wilaya: str
    name_ar: str
    name_fr: str
    opens: date | None
    verified: bool

    def is_open(self, today: date) -> bool:
        return self.opens is None or self.opens <= today

    def name(self, lang: str) -> str:
        return self.name_ar if lang == "ar" else self.name_fr

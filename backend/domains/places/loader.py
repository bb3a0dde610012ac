"""The places that come with the program: `reference/*.csv` and `bodies.toml`."""

import csv
import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib import resources

from backend.domains.places.rules import Agency, Body, CodeStatus, Places, Wilaya


@cache
def load_places() -> Places:
    """All places, read once."""
    return Places(_wilayas(), _bodies(), _agencies())


def _wilayas() -> Iterator[Wilaya]:
    for row in _rows("wilayas.csv"):
        yield Wilaya(
            code=row["code"],
            name_ar=row["name_ar"],
            name_fr=row["name_fr"],
            name_kab=row["name_kab"] or None,
            name_tifinagh=row["name_tifinagh"] or None,
            year_created=int(row["year_created"]),
            mother=row["mother"] or None,
            powers_from=_day(row["powers_from"]),
            code_status=CodeStatus(row["code_status"]),
            leave_bonus_days=int(row["leave_bonus_days"]),
            leave_bonus_basis=row["leave_bonus_basis"],
        )


def _bodies() -> Iterator[Body]:
    for code, names in tomllib.loads(_text("bodies.toml")).items():
        yield Body(code=code, **names)


def _agencies() -> Iterator[Agency]:
    for row in _rows("agencies.csv"):
        yield Agency(
            code=row["code"],
            body=row["body"],
            wilaya=row["wilaya"],
            name_ar=row["name_ar"],
            name_fr=row["name_fr"],
            opens=_day(row["opens"]),
            verified=row["verified"] == "yes",
        )


def _rows(name: str) -> Iterator[dict[str, str]]:
    return csv.DictReader(_text(name).splitlines())


def _text(name: str) -> str:
    return resources.files("backend.domains.places").joinpath("reference", name).read_text(encoding="utf-8")


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None

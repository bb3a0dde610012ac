"""The figures and the announced days off that come with the program: `reference/*.toml`."""

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

from backend.domains.parameters.rules import AnnouncedDay, Parameter, Parameters


@cache
def load_parameters() -> Parameters:
    """All figures, read once."""
    return Parameters(_figures())


@cache
def load_announced_days() -> tuple[AnnouncedDay, ...]:
    """Every announced day, read once."""
    return tuple(AnnouncedDay(day=row.pop("date"), **row) for row in _read("holidays.toml")["day"])


def _figures() -> Iterator[Parameter]:
    for name, rows in _read("parameters.toml").items():
        for row in rows:
            yield Parameter(
                name=name,
                value=row["value"],
                unit=row["unit"],
                begins=row["from"],
                ends=row.get("to"),
                source=row["source"],
                verified=row["verified"],
                wilaya=row.get("wilaya"),
            )


def _read(name: str) -> dict[str, Any]:
    file = resources.files("backend.domains.parameters").joinpath("reference", name)
    return tomllib.loads(file.read_text(encoding="utf-8"))

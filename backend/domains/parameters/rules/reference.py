"""The figures that come with the program: `reference/parameters.toml`."""

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources

from backend.domains.parameters.rules.figures import Parameter, Parameters


@cache
def load_parameters() -> Parameters:
    """All figures, read once."""
    return Parameters(_rows())


def _rows() -> Iterator[Parameter]:
    file = resources.files("backend.domains.parameters").joinpath("reference", "parameters.toml")
    for name, rows in tomllib.loads(file.read_text(encoding="utf-8")).items():
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

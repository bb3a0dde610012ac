"""One figure: what was measured, what was wanted, and what it is held against."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

LATEST = Path(__file__).parent / "latest.json"


@dataclass(frozen=True)
class Figure:
    """`target` reads like `<= 60` or `>= 600`; `against` is the limit it was measured beside, in the same run."""

    name: str
    value: float
    unit: str
    target: str = ""
    against: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None without one."""
        if not self.target:
            return None
        sign, bound = self.target.split()
        return self.value <= float(bound) if sign == "<=" else self.value >= float(bound)


def table(figures: Iterable[Figure]) -> str:
    """The figures as Markdown."""
    rows = ["| figure | measured | target | held against |", "|---|---|---|---|"]
    for figure in figures:
        mark = {True: "", False: " **missed**", None: ""}[figure.met]
        rows.append(f"| {figure.name} | {figure.value:g} {figure.unit}{mark} | {figure.target} | {figure.against} |")
    return "\n".join(rows)


def write(figures: Iterable[Figure], machine: str) -> None:
    """Keeps the run in `bench/latest.json`."""
    content = {"machine": machine, "figures": [asdict(figure) | {"met": figure.met} for figure in figures]}
    LATEST.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n")

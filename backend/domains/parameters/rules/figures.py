"""One dated figure, and which of its rows holds on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from backend.kernel.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Parameter:
    """A figure from `begins` to `ends`, both included; for one wilaya, or for all that have none of their own.

    `verified`: whether an official text or the body's own word was seen; otherwise it is to be confirmed.
    """

    name: str
    value: str
    unit: str
    begins: date
    ends: date | None
    source: str
    verified: bool
    wilaya: str | None = None

    @property
    def fraction(self) -> Fraction:
        """The figure, exact."""
        return Fraction(self.value)

    @property
    def whole(self) -> int:
        """The figure as a count; `ValueError` for one that is not whole."""
        return int(self.value)

    def holds(self, on: date) -> bool:
        return self.begins <= on and (self.ends is None or on <= self.ends)


class Parameters:
    """Every figure, by name."""

    def __init__(self, rows: Iterable[Parameter]) -> None:
        self._rows = tuple(rows)
        self._named: dict[str, list[Parameter]] = {}
        for row in self._rows:
            self._named.setdefault(row.name, []).append(row)

    def rows(self) -> tuple[Parameter, ...]:
        return self._rows

    def in_force(self, name: str, on: date, wilaya: str | None = None) -> Parameter:
        """The row of `name` that holds on that day, the wilaya's own before the common one.

        Refuses `parameters.none_in_force`.
        """
        holding = [row for row in self._named.get(name, ()) if row.holds(on)]
        for place in (wilaya, None):
            for row in holding:
                if row.wilaya == place:
                    return row
        raise Refusal("parameters.none_in_force", name=name, on=on.isoformat())

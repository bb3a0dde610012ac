"""The cursor of a chain of pulls.

Source: the sync contract, promise I6: a chain contains each committed change once and skips none.
"""

from __future__ import annotations

from dataclasses import dataclass

MOST_CHANGES = 200


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in the order of commits of one epoch; `reset`: the device must forget what it pulled before."""

    epoch: str
    position: int
    reset: bool = False

    @classmethod
    def read(cls, text: str, epoch: str, last: int) -> Cursor:
        """The place a device asks from; the beginning, with a reset, when it is not of this epoch or never was."""
        if text == "":
            return cls(epoch, 0)
        said, _, position = text.rpartition(":")
        known = said == epoch and position.isascii() and position.isdigit() and len(position) < 18
        if not known or int(position) > last:
            return cls(epoch, 0, reset=True)
        return cls(epoch, int(position))

    def __str__(self) -> str:
        return f"{self.epoch}:{self.position}"

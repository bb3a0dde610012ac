"""What notices need from elsewhere."""

from __future__ import annotations

from typing import Protocol

from backend.domains.notices.rules import Message


class NotSent(Exception):
    """It was not taken. `for_good`: this address takes nothing any more, or never did."""

    def __init__(self, code: str, *, for_good: bool = False) -> None:
        super().__init__(code)
        self.code, self.for_good = code, for_good


class Carrier(Protocol):
    """Carries messages on one channel. Raises `NotSent`."""

    async def send(self, address: str, message: Message) -> None: ...

"""What days off need from elsewhere."""

from __future__ import annotations

from typing import Protocol

from backend.domains.parameters.rules import Calendar


class Calendars(Protocol):
    """The calendar as it stands: what is computed, what came as a file, and what was announced since."""

    async def now(self) -> Calendar: ...

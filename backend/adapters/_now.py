"""The clock of what speaks to the outside."""

from datetime import UTC, datetime


def now() -> datetime:
    return datetime.now(UTC)

"""What is counted by the hour: a hall behind one address, and an agent at work, are far below it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from backend.kernel.refusal import Refusal
from backend.storage.tries import count_up

MOST_ACCOUNTS, MOST_LOOK_UPS, MOST_SEARCHES, MOST_EMPLOYERS = 300, 60, 1000, 20


async def one_more_look_up(*, person: UUID, now: datetime) -> None:
    """Refuses `code.too_many` to an agent who looks up more people than can stand before them."""
    if await count_up(f"lookup/{person}", now=now) > MOST_LOOK_UPS:
        raise Refusal("code.too_many", minutes=60 - now.minute)


async def one_more_search(*, person: UUID, now: datetime) -> None:
    """Refuses `code.too_many` to whoever looks for more dossiers than one can work on: that is no search."""
    if await count_up(f"search/{person}", now=now) > MOST_SEARCHES:
        raise Refusal("code.too_many", minutes=60 - now.minute)


async def one_more_employer(*, person: UUID, now: datetime) -> None:
    """Refuses `code.too_many` to whoever registers more employers than one person answers for."""
    if await count_up(f"employer/{person}", now=now) > MOST_EMPLOYERS:
        raise Refusal("code.too_many", minutes=60 - now.minute)


async def one_more_account(*, network: str, now: datetime) -> None:
    """Refuses `account.too_many` when this network has made too many accounts in this hour."""
    if await count_up(f"account/{network}", now=now) > MOST_ACCOUNTS:
        raise Refusal("account.too_many", minutes=60 - now.minute)

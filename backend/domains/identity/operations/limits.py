"""How many accounts and wrong passkeys one network may bring in an hour: a hall behind one address is far below it."""

from __future__ import annotations

from datetime import datetime

from backend.kernel.refusal import Refusal
from backend.storage.tries import count_up, tries_at

MOST_ACCOUNTS, MOST_REJECTED = 300, 300


async def one_more_account(*, network: str, now: datetime) -> None:
    """Refuses `account.too_many` when this network has made too many accounts in this hour."""
    if await count_up(f"account/{network}", now=now) > MOST_ACCOUNTS:
        raise Refusal("account.too_many", minutes=60 - now.minute)


async def not_rejected_too_often(*, network: str, now: datetime) -> None:
    """Refuses `account.too_many` where too many passkeys were wrong in this hour."""
    if await tries_at(f"rejected/{network}", now=now) >= MOST_REJECTED:
        raise Refusal("account.too_many", minutes=60 - now.minute)


async def one_more_rejected(*, network: str, now: datetime) -> None:
    """A passkey was wrong."""
    await count_up(f"rejected/{network}", now=now)

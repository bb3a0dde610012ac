"""Whoever holds a claim code gets the receipt, from any phone."""

from __future__ import annotations

from datetime import datetime

from backend.domains.receipts.operations import within_tries
from backend.domains.sync import queries
from backend.domains.sync.rules.claims import claim_of, code_from, counted_for
from backend.kernel.refusal import Refusal


async def open_claim(*, code: str, now: datetime) -> queries.Entry:
    """The envelope whose claim code was typed.

    Refuses `receipt.not_opened`, the same for an unknown code and a wrong one, and `receipt.too_many_tries` after five
    wrong ones that begin with the same four characters within the hour. The right code counts no try.
    """
    wanted = code_from(code)
    if wanted is None:
        raise Refusal("receipt.not_opened")
    return await within_tries(counted_for(wanted), lambda: queries.claimed(claim_of(wanted)), now=now)

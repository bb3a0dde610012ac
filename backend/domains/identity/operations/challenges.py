"""A challenge is asked for, signed and used once."""

from __future__ import annotations

import secrets
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from backend.domains.identity.rules import CHALLENGE_LIFE, Purpose
from backend.domains.identity.tables import Challenge
from backend.kernel.refusal import Refusal
from backend.storage.database import tx
from backend.storage.rows import insert_many


@tx
async def challenge(*, purpose: Purpose, person: UUID | None, now: datetime) -> bytes:
    """32 random bytes to sign within five minutes. `person`: whose passkey it is for, where that is known."""
    made = secrets.token_bytes(32)
    row = {
        "hash": sha256(made).digest(),
        "purpose": purpose.value,
        "person": person,
        "expires_at": now + CHALLENGE_LIFE,
        "used_at": None,
    }
    await Challenge.delete().where(Challenge.expires_at < now - CHALLENGE_LIFE)
    await insert_many(Challenge, [row])
    return made


@tx
async def use_challenge(*, challenge: bytes, purpose: Purpose, now: datetime) -> UUID | None:
    """The person it was made for. Refuses `passkey.challenge`: unknown, used, too old, or made for something else.

    A transaction of its own: what is used stays used, also when what it was signed for is then refused.
    """
    rows = (
        await Challenge.update({Challenge.used_at: now})
        .where(
            (Challenge.hash == sha256(challenge).digest())
            & (Challenge.purpose == purpose.value)
            & Challenge.used_at.is_null()
            & (Challenge.expires_at > now)
        )
        .returning(Challenge.person)
    )
    if not rows:
        raise Refusal("passkey.challenge")
    person: UUID | None = rows[0]["person"]
    return person

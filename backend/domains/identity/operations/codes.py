"""One-time codes: made for one thing, handed over by people, used once."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from backend.domains.identity.tables import OneTimeCode
from backend.kernel.codes import code_from, new_code
from backend.kernel.refusal import Refusal
from backend.storage.database import tx
from backend.storage.rows import insert_many
from backend.storage.sealing import Sealer
from backend.storage.tries import within_tries

MOST_WRONG = 5
"""Wrong codes an hour of one who types. A code has 49 bits: what many could try together finds none in its life.

There is no count of all who stand behind one address: one of them would lock the whole hall with it.
"""


@tx
async def issue_code(*, purpose: str, subject: UUID, life: timedelta, sealer: Sealer, now: datetime) -> str:
    """A code for this; those issued for it before are worth nothing any more."""
    code = new_code()
    await OneTimeCode.delete().where((OneTimeCode.purpose == purpose) & (OneTimeCode.subject == subject))
    row = {
        "hash": _hash(purpose, code, sealer),
        "purpose": purpose,
        "subject": subject,
        "expires_at": now + life,
        "used_at": None,
    }
    await insert_many(OneTimeCode, [row])
    return code


async def subject_of(*, purpose: str, typed: str, by: str, sealer: Sealer, now: datetime) -> UUID:
    """What a typed code was issued for; it can still be used. `by`: who types.

    Refuses `code.wrong`, the same for an unknown, a used and an old one, and `code.too_many`.
    """
    hashed = _hash(purpose, code_from(typed), sealer)
    left, subject = await within_tries({f"code/{by}": MOST_WRONG}, lambda: _fresh(hashed, now), now=now)
    if not left:
        raise Refusal("code.too_many", minutes=60 - now.minute)
    if subject is None:
        raise Refusal("code.wrong")
    return subject


async def _fresh(hashed: bytes, now: datetime) -> UUID | None:
    row = (
        await OneTimeCode.select(OneTimeCode.subject)
        .where((OneTimeCode.hash == hashed) & OneTimeCode.used_at.is_null() & (OneTimeCode.expires_at > now))
        .first()
    )
    return row["subject"] if row else None


@tx
async def use_code(*, purpose: str, typed: str, sealer: Sealer, now: datetime) -> UUID:
    """Inside the act that the code lets happen: it is used; what for. Refuses `code.wrong` when another was faster."""
    used = (
        await OneTimeCode.update({OneTimeCode.used_at: now})
        .where((OneTimeCode.hash == _hash(purpose, code_from(typed), sealer)) & OneTimeCode.used_at.is_null())
        .returning(OneTimeCode.subject)
    )
    if not used:
        raise Refusal("code.wrong")
    subject: UUID = used[0]["subject"]
    return subject


@tx
async def withdraw_code(*, purpose: str, subject: UUID) -> None:
    """What was issued for this and not used opens nothing any more."""
    await OneTimeCode.delete().where(
        (OneTimeCode.purpose == purpose) & (OneTimeCode.subject == subject) & OneTimeCode.used_at.is_null()
    )


def _hash(purpose: str, code: str, sealer: Sealer) -> bytes:
    return sealer.blind(code, purpose=f"code/{purpose}")

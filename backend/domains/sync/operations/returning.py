"""Somebody who lost every passkey comes back: each step is told to the account's own addresses in the same act."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from backend.domains.identity import operations as identity
from backend.domains.identity.rules import Scope
from backend.domains.notices.operations import News, tell
from backend.domains.sync.operations.devices import disown
from backend.storage.database import tx
from backend.storage.sealing import Sealer

BEGUN, DONE = "account.returning", "account.recovered"


@tx
async def begin_recovery(
    *, person: UUID, by: UUID, scope: Scope, evidence: str, number: str, sealer: Sealer, now: datetime
) -> None:
    """An agent has looked at who somebody is. Refuses `recovery.own`, `recovery.evidence`, `recovery.staff`."""
    begun = await identity.begin_recovery(
        person=person, by=by, scope=scope, evidence=evidence, number=number, sealer=sealer, now=now
    )
    await tell([News(person, BEGUN, str(begun))], sealer=sealer, now=now)


async def give_up(person: UUID, *, sealer: Sealer, now: datetime) -> None:
    """Inside the act by which a person comes back: what was theirs is given up, and whoever it really is hears of it.

    Told before the one who came back can end an address.
    """
    await disown(person=person, device=None, now=now)
    await tell([News(person, DONE, now.isoformat())], sealer=sealer, now=now)

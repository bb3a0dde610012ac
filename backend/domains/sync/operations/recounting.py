"""What was announced moves the days of all open dossiers that it touches."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from backend.domains.dossiers.operations import recount_some
from backend.domains.sync.ports import Centre


async def recount(centre: Centre, changed: Collection[date], now: datetime) -> None:
    """Goes through them in parts, each a transaction of its own; once more does no harm."""
    after: UUID | None = None
    more = True
    while more:
        after = await recount_some(
            changed=changed,
            after=after,
            at=now,
            workflow_of=centre.workflow,
            law=centre.law,
            keys=centre.keys,
            sealer=centre.sealer,
        )
        more = after is not None

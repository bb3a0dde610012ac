"""After a restore: a new life of the database, so that devices offer again what the backup did not hold."""

from __future__ import annotations

from datetime import datetime

from backend.domains.sync.ports import Centre
from backend.storage import counters
from backend.storage.database import tx


@tx
async def begin_epoch(centre: Centre, *, now: datetime) -> str:
    """A new epoch, restored to the last position there is; number series start above all numbers ever issued."""
    epoch = await counters.begin_epoch(now, keys=centre.keys)
    return str(epoch.id)

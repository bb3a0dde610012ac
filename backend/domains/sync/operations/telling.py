"""What happens to dossiers is told to whose they are, in the order of commits, each thing once."""

from __future__ import annotations

from datetime import datetime

from backend.domains.dossiers import queries as dossiers
from backend.domains.notices.operations import News, tell
from backend.domains.sync.ports import Centre
from backend.storage.counters import count_up_to, counted
from backend.storage.database import tx

TOLD = "told"
TELL_AT_ONCE = 500


@tx
async def tell_news(centre: Centre, now: datetime) -> int:
    """Goes on from where it was, at most five hundred lines of history; how many it looked at."""
    begun = await counted(TOLD)
    found = await dossiers.told_after(begun, TELL_AT_ONCE, centre.sealer)
    news = [
        News(
            each.person,
            f"{'desk' if each.staff else 'dossier'}.{each.act}",
            f"{each.number}/{each.position}",
            each.number,
            each.state,
        )
        for each in found.told
    ]
    if news:
        await tell(news, sealer=centre.sealer, now=now)
    if found.last > begun:
        await count_up_to(TOLD, found.last)
    return found.count

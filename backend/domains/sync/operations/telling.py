"""What happens to dossiers is told to whose they are, in the order of commits, each thing once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from backend.domains.dossiers import queries as dossiers
from backend.domains.dossiers.queries import ToTell
from backend.domains.identity import queries as identity
from backend.domains.notices.operations import News, tell
from backend.domains.sync.ports import Centre
from backend.storage.counters import count_up_to, counted
from backend.storage.database import tx

TOLD = "told"
TELL_AT_ONCE = 500


@tx
async def tell_news(centre: Centre, now: datetime) -> int:
    """Goes on from where it was, at most five hundred lines of history; how many it looked at.

    What was filed for another is told to them and to whoever acts or reads for them now, not to who did once.
    """
    begun = await counted(TOLD)
    found = await dossiers.told_after(begun, TELL_AT_ONCE, centre.sealer)
    concerned = await identity.concerned_by({each.on_behalf for each in found.told if each.on_behalf}, now)
    news = [
        News(
            person,
            f"{'desk' if each.staff else 'dossier'}.{each.act}",
            f"{each.number}/{each.position}",
            each.number,
            each.state,
        )
        for each in found.told
        for person in _people(each, concerned)
    ]
    if news:
        await tell(news, sealer=centre.sealer, now=now)
    if found.last > begun:
        await count_up_to(TOLD, found.last)
    return found.count


def _people(told: ToTell, concerned: Mapping[UUID, Mapping[UUID, frozenset[str]]]) -> list[UUID]:
    if told.on_behalf is None:
        return [told.person]
    acting = concerned[told.on_behalf]
    return [person for person, services in acting.items() if not services or told.service in services]

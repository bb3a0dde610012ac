"""Working out, at most once an hour, what everybody may read of how concerns are answered."""

from __future__ import annotations

from datetime import datetime, time

from backend.domains.dossiers.queries import outcomes
from backend.domains.dossiers.rules import ASSISTED, Outcome
from backend.domains.reports.operations import keep_figures, sets_out
from backend.domains.reports.rules import begun_on, figures_of
from backend.domains.sync.ports import Centre
from backend.kernel.days import ALGIERS, day_in_algiers

CONCERNS = "concerns"


async def count_concerns(centre: Centre, now: datetime) -> bool:
    """Keeps the figures of the last twelve months, where those that are kept are an hour old; whether it did."""
    if not await sets_out(name=CONCERNS, now=now):
        return False
    until = day_in_algiers(now)
    since = begun_on(until)
    begin = datetime.combine(since, time(), ALGIERS)
    found: list[Outcome] = []
    for service in centre.catalogue.services():
        if not service.workflow.causes:
            continue
        async for part in outcomes(
            service.code, begin, service.workflow, centre.sealer, many=ASSISTED, counter=centre.counter.id
        ):
            found += part
    bodies = figures_of(found, [body.code for body in centre.places.bodies()])
    await keep_figures(name=CONCERNS, since=since, until=until, bodies=bodies, now=now)
    return True

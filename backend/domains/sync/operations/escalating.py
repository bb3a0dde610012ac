"""What is late is told to the superiors of the place where it lies, by name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from backend.domains.catalogue.rules import Escalation
from backend.domains.dossiers.operations import escalate
from backend.domains.dossiers.rules import Standing, place_of
from backend.domains.identity import queries as identity
from backend.domains.identity.rules import Scope
from backend.domains.sync.ports import Centre
from backend.kernel.days import day_in_algiers


async def escalate_due(centre: Centre, now: datetime) -> int:
    """Escalates what is due now, at most some hundreds; how many were looked at."""
    today = day_in_algiers(now)
    posts = await identity.posts_of_bodies([body.code for body in centre.places.bodies()], centre.sealer)
    held = [post for post in posts if post.holds() and post.holder]

    def holders(role: str | None, place: Scope) -> set[str]:
        """Whoever has the role over a place; where nobody has, whoever is over them."""
        if role is None:
            return set()
        found = {
            str(post.holder) for post in held if post.role == role and post.scope.covers(place, centre.places, today)
        }
        return found or holders(centre.roles[role].over, place)

    async def superiors(due: Sequence[tuple[Standing, Escalation]]) -> list[list[str]]:
        return [sorted(holders(step.tell, place_of(standing))) for standing, step in due]

    return await escalate(
        today=today,
        at=now,
        workflow_of=centre.workflow,
        superiors=superiors,
        law=centre.law,
        keys=centre.keys,
        sealer=centre.sealer,
    )

"""What a correction makes of a dossier: a double or none, in the hands of the counter that is now responsible."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from backend.domains.dossiers import queries
from backend.domains.dossiers.operations.lines import Line
from backend.domains.dossiers.rules import DOUBLE, NO_PLACE, Corrected, Standing, place_of
from backend.domains.dossiers.tables import Dossier, DossierKey
from backend.domains.identity.rules import Scope
from backend.storage.rows import update_many
from backend.storage.sealing import Sealer


async def judge_anew(after: Standing, corrected: Corrected, sealer: Sealer) -> Standing:
    """The dossier with the flags it has now, inside the caller's transaction.

    One that says another thing than before is a double where any other says the same; else it stays what it was.
    """
    said = corrected.business_key
    key = sealer.blind(said, purpose=after.service) if said else None
    was = await queries.business_key(after.id)
    double = DOUBLE in after.flags
    if key != was:
        double = key is not None and await queries.borne_by_another(key, after.id)
        await Dossier.update({Dossier.business_key: key}).where(Dossier.id == after.id)
    flags = [each for each in corrected.flags if each != DOUBLE]
    return replace(after, flags=(*flags, *([DOUBLE] if double else [])))


def there(to: Scope) -> dict[str, Any]:
    """A place, by the columns of a dossier."""
    return {"body": to.body, "wilaya_code": to.wilaya_code or NO_PLACE, "agency": to.agency}


def sent_on(standing: Standing, to: Scope, actor: str, content: dict[str, Any], today: date) -> Line:
    """A dossier goes to another counter; it is in nobody's hands there, and what is late is told to those over it."""
    place = there(to)
    after = replace(standing, holder=None, held_until=None, **place)
    if (standing.escalated or standing.warned) and place_of(standing) != to:
        after = replace(after, escalated=0, warned=0, escalate_on=today)
    said = {"from": [standing.body, standing.wilaya_code, standing.agency], "there": list(place.values())}
    return Line(after, "dossier.transfer", actor, content | said, beside=True)


async def found_there(standings: list[Standing], to: Scope) -> None:
    """Whoever looks for these finds them in another place."""
    await update_many(DossierKey, [{"dossier": each.id} | there(to) for each in standings], by=("dossier",))

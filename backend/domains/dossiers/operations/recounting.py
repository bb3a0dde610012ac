"""A day is off that was not, or the other way round: the days of open dossiers are worked out anew, with a trace."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from backend.domains.catalogue.rules import Workflow
from backend.domains.dossiers import queries
from backend.domains.dossiers.operations.clocks import BY_CLOCK, known_workflow
from backend.domains.dossiers.operations.lines import Line, write_lines
from backend.domains.dossiers.rules import LawNow, recounted
from backend.domains.dossiers.tables import Dossier
from backend.storage.counters import lock_position
from backend.storage.database import tx
from backend.storage.keys import KeyFolder
from backend.storage.rows import update_many
from backend.storage.sealing import Sealer

AT_ONCE = 200


@tx
async def recount_some(
    *,
    changed: Collection[date],
    after: UUID | None,
    at: datetime,
    workflow_of: Callable[[str], Workflow],
    law: LawNow,
    keys: KeyFolder,
    sealer: Sealer,
) -> UUID | None:
    """Works out the next two hundred dossiers anew; the last of them, if there may be more.

    Twice does what once does. Whoever filed is not told: the page shows the day as it now is.
    """
    await lock_position()
    found = await queries.measured_beyond(min(changed), after, AT_ONCE)
    begun = await queries.begun([each.id for each in found], sealer)
    holding, lines, quiet = await law(), [], []
    for each in found:
        workflow = known_workflow(workflow_of, each.service)
        if each.clock is None or workflow is None or each.id not in begun:
            continue
        since = begun[each.id]
        state = workflow.state(each.state)
        clock = recounted(each.clock, state, workflow, since.on, since.longer, changed, holding)
        if clock.due_on != each.due_on:
            after_it = replace(each, due_on=clock.due_on, escalate_on=clock.escalate_on)
            was = {"was": each.clock.due_on.isoformat(), "due_on": clock.due_on.isoformat()}
            lines.append(Line(after_it, "dossier.recount", BY_CLOCK, was, beside=True))
        elif clock.escalate_on != each.escalate_on:
            quiet.append({"id": each.id, "escalate_on": clock.escalate_on})
    await update_many(Dossier, quiet, by=("id",))
    if lines:
        await write_lines(lines, at=at, keys=keys, sealer=sealer)
    return found[-1].id if len(found) == AT_ONCE else None

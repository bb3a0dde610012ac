"""Days that a body lost make the days of its dossiers longer, each day once, with a trace."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

from backend.domains.catalogue.rules import Workflow
from backend.domains.dossiers import queries
from backend.domains.dossiers.operations.clocks import BY_CLOCK, known_workflow
from backend.domains.dossiers.operations.lines import Line, write_lines
from backend.domains.dossiers.rules import Incident, Law, Span, Standing, extended
from backend.storage.keys import KeyFolder
from backend.storage.sealing import Sealer


def made_longer(
    incident: Incident,
    before: Standing,
    since: date,
    workflow_of: Callable[[str], Workflow],
    law: Law,
    given: Iterable[Span],
    step_since: date,
    given_to_step: Iterable[Span],
) -> Line | None:
    """What an incident does to a dossier that is measured from a day on; nothing where its days were given already.

    The answer is measured `since` a day and its present step `step_since` another; each has the days lost to it.
    """
    clock, workflow = before.clock, known_workflow(workflow_of, before.service)
    if clock is None or workflow is None or not incident.touches(before.body, before.wilaya_code):
        return None
    days = incident.lost(since, clock.answer_by, clock.paused_on, given)
    step = days  # one without a limit of its own lasts until the answer
    if clock.due_on != clock.answer_by:
        step = incident.lost(step_since, clock.due_on, clock.paused_on, given_to_step)
    if not days and not step:
        return None
    longer = extended(clock, workflow, len(days), law, step=len(step))
    content = {"incident": str(incident.id), "days": (longer.due_on - clock.due_on).days}
    after = replace(before, answer_by=longer.answer_by, due_on=longer.due_on, escalate_on=longer.escalate_on)
    if days:
        content |= {"first": days[0].isoformat(), "last": days[-1].isoformat()}
        return Line(after, "dossier.extend", BY_CLOCK, content, beside=True)
    # the answer has these days already: whoever filed is told nothing twice
    return Line(after, "dossier.lengthen", BY_CLOCK, content, beside=True) if content["days"] else None


async def give_lost_days(
    begun: Mapping[Standing, date],
    *,
    at: datetime,
    workflow_of: Callable[[str], Workflow],
    law: Law,
    keys: KeyFolder,
    sealer: Sealer,
    new_step: bool = True,
) -> list[Standing]:
    """Gives dossiers what was declared before they came, inside the caller's transaction; how they then stand.

    `begun`: from which day each is measured, where it was filed, went on to another step or came to another place.
    """
    now = {standing.id: standing for standing in begun}
    since = {each.id: day for each, day in begun.items() if each.closed_at is None and each.paused_on is None}
    known = await queries.incidents({now[id_].body for id_ in since}, min(since.values()), sealer) if since else []
    given = await queries.given(since, sealer) if known else {}
    to_step = {} if new_step else {id_: [*spans] for id_, spans in given.items()}
    for incident in reversed(known):
        lines = []
        for id_, day in since.items():
            line = made_longer(
                incident,
                now[id_],
                day,
                workflow_of,
                law,
                given.get(id_, ()),
                day,
                to_step.get(id_, ()),
            )
            if line is not None:
                lines.append(line)
            if incident.touches(now[id_].body, now[id_].wilaya_code):
                for spans in (given, to_step):
                    spans.setdefault(id_, []).append((incident.first, incident.last))
        if lines:
            now |= {each.id: each for each in await write_lines(lines, at=at, keys=keys, sealer=sealer)}
    return [now[standing.id] for standing in begun]

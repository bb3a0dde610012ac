"""What staff do with many dossiers at once. One to which it cannot be done is left out, with the reason."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from uuid import UUID

from backend.domains.catalogue.rules import Act
from backend.domains.dossiers import queries
from backend.domains.dossiers.operations.desk import Serving, act_at_desk, transfer
from backend.domains.dossiers.rules import (
    LeftOut,
    Marked,
    Said,
    Standing,
    Together,
    acts_together,
    check_said,
    free_for,
    place_of,
    same_revision,
    some_and_few_enough,
    way_of_all,
)
from backend.domains.identity.rules import Scope
from backend.kernel.refusal import Refusal
from backend.storage.counters import lock_position
from backend.storage.database import tx

Reached = Callable[[Standing], bool]
"""Whether a dossier lies where whoever serves has the right; another is as unknown as none."""


async def sort_out(
    serving: Serving, marked: Sequence[Marked], reached: Reached
) -> tuple[list[Standing], list[LeftOut]]:
    """Those that something may be done to now, in the order they were marked, and those that are left out."""
    found = await queries.standings([each.number for each in marked])
    theirs = await serving.concerning(serving.agent, found.values())
    able, left = [], []
    for each in marked:
        try:
            able.append(_able(serving, each, found.get(each.number), reached, theirs))
        except Refusal as refusal:
            left.append(LeftOut(each.number, refusal))
    return able, left


def _able(
    serving: Serving, marked: Marked, standing: Standing | None, reached: Reached, theirs: Collection[UUID]
) -> Standing:
    """Refuses `dossier.unknown`, `dossier.changed`, `dossier.ended`, `dossier.held`, `dossier.own`."""
    if standing is None or not reached(standing):
        raise Refusal("dossier.unknown")
    if marked.revision is not None:
        same_revision(standing, marked.revision)
    if standing.closed_at is not None:
        raise Refusal("dossier.ended")
    free_for(standing, serving.agent, serving.at)
    if standing.id in theirs:
        raise Refusal("dossier.own")
    return standing


async def act_on_many(
    serving_in: Mapping[str, Serving],
    *,
    marked: Sequence[Marked],
    act: str,
    text: str,
    reached: Reached,
    may: Callable[[Act, Standing], bool],
    proved: Callable[[Act], None],
) -> Together:
    """The same act with the same text on each of these, one transaction a dossier; a letter each, where one is due.

    `serving_in`: whoever serves, by body; `proved` refuses an act for which they showed no passkey. Before anything is
    done it refuses `dossier.none_marked`, `dossier.too_many`, `dossier.not_alike`, `dossier.act_not_open`,
    `dossier.text`, `dossier.no_text`.
    """
    some_and_few_enough(marked)
    serving = next(iter(serving_in.values()))
    able, left = await sort_out(serving, marked, reached)
    if not able:
        return Together((), tuple(left))
    service, state = way_of_all(able)
    workflow = serving.workflow_of(service)
    chosen = next((each for each in acts_together(workflow, state) if each.id == act), None)
    if chosen is None:
        raise Refusal("dossier.act_not_open")
    if text.strip() and "text" not in chosen.wants:
        raise Refusal("dossier.no_text")
    said = Said(text.strip())
    check_said(chosen, said, workflow, ())
    proved(chosen)
    done, revisions = [], {each.number: each.revision for each in marked}
    for standing in able:
        try:
            done.append(
                await _act_on_one(
                    serving_in,
                    Marked(standing.number, revisions[standing.number]),
                    chosen,
                    said,
                    lambda each: reached(each) and may(chosen, each),
                )
            )
        except Refusal as refusal:
            left.append(LeftOut(standing.number, refusal))
    return Together(tuple(done), tuple(left))


@tx
async def _act_on_one(
    serving_in: Mapping[str, Serving], marked: Marked, act: Act, said: Said, allowed: Reached
) -> Standing:
    await lock_position()
    standing = await queries.standing(marked.number)
    if standing is None or not allowed(standing):
        raise Refusal("dossier.act_not_open")
    return await act_at_desk(
        serving_in[standing.body],
        number=marked.number,
        act=act,
        said=said,
        fields=(),
        base_revision=-1 if marked.revision is None else marked.revision,
    )


@tx
async def transfer_many(
    serving: Serving, *, marked: Sequence[Marked], to: Scope, reason: str, reached: Reached
) -> Together:
    """Sends these to another counter, wilaya or body, for one reason. What lies there already is left out too.

    Refuses `dossier.none_marked`, `dossier.too_many`, `dossier.text`.
    """
    some_and_few_enough(marked)
    await lock_position()
    able, left = await sort_out(serving, marked, reached)
    left += [LeftOut(each.number, Refusal("dossier.there")) for each in able if place_of(each) == to]
    going = [each.number for each in able if place_of(each) != to]
    return Together(tuple(await transfer(serving, numbers=going, to=to, reason=reason)), tuple(left))

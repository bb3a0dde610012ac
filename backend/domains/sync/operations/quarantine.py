"""What no rule may decide: a named person of the body looks at it, and ends it once, applied or refused."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from backend.domains.dossiers import queries as dossiers
from backend.domains.dossiers.rules import Standing, may_be_done
from backend.domains.sync import queries
from backend.domains.sync.operations.settling import PIECES_MISSING, conclude, wake
from backend.domains.sync.ports import Centre
from backend.domains.sync.rules.envelope import Envelope
from backend.domains.sync.rules.file_types import file_flags
from backend.domains.sync.rules.judging import Verdict, may_pass_as_its_own
from backend.domains.sync.rules.serving import DESK, may_pass
from backend.kernel.ids import is_uuid7
from backend.kernel.refusal import Refusal
from backend.storage.counters import lock_position
from backend.storage.database import tx


@tx
async def resolve(
    centre: Centre,
    *,
    entry: UUID,
    to: Literal["applied", "refused"],
    by: str,
    now: datetime,
    person: UUID | None = None,
) -> str:
    """Ends a quarantine; the outcome it got. `by` names whoever does it, `person` is their account.

    Refusals: `quarantine.unknown`, `quarantine.resolved` (it was ended before), `quarantine.by_missing`,
    `quarantine.own`: nobody decides what they filed themselves, or on what concerns them, `quarantine.unproved`,
    `envelope.not_yours`, `quarantine.same_desk`: they sat at the desk that an act of staff came from, and what four
    eyes refuse.
    """
    if not by.strip():
        raise Refusal("quarantine.by_missing")
    await lock_position()
    found = await queries.opened(centre, [entry])
    if not found:
        raise Refusal("quarantine.unknown")
    ((held, envelope),) = found
    if held.outcome != "quarantined":
        raise Refusal("quarantine.resolved")
    if person is not None and await queries.concerns(person, envelope.person, envelope.on_behalf):
        raise Refusal("quarantine.own")
    standing = await _standing(envelope)
    if person is not None and standing is not None and await queries.concerned(person, standing):
        raise Refusal("quarantine.own")
    if to == "applied":
        if not may_pass(envelope, await queries.code_of(entry), centre.catalogue):
            raise Refusal("quarantine.unproved")
        known = await queries.knowledge(centre, [envelope], now)
        may_pass_as_its_own(envelope, known, centre.catalogue, held.received_at)
        if envelope.kind == DESK:
            await _four_eyes(centre, envelope, standing, person)
            if (envelope.device_id, str(person)) in known.bound:
                raise Refusal("quarantine.same_desk")
    if to == "refused":
        verdict = Verdict("refused", await queries.code_of(entry) or "quarantine.refused")
    elif not held.first and envelope.kind == "dossier.file" and await queries.number_of(envelope.id):
        # Its id bears a dossier already: one envelope id never has two effects.
        raise Refusal("quarantine.id_has_dossier")
    else:
        verdict = Verdict("apply", standing=standing)
    come = (await queries.complete_files([entry])).get(entry, {})
    missing = {file.sha256 for file in envelope.files} - set(come)
    flags = ["quarantine.resolved", *([PIECES_MISSING] if missing else []), *file_flags(envelope.files, come)]
    outcome = await conclude(centre, held, envelope, verdict, now, flags=flags, by=by)
    if held.first:
        await wake(centre, [envelope.id], now)
    return outcome


async def _four_eyes(centre: Centre, envelope: Envelope, standing: Standing | None, person: UUID | None) -> None:
    """An act of staff is let pass by nobody who could not have done it themselves."""
    if standing is None:
        raise Refusal("dossier.unknown")
    act = centre.workflow(standing.service).act(envelope.act or "", standing.state)
    if act is not None and person is not None:
        may_be_done(act, person, await dossiers.doers(standing.id))


async def _standing(envelope: Envelope) -> Standing | None:
    """Where the dossier stands that the envelope acts on: it names a number, or the filing that became one."""
    if envelope.dossier is None:
        return None
    number = await queries.number_of(UUID(envelope.dossier)) if is_uuid7(envelope.dossier) else envelope.dossier
    return await dossiers.standing(number) if number else None

"""Applying envelopes: a filing becomes a dossier, an act moves one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.domains.catalogue.rules import Form, double_key
from backend.domains.dossiers import operations as dossiers
from backend.domains.dossiers.rules import (
    ASSISTED,
    BY_FILER,
    NO_PLACE,
    Acting,
    Filing,
    Law,
    Standing,
    started,
)
from backend.domains.identity import queries as identity
from backend.domains.identity.rules import RECOVERY_WAIT, Party, Scope
from backend.domains.receipts.rules import Kind
from backend.domains.sync.operations.correcting import correction
from backend.domains.sync.operations.reading import (
    LATE,
    SPARED,
    depositor_of,
    files_of,
    incidents_before,
    late_in,
    place_in,
    spared,
)
from backend.domains.sync.operations.serving import act_away
from backend.domains.sync.operations.verdicts import doubtful, held_facts, received_token
from backend.domains.sync.ports import Centre
from backend.domains.sync.rules.answers import kept_receipt
from backend.domains.sync.rules.envelope import Envelope
from backend.domains.sync.rules.judging import PRESENT, Verdict, act_of_filer, refused_for
from backend.domains.sync.rules.outcomes import Outcome, applied
from backend.domains.sync.rules.serving import DESK
from backend.kernel.days import day_in_algiers
from backend.kernel.ids import is_uuid7
from backend.kernel.refusal import Refusal
from backend.storage.database import savepoint

OF_ACTS = ("dossier.", "answers.")
"""How the codes begin by which an act is refused."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """An envelope to apply: when it came, the dossier it acts on, and what an agent noted when he let it pass.

    `acted_at`: since when an act on a dossier counts, where it was held first; a filing counts from when it came.
    """

    envelope: Envelope
    received_at: datetime
    carrier: UUID
    standing: Standing | None = None
    flags: tuple[str, ...] = ()
    acted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of it."""

    number: str
    outcome: Outcome


async def apply_all(centre: Centre, arrivals: Sequence[Arrival]) -> list[Applied]:
    """Applies each, in order, inside the caller's transaction. Either all are filings, or there is one act."""
    if all(arrival.envelope.kind == "dossier.file" for arrival in arrivals):
        return await _file(centre, arrivals)
    return [await _act(centre, arrival) for arrival in arrivals]


async def apply_alone(centre: Centre, arrival: Arrival) -> Applied | Verdict:
    """Applies one act; what its operation refuses concerns this act alone, and nothing of it stays."""
    try:
        async with savepoint():
            return await _act(centre, arrival)
    except Refusal as refusal:
        if not refusal.code.startswith(OF_ACTS):  # of the store, not of the act
            raise
        return refused_for(refusal)


async def _file(centre: Centre, arrivals: Sequence[Arrival]) -> list[Applied]:
    if not arrivals:
        return []
    names, recovered = await _names(centre, arrivals), await _recovered(centre, arrivals)
    law = await centre.law()
    filings = [_filing(centre, arrival, names, recovered, law) for arrival in arrivals]
    if any(LATE & set(filing.flags) for filing in filings):
        filings = await _spared(centre, filings)
    filed = await dossiers.file_many(filings=filings, sealer=centre.sealer, keys=centre.keys, signer=centre.signer)
    standings = await dossiers.give_lost_days(
        {each.standing: day_in_algiers(filing.received_at) for each, filing in zip(filed, filings, strict=True)},
        at=max(filing.received_at for filing in filings),
        workflow_of=centre.workflow,
        law=law,
        keys=centre.keys,
        sealer=centre.sealer,
    )
    secret_key = centre.keys.current("tracking").kid
    return [
        Applied(
            standing.number,
            applied(
                standing.position,
                standing.public,
                kept_receipt(standing.number, each.token, secret_key),
                standing.flags,
            ),
        )
        for each, standing in zip(filed, standings, strict=True)
    ]


async def _spared(centre: Centre, filings: Sequence[Filing]) -> list[Filing]:
    """Nobody is late whose limit ended while the counter could not be reached: the flag says so instead."""
    oldest = min(filing.received_at for filing in filings)
    known = await incidents_before(centre, [filing.body for filing in filings], oldest)
    found = []
    for filing in filings:
        form, place = (
            centre.catalogue.form(filing.service, filing.service_version),
            Scope(filing.body, filing.wilaya_code),
        )
        if LATE & set(filing.flags) and spared(centre, form, filing.answers, filing.received_at, place, known):
            filing = replace(filing, flags=tuple(SPARED if flag in LATE else flag for flag in filing.flags))
        found.append(filing)
    return found


async def _act(centre: Centre, arrival: Arrival) -> Applied:
    envelope, standing = arrival.envelope, arrival.standing
    if standing is None or envelope.base_revision is None:
        raise Refusal("dossier.unknown")
    at = arrival.acted_at or arrival.received_at
    if envelope.kind == DESK:
        return _acted(centre, arrival, await act_away(centre, envelope, standing, at))
    act = act_of_filer(envelope, standing, centre.catalogue)
    _, acting = _acting(envelope, await _names(centre, [arrival]))
    content, corrected = _text(envelope), None
    if act.id == "correct":
        content, corrected = await correction(centre, envelope, standing)
    content["acting"] = asdict(acting) if acting else None
    after = await dossiers.act(
        number=standing.number,
        act=act,
        workflow=centre.workflow(standing.service),
        base_revision=envelope.base_revision,
        actor=BY_FILER,
        at=at,
        content=content,
        law=centre.law,
        keys=centre.keys,
        sealer=centre.sealer,
        corrected=corrected,
    )
    return _acted(centre, arrival, after)


def _acted(centre: Centre, arrival: Arrival, after: Standing) -> Applied:
    """An act has no receipt of its own but the proof that it came."""
    envelope, at = arrival.envelope, arrival.received_at
    receipt = {"token": received_token(centre, envelope, at)}
    flags = ["clock.doubtful"] if doubtful(centre, envelope, at) else []
    return Applied(after.number, applied(after.position, after.public, receipt, [*flags, *arrival.flags]))


def _text(envelope: Envelope) -> dict[str, Any]:
    text = envelope.answers.get("text")
    return {"text": text.strip(), "told": True} if isinstance(text, str) else {}


async def _names(centre: Centre, arrivals: Sequence[Arrival]) -> dict[UUID, Party]:
    """Those who act for another here, and those for whom they do."""
    acting = [each.envelope for each in arrivals if each.envelope.on_behalf]
    named = {name for each in acting for name in (each.person, each.on_behalf) if name and is_uuid7(name)}
    return await identity.parties({UUID(name) for name in named}, centre.sealer)


def _acting(
    envelope: Envelope, names: Mapping[UUID, Party], depositor: str | None = None
) -> tuple[UUID | None, Acting | None]:
    """For whom it was filed, and what both are called; nobody where an agent let one pass that names no one."""
    if envelope.on_behalf == PRESENT:
        agent = names.get(_id(envelope.person) or envelope.device_id)
        return None, Acting(agent.name, depositor or "—") if agent else None
    by, giver = (names.get(one) if one else None for one in (_id(envelope.person), _id(envelope.on_behalf)))
    return (giver.id, Acting(by.name, giver.name)) if by and giver else (None, None)


def _unsure(on_behalf: UUID | None, names: Mapping[UUID, Party]) -> tuple[str, ...]:
    """The flag of an employer that nobody but its own people has named so far."""
    return () if on_behalf is None or names[on_behalf].confirmed else ("employer.unconfirmed",)


async def _recovered(centre: Centre, arrivals: Sequence[Arrival]) -> set[UUID]:
    """Those of these people who got back in at a counter a moment ago, and name an account for payments now."""
    naming = [
        (arrival, person)
        for arrival in arrivals
        if (person := _id(arrival.envelope.person))
        and centre.catalogue.form(arrival.envelope.service, arrival.envelope.service_version).names_account
    ]
    if not naming:
        return set()
    oldest = min(arrival.received_at for arrival, _ in naming) - RECOVERY_WAIT
    return set(await identity.recovered_since({person for _, person in naming}, oldest))


def _filing(
    centre: Centre, arrival: Arrival, names: Mapping[UUID, Party], recovered: Collection[UUID], law: Law
) -> Filing:
    envelope, received_at = arrival.envelope, arrival.received_at
    held = held_facts(centre, envelope)
    form = centre.catalogue.form(envelope.service, envelope.service_version)
    depositor = depositor_of(form, envelope)
    on_behalf, acting = _acting(envelope, names, depositor)
    assisted = (ASSISTED,) if envelope.on_behalf == PRESENT else ()
    waits = ("account.recovered",) if _id(envelope.person) in recovered else ()
    place = place_in(centre, envelope.service, form, envelope.answers, received_at)
    return Filing(
        envelope_id=envelope.id,
        digest=envelope.digest,
        owner=envelope.device_id,
        person=None if assisted else _id(envelope.person),
        body=place.body,
        prefix=centre.places.body(form.body).prefix,
        agency=place.agency,
        wilaya_code=place.wilaya_code or NO_PLACE,
        service=envelope.service,
        service_version=envelope.service_version,
        lang=envelope.lang,
        filled_at=envelope.filled_at,
        received_at=received_at,
        answers=envelope.answers,
        files=files_of(envelope),
        state=centre.workflow(envelope.service).start,
        clock=started(form, centre.workflow(envelope.service), received_at, law),
        flags=(
            *_flags(centre, form, envelope, received_at),
            *_unsure(on_behalf, names),
            *waits,
            *assisted,
            *arrival.flags,
        ),
        business_key=double_key(form, envelope.answers),
        depositor=depositor,
        on_behalf=on_behalf,
        acting=acting,
        number=held.number if held and held.kind == Kind.FILED else None,
    )


def _id(text: str | None) -> UUID | None:
    """Who is named; nobody where an agent let one pass that names what cannot be a person."""
    return UUID(text) if text and is_uuid7(text) else None


def _flags(centre: Centre, form: Form, envelope: Envelope, received_at: datetime) -> tuple[str, ...]:
    doubt = doubtful(centre, envelope, received_at)
    late = late_in(centre, form, envelope.answers, envelope.filled_at, received_at, doubt=doubt)
    return (*(["clock.doubtful"] if doubt else []), *([late] if late else []))

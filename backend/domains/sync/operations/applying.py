"""Applying envelopes: a filing becomes a dossier, an act moves one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from backend.domains.catalogue.rules import Form, double_key
from backend.domains.dossiers import operations as dossiers
from backend.domains.dossiers.rules import FileRef, Filing, Standing, due_at, time_limit_flag
from backend.domains.receipts.rules import Kind
from backend.domains.sync.operations.verdicts import doubtful, held_facts, wilaya_of
from backend.domains.sync.ports import Centre
from backend.domains.sync.rules.answers import kept_receipt
from backend.domains.sync.rules.envelope import Envelope
from backend.domains.sync.rules.judging import act_of_filer
from backend.domains.sync.rules.outcomes import Outcome, applied
from backend.kernel.days import day_in_algiers
from backend.kernel.ids import is_uuid7
from backend.kernel.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Arrival:
    """An envelope to apply: when it came, the dossier it acts on, and what an agent noted when he let it pass."""

    envelope: Envelope
    received_at: datetime
    carrier: UUID
    standing: Standing | None = None
    flags: tuple[str, ...] = ()


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


async def _file(centre: Centre, arrivals: Sequence[Arrival]) -> list[Applied]:
    filings = [_filing(centre, arrival) for arrival in arrivals]
    filed = await dossiers.file_many(filings=filings, sealer=centre.sealer, keys=centre.keys, signer=centre.signer)
    secret_key = centre.keys.current("tracking").kid
    return [
        Applied(
            each.standing.number,
            applied(
                each.standing.position,
                each.standing.public,
                kept_receipt(each.standing.number, each.token, secret_key),
                each.standing.flags,
            ),
        )
        for each in filed
    ]


async def _act(centre: Centre, arrival: Arrival) -> Applied:
    envelope, standing = arrival.envelope, arrival.standing
    if standing is None or envelope.base_revision is None:
        raise Refusal("dossier.unknown")
    act = act_of_filer(envelope, standing, centre.catalogue)
    content = {"answers": envelope.answers, "files": [asdict(file) for file in _files(envelope)], "depositor": None}
    after = await dossiers.act(
        number=standing.number,
        verb=f"dossier.{act.id}",
        to=act.to,
        base_revision=envelope.base_revision,
        actor=dossiers.BY_FILER,
        at=arrival.received_at,
        content=content,
        sealer=centre.sealer,
    )
    flags = ["clock.doubtful"] if doubtful(centre, envelope, arrival.received_at) else []
    return Applied(after.number, applied(after.position, after.public, None, [*flags, *arrival.flags]))


def _filing(centre: Centre, arrival: Arrival) -> Filing:
    envelope, received_at = arrival.envelope, arrival.received_at
    held = held_facts(centre, envelope)
    form = centre.catalogue.form(envelope.service, envelope.service_version)
    wilaya, body = wilaya_of(centre, envelope), centre.places.body(form.body)
    depositor = envelope.answers.get(form.depositor) if form.depositor else None
    return Filing(
        envelope_id=envelope.id,
        digest=envelope.digest,
        owner=envelope.device_id,
        person=_person(envelope),
        body=form.body,
        prefix=body.prefix,
        agency=_agency(centre, form, envelope, wilaya, received_at),
        wilaya_code=wilaya,
        service=envelope.service,
        service_version=envelope.service_version,
        lang=envelope.lang,
        filled_at=envelope.filled_at,
        received_at=received_at,
        answers=envelope.answers,
        files=_files(envelope),
        flags=(*_flags(centre, form, envelope, received_at), *arrival.flags),
        business_key=double_key(form, envelope.answers),
        depositor=depositor if isinstance(depositor, str) else None,
        number=held.number if held and held.kind == Kind.FILED else None,
    )


def _person(envelope: Envelope) -> UUID | None:
    """Whose it is; nobody's where an agent let one pass that names what cannot be a person."""
    return UUID(envelope.person) if envelope.person and is_uuid7(envelope.person) else None


def _files(envelope: Envelope) -> tuple[FileRef, ...]:
    return tuple(FileRef(file.field, file.name, file.type, file.size, file.sha256) for file in envelope.files)


def _agency(centre: Centre, form: Form, envelope: Envelope, wilaya: str, at: datetime) -> str | None:
    chosen = envelope.answers.get(form.agency) if form.agency else None
    if isinstance(chosen, str):
        return chosen
    try:
        return centre.places.agency(form.body, wilaya, day_in_algiers(at)).code
    except Refusal:
        return None


def _flags(centre: Centre, form: Form, envelope: Envelope, received_at: datetime) -> tuple[str, ...]:
    doubt = doubtful(centre, envelope, received_at)
    late = _late(centre, form, envelope, received_at, doubt)
    return (*(["clock.doubtful"] if doubt else []), *([late] if late else []))


def _late(centre: Centre, form: Form, envelope: Envelope, received_at: datetime, doubt: bool) -> str | None:
    due = due_at(form, envelope.answers, centre.parameters)
    if due is None:
        return None
    return time_limit_flag(due=due, filled_at=envelope.filled_at, received_at=received_at, clock_doubtful=doubt)

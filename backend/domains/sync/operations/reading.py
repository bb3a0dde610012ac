"""What answers say of a dossier beside what is asked for: where it lies, who asks, and whether they came in time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from backend.domains.catalogue.rules import Form
from backend.domains.dossiers import queries as dossiers
from backend.domains.dossiers.rules import NO_PLACE, FileRef, Incident, due_at, put_off, time_limit_flag
from backend.domains.identity.rules import Scope
from backend.domains.sync.operations.verdicts import wilaya_in
from backend.domains.sync.ports import Centre
from backend.domains.sync.rules.envelope import Envelope
from backend.kernel.days import day_in_algiers
from backend.kernel.refusal import Refusal

LATE = {"time_limit.late", "time_limit.filled_in_time"}
SPARED = "time_limit.incident"
LONGEST_LOOK = timedelta(days=366)


def files_of(envelope: Envelope) -> tuple[FileRef, ...]:
    return tuple(FileRef(file.field, file.name, file.type, file.size, file.sha256) for file in envelope.files)


def depositor_of(form: Form, envelope: Envelope) -> str | None:
    """What whoever files calls themselves in the answers."""
    named = envelope.answers.get(form.depositor) if form.depositor else None
    return named if isinstance(named, str) else None


def place_in(centre: Centre, service: str, form: Form, answers: Mapping[str, Any], at: datetime) -> Scope:
    """The body that answers, the wilaya that is named and its agency, where one stands there."""
    body, wilaya = centre.catalogue.service(service).answering(answers), wilaya_in(form, answers)
    agency = answers.get(form.agency) if form.agency else None
    if not isinstance(agency, str):
        try:
            agency = centre.places.agency(body, wilaya, day_in_algiers(at)).code
        except Refusal:
            agency = None
    return Scope(body, None if wilaya == NO_PLACE else wilaya, agency)


def late_in(
    centre: Centre, form: Form, answers: Mapping[str, Any], filled_at: datetime, received_at: datetime, *, doubt: bool
) -> str | None:
    """What lateness means for these answers, as a flag; nothing where they came in time."""
    due = due_at(form, answers, centre.parameters)
    if due is None:
        return None
    return time_limit_flag(due=due, filled_at=filled_at, received_at=received_at, clock_doubtful=doubt)


async def incidents_before(centre: Centre, bodies: Iterable[str], day: datetime) -> list[Incident]:
    """Those in which a limit of what came by a day may have ended."""
    return await dossiers.incidents(set(bodies), day_in_algiers(day) - LONGEST_LOOK, centre.sealer)


def spared(
    centre: Centre,
    form: Form,
    answers: Mapping[str, Any],
    received_at: datetime,
    place: Scope,
    known: Iterable[Incident],
) -> bool:
    """Whether the limit ended while the counter could not be reached: nobody is late for that."""
    due = due_at(form, answers, centre.parameters)
    touching = [each for each in known if each.touches(place.body, place.wilaya_code or "")]
    return due is not None and bool(touching) and received_at <= put_off(due, touching)

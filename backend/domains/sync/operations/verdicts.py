"""The verdict on an envelope as the centre stands now, and the answer a held one gets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from backend.domains.catalogue.rules import Form
from backend.domains.dossiers.rules import NO_PLACE
from backend.domains.receipts.rules import DIGEST_BYTES, Kind, TokenFacts
from backend.domains.sync.ports import Centre
from backend.domains.sync.rules.devices import unbase64url
from backend.domains.sync.rules.envelope import Envelope
from backend.domains.sync.rules.judging import Knowledge, Verdict, judge
from backend.domains.sync.rules.outcomes import Outcome, held
from backend.domains.sync.rules.times import clock_doubtful, seen_at
from backend.kernel.base64url import base64url
from backend.kernel.refusal import Refusal


def doubtful(centre: Centre, envelope: Envelope, received_at: datetime) -> bool:
    """Whether the device's word on when it was filled in cannot be vouched for."""
    secrets = {key.kid: key.secret for key in centre.keys.all("time")}
    return clock_doubtful(envelope.filled_at, seen_at(envelope.seen, secrets), received_at)


def verdict_on(
    centre: Centre, envelope: Envelope, *, carried: bool, known: Knowledge, received_at: datetime
) -> Verdict:
    """Judged by the day it was filled in, where the server can vouch for that day, else by the day it came."""
    judged_at = received_at if doubtful(centre, envelope, received_at) else envelope.filled_at
    return judge(
        envelope,
        carried=carried,
        known=known,
        catalogue=centre.catalogue,
        judged_at=judged_at,
        received_at=received_at,
    )


def held_facts(centre: Centre, envelope: Envelope) -> TokenFacts | None:
    """What a receipt that the device still holds vouches for; None unless it is ours and of this envelope."""
    if envelope.held_receipt is None:
        return None
    try:
        facts = centre.signer.read(unbase64url(envelope.held_receipt))
    except Refusal:
        return None
    return facts if facts.digest16 == envelope.digest[:DIGEST_BYTES] and facts.service == envelope.service else None


def received_at(centre: Centre, envelope: Envelope, now: datetime) -> datetime:
    """When an envelope came: now, or when it had come before a restore, by the receipt that its device still holds."""
    facts = held_facts(centre, envelope)
    return facts.received_at if facts else now


def received_token(centre: Centre, envelope: Envelope, received_at: datetime) -> str:
    """The token that an envelope was received, which secures its date; its id stands for a number."""
    facts = TokenFacts(
        str(envelope.id),
        envelope.service,
        envelope.digest[:DIGEST_BYTES],
        envelope.filled_at,
        received_at,
        Kind.RECEIVED,
    )
    return base64url(centre.signer.token(facts))


def held_answer(centre: Centre, envelope: Envelope, verdict: Verdict, position: int, received_at: datetime) -> Outcome:
    """What a held envelope is answered: always with a token of kind received, so that its date is secured."""
    token = received_token(centre, envelope, received_at)
    if verdict.outcome == "need_files":
        return held("need_files", position, token, missing=list(verdict.missing))
    if verdict.outcome == "waiting":
        return held("waiting", position, token, **{"for": [str(each) for each in verdict.waits_for]})
    return held("quarantined", position, token, code=verdict.code)


def wilaya_of(centre: Centre, envelope: Envelope) -> str:
    """The wilaya an envelope's answers lead to; `00` where they name none, or the service is of a later catalogue."""
    try:
        form = centre.catalogue.form(envelope.service, envelope.service_version)
    except Refusal:
        return NO_PLACE
    return wilaya_in(form, envelope.answers)


def wilaya_in(form: Form, answers: Mapping[str, Any]) -> str:
    """The same of the answers to a form."""
    code = answers.get(form.wilaya) if form.wilaya else None
    return code if isinstance(code, str) and code in form.wilayas else NO_PLACE

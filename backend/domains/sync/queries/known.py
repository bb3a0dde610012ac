"""What judging an envelope may look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from backend.domains.catalogue.rules import Act
from backend.domains.dossiers import queries as dossiers
from backend.domains.dossiers.rules import FileRef, Standing, may_be_done, place_of
from backend.domains.identity import queries as identity
from backend.domains.identity.rules import ASSIST
from backend.domains.sync.ports import Centre
from backend.domains.sync.queries.concerned import concerned
from backend.domains.sync.queries.recorded import bound, devices, entries
from backend.domains.sync.rules.correcting import Content
from backend.domains.sync.rules.devices import unbase64url
from backend.domains.sync.rules.envelope import Envelope
from backend.domains.sync.rules.judging import PRESENT, Assistant, EntryFacts, Knowledge
from backend.domains.sync.rules.serving import DESK, DeskFacts
from backend.kernel.days import day_in_algiers
from backend.kernel.ids import is_uuid7
from backend.kernel.refusal import Refusal

WORK = "dossier.work"


async def knowledge(
    centre: Centre, run: Sequence[Envelope], now: datetime, complete_files: dict[UUID, frozenset[str]] | None = None
) -> Knowledge:
    """What judging these envelopes may look at."""
    known_devices = await devices({each.device_id for each in run})
    referred = {each for envelope in run for each in _referred(envelope)}
    facts = {
        envelope_id: EntryFacts(first.device, first.person, first.digest, first.outcome, first.number)
        for envelope_id, (first, *_) in (await entries(referred)).items()
    }
    numbers = {each.dossier for each in run if each.dossier} | {fact.number for fact in facts.values() if fact.number}
    people = await bound({each.device_id for each in run if each.person})
    signed = await _proved(centre, run)
    acting = [each for each in run if each.on_behalf and is_uuid7(each.on_behalf)]
    holders = {UUID(each.person) for each in acting if each.person and is_uuid7(each.person)}
    mandates = await identity.mandates_between(holders, {UUID(str(each.on_behalf)) for each in acting})
    agents = {UUID(each.person) for each in run if each.on_behalf == PRESENT and each.person and is_uuid7(each.person)}
    assistants = [
        Assistant(post)
        for post in await identity.posts_held(agents, centre.sealer)
        if ASSIST in centre.roles[post.role].rights
    ]
    standings = await dossiers.standings(numbers)
    contents = await _contents(centre, run, standings)
    served = await _served(centre, run, standings, now)
    return Knowledge(
        known_devices, people, signed, mandates, assistants, facts, standings, complete_files or {}, contents, served
    )


async def _served(
    centre: Centre, run: Sequence[Envelope], standings: Mapping[str, Standing], now: datetime
) -> Mapping[UUID, DeskFacts]:
    """Whether who acts from a desk serves where the dossier lies, and what forbids it else."""
    acting = [each for each in run if each.kind == DESK and each.person and is_uuid7(each.person)]
    if not acting:
        return {}
    people = {UUID(str(each.person)) for each in acting}
    posts = [post for post in await identity.posts_held(people, centre.sealer) if post.holds()]
    today = day_in_algiers(now)
    found: dict[UUID, DeskFacts] = {}
    for each in acting:  # nearly always one: each is judged by itself
        standing, person = standings.get(each.dossier or ""), UUID(str(each.person))
        if standing is None:
            continue
        act = centre.workflow(standing.service).act(each.act or "", standing.state)
        rights = set(act.rights) if act else set()
        mine = [
            post
            for post in posts
            if post.holder == person and post.scope.covers(place_of(standing), centre.places, today)
        ]
        serves = any(WORK in centre.roles[post.role].rights for post in mine)
        may = act is None or any(rights & centre.roles[post.role].rights for post in mine)
        found[each.id] = DeskFacts(serves and may, await _forbidden(act, person, standing))
    return found


async def _forbidden(act: Act | None, person: UUID, standing: Standing) -> str | None:
    """The code of what keeps this person from an act on this dossier."""
    if await concerned(person, standing):
        return "dossier.own"
    try:
        if act is not None:
            may_be_done(act, person, await dossiers.doers(standing.id))
    except Refusal as refusal:
        return refusal.code
    return None


async def _contents(
    centre: Centre, run: Sequence[Envelope], standings: Mapping[str, Standing]
) -> Mapping[UUID, Content]:
    """What the dossiers say of which certain fields are open, where an envelope corrects one."""
    if all(each.kind != "dossier.correct" for each in run):
        return {}
    asked = [each.id for each in standings.values() if each.open_fields is not None]
    said = await dossiers.contents(asked, centre.sealer)
    return {
        dossier: Content(each["answers"], tuple(FileRef(**file) for file in each["files"]))
        for dossier, each in said.items()
    }


async def _proved(centre: Centre, run: Sequence[Envelope]) -> set[UUID]:
    """The envelopes whose proof is by the passkey they name, and that passkey their person's."""
    signers = [(envelope, signer) for envelope in run if (signer := _signer(envelope))]
    known = await identity.passkeys_named({signer for _, signer in signers}, centre.sealer)
    return {
        envelope.id
        for envelope, signer in signers
        if signer in known
        and str(known[signer].person) == envelope.person
        and centre.passkeys.proved(envelope.proof, envelope.digest, known[signer])
    }


def _signer(envelope: Envelope) -> bytes | None:
    """The id of the passkey that an envelope names as its signer, where it brings a proof."""
    if envelope.signer is None or envelope.proof is None:
        return None
    try:
        return unbase64url(envelope.signer)
    except Refusal:
        return None


def _referred(envelope: Envelope) -> set[UUID]:
    named = {*envelope.depends_on, *([envelope.corrects] if envelope.corrects else [])}
    if envelope.dossier is not None and len(envelope.dossier) == 36:  # not a number, but the envelope that files it
        with suppress(ValueError):
            named.add(UUID(envelope.dossier))
    return named

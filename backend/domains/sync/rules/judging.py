"""What becomes of an envelope whose digest and signature hold, in the contract's order of checks. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from uuid import UUID

from backend.domains.catalogue.rules import Act, Catalogue, Form, check_answers
from backend.domains.dossiers.rules import ASSISTED, LONGEST_TEXT, SHORTEST_TEXT, Standing, same_revision
from backend.domains.identity.rules import Mandate, Post, Power
from backend.domains.sync.rules.correcting import Content, faults
from backend.domains.sync.rules.envelope import Envelope
from backend.domains.sync.rules.serving import DESK, LEFT, DeskFacts, check_desk_act, taken_away
from backend.kernel.days import day_in_algiers
from backend.kernel.refusal import Refusal

PRESENT = "present"
"""For whom an agent fills in: whoever stands at the counter. It is theirs by number and secret."""
COUNTER = "counter"
"""The server's own device. It acts on a dossier for whoever showed it number and secret, and for nobody else."""
SIGNED = "signed.depositor"
"""The flag of what a person's own passkey signed."""


@dataclass(frozen=True, slots=True)
class DeviceFacts:
    """What the centre knows of a device."""

    id: UUID
    kind: str
    point: bytes
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Bound:
    """Somebody was signed in on a device. `disowned_at`: it is lost to them; `left_at`: they are no more."""

    disowned_at: datetime | None = None
    left_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """What the centre knows of an envelope that first bore an id."""

    device: UUID
    person: str | None
    digest: bytes
    outcome: str
    number: str | None


@dataclass(frozen=True, slots=True)
class Assistant:
    """A post that lets its holder fill in for whoever stands at the counter."""

    post: Post

    def assists(self, person: str | None, body: str, at: datetime) -> bool:
        return str(self.post.holder) == person and self.post.body == body and self.post.held_at(at)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All that judging one run of envelopes may look at.

    `bound`: devices and the people who were ever signed in on them; `proved`: the envelopes that
    their person's passkey signed; `mandates`: those that the envelopes' people hold or held; `assistants`: when and
    where they may fill in for others; `contents`: what the dossiers say that are to be corrected; `served`: who
    serves where the dossiers lie on which staff act.
    """

    devices: Mapping[UUID, DeviceFacts]
    bound: Mapping[tuple[UUID, str], Bound]
    proved: Collection[UUID]
    mandates: Collection[Mandate]
    assistants: Collection[Assistant]
    entries: Mapping[UUID, EntryFacts]
    standings: Mapping[str, Standing]
    complete_files: Mapping[UUID, frozenset[str]] = field(default_factory=dict)
    contents: Mapping[UUID, Content] = field(default_factory=dict)
    served: Mapping[UUID, DeskFacts] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`apply`, or the outcome in its place, with what the answer must say; `standing`: the dossier it is about."""

    outcome: str
    code: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    waits_for: tuple[UUID, ...] = ()
    missing: tuple[str, ...] = ()
    current: Mapping[str, object] | None = None
    standing: Standing | None = None
    flags: tuple[str, ...] = ()


def judge(
    envelope: Envelope,
    *,
    carried: bool,
    known: Knowledge,
    catalogue: Catalogue,
    judged_at: datetime,
    received_at: datetime,
) -> Verdict:
    """The verdict on one envelope. `carried`: by another device. `judged_at`: when its answers must hold."""
    revoked_at = known.devices[envelope.device_id].revoked_at
    if revoked_at is not None and revoked_at <= received_at:
        return Verdict("quarantined", "device.revoked")
    try:
        return _judge(envelope, carried, known, catalogue, judged_at, received_at)
    except Refusal as refusal:
        return refused_for(refusal)


def refused_for(refusal: Refusal) -> Verdict:
    """The verdict that a refusal gives."""
    current = refusal.details.get("current")
    return Verdict("refused", refusal.code, current=current if isinstance(current, Mapping) else None)


def _judge(
    envelope: Envelope,
    carried: bool,
    known: Knowledge,
    catalogue: Catalogue,
    judged_at: datetime,
    received_at: datetime,
) -> Verdict:
    device = known.devices[envelope.device_id]
    form = _form(envelope, catalogue)
    if form is None:
        return Verdict("upgrade")
    standing = known.standings.get(envelope.dossier or "") if envelope.kind == DESK else _own(envelope, known)
    waiting = _dependencies(envelope, known)
    if waiting is not None:
        return waiting
    if envelope.person is not None and not _bound(envelope, envelope.person, known, received_at):
        return Verdict("quarantined", "person.not_bound", standing=standing)
    if envelope.id not in known.proved and _wants_proof(envelope, form, standing, catalogue):
        return Verdict("quarantined", "envelope.proof_missing", standing=standing)
    if envelope.kind == DESK:
        return _judge_desk(envelope, form, standing, known, catalogue, received_at)
    if envelope.on_behalf is not None and not _may_act(envelope, form, known, received_at):
        return Verdict("quarantined", "mandate.missing", standing=standing)
    act = None
    if standing is not None and envelope.base_revision is not None:
        same_revision(standing, envelope.base_revision)
        act = act_of_filer(envelope, standing, catalogue)
    errors = _content(envelope, form, act, standing, known, judged_at)
    if errors:
        by_another = carried or device.kind == "kiosk"
        return Verdict("quarantined" if by_another else "refused", "answers.invalid", fields=errors)
    wanted = {file.sha256 for file in envelope.files}
    missing = wanted - known.complete_files.get(envelope.id, frozenset())
    if missing:
        return Verdict("need_files", missing=tuple(sorted(missing)))
    return Verdict("apply", standing=standing, flags=_signed(envelope))


def _judge_desk(
    envelope: Envelope,
    form: Form,
    standing: Standing | None,
    known: Knowledge,
    catalogue: Catalogue,
    received_at: datetime,
) -> Verdict:
    """An act of staff: whose post or dossier was taken away meanwhile, a superior decides what becomes of it."""
    facts = known.served.get(envelope.id)
    agent = _uuid(envelope.person or "")
    if standing is None or agent is None or facts is None or not facts.reaches:
        return Verdict("quarantined", "post.missing", standing=standing)
    if facts.refusal is not None:
        return Verdict("refused", facts.refusal)
    if standing.service != envelope.service:
        raise Refusal("dossier.other_service")
    if _left(envelope, known, received_at):
        return Verdict("quarantined", LEFT, standing=standing)
    if taken_away(standing, agent, received_at):
        return Verdict("quarantined", "dossier.reassigned", standing=standing)
    workflow = catalogue.service(standing.service).workflow
    check_desk_act(envelope.act, envelope.answers, envelope.base_revision or 0, standing, workflow, form)
    return Verdict("apply", standing=standing)


def act_of_filer(envelope: Envelope, standing: Standing, catalogue: Catalogue) -> Act:
    """The act of the workflow that an envelope asks for; refuses `dossier.act_not_open`, `dossier.other_service`.

    To correct is a kind of its own, of which more is asked: under another name nobody does it.
    """
    if standing.service != envelope.service:
        raise Refusal("dossier.other_service")
    name = envelope.act or envelope.kind.removeprefix("dossier.")
    act = catalogue.service(standing.service).workflow.act(name, standing.state)
    if act is None or "filer" not in act.by or envelope.act == "correct":
        raise Refusal("dossier.act_not_open", current=standing.public)
    return act


def _own(envelope: Envelope, known: Knowledge) -> Standing | None:
    """The dossier the envelope acts on; refuses what belongs to another device or person."""
    referred = [*envelope.depends_on, *([envelope.corrects] if envelope.corrects else [])]
    for entry in (known.entries[each] for each in referred if each in known.entries):
        _refuse_strange(envelope, entry.device, entry.person)
    if envelope.dossier is None:
        return None
    if known.devices[envelope.device_id].kind == COUNTER:
        return known.standings.get(envelope.dossier)
    number = envelope.dossier
    filing_id = _uuid(number)
    filing = known.entries.get(filing_id) if filing_id else None
    if filing is not None:
        _refuse_strange(envelope, filing.device, filing.person)
        _refuse_nameless(envelope, filing.person)
        number = filing.number or ""
    standing = known.standings.get(number)
    if standing is None and filing_id in envelope.depends_on:
        return None  # not applied yet: it waits below
    if standing is None:
        raise Refusal("envelope.not_yours")
    if ASSISTED in standing.flags and envelope.on_behalf != PRESENT:
        # the agent's device filed it, but it is not the agent's
        raise Refusal("envelope.not_yours")
    if standing.on_behalf is None:
        person = str(standing.person) if standing.person else None
        _refuse_strange(envelope, standing.owner, person)
        _refuse_nameless(envelope, person)
    elif str(standing.on_behalf) not in (envelope.on_behalf, envelope.person):
        # filed for another: theirs, and of whoever acts for them under a mandate, which is judged later
        raise Refusal("envelope.not_yours")
    return standing


def may_pass_as_its_own(envelope: Envelope, known: Knowledge, catalogue: Catalogue, received_at: datetime) -> None:
    """Before what is held is let pass: what was not looked at when it came, because of a reason that came first.

    Refuses `envelope.not_yours`, and `quarantine.unproved` for what says where the money of somebody goes who was never
    signed in on that device.
    """
    if envelope.kind == DESK:
        return
    _own(envelope, known)
    form = _form(envelope, catalogue)
    named = envelope.person is not None and form is not None and form.names_account
    if named and not _bound(envelope, str(envelope.person), known, received_at):
        raise Refusal("quarantine.unproved")


def _signed(envelope: Envelope) -> tuple[str, ...]:
    """What an agent signs for whoever stands at the counter is not signed by the depositor."""
    return (SIGNED,) if envelope.signer and envelope.on_behalf != PRESENT else ()


def _bound(envelope: Envelope, person: str, known: Knowledge, received_at: datetime) -> bool:
    """Whether its person was signed in on its device, and had not lost it yet when it came."""
    found = known.bound.get((envelope.device_id, person))
    return found is not None and (found.disowned_at is None or found.disowned_at > received_at)


def _left(envelope: Envelope, known: Knowledge, received_at: datetime) -> bool:
    """Whether an act of staff came after its person had left that desk: whoever sits there now holds the same key.

    Their passkey tells that it is theirs; else a superior asks them.
    """
    found = known.bound.get((envelope.device_id, envelope.person or ""))
    left = found is not None and found.left_at is not None and found.left_at <= received_at
    return left and envelope.id not in known.proved


def _wants_proof(envelope: Envelope, form: Form, standing: Standing | None, catalogue: Catalogue) -> bool:
    """Whether its person's passkey must have signed it: they say so, name where money goes, or decide on money.

    Of what has a person, number and secret alone do not say where money goes. Of whoever stands at the counter the
    agent has seen the papers.
    """
    if envelope.signer is not None:
        return True
    if envelope.kind == DESK:
        workflow = catalogue.service(standing.service).workflow if standing else None
        act = workflow.act(envelope.act or "", standing.state) if workflow and standing else None
        return act is not None and act.proof
    owner = standing.person if standing else None
    named = (envelope.person or owner) is not None and envelope.on_behalf != PRESENT
    return named and form.names_account and envelope.kind in ("dossier.file", "dossier.correct")


def _may_act(envelope: Envelope, form: Form, known: Knowledge, received_at: datetime) -> bool:
    """Whether, when it came, its person was let file for whom it says."""
    if envelope.on_behalf == PRESENT:
        return any(each.assists(envelope.person, form.body, received_at) for each in known.assistants)
    return any(
        str(each.giver) == envelope.on_behalf
        and str(each.holder) == envelope.person
        and each.lets(Power.FILE, envelope.service, received_at)
        for each in known.mandates
    )


def _refuse_strange(envelope: Envelope, device: UUID, person: str | None) -> None:
    """What it refers to came from its own device or its own person; whether he may use the device is judged later.

    On a shared phone nobody acts in his own name on what another filed in hers.
    """
    theirs = person is not None and person == envelope.person
    another = person is not None and envelope.person is not None and not theirs
    if another or (device != envelope.device_id and not theirs):
        raise Refusal("envelope.not_yours")


def _refuse_nameless(envelope: Envelope, person: str | None) -> None:
    """On what has a person nobody acts without a name, though it came from this very phone: they may have left it."""
    if person is not None and envelope.person is None:
        raise Refusal("envelope.not_yours")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _dependencies(envelope: Envelope, known: Knowledge) -> Verdict | None:
    outcomes = {each: known.entries[each].outcome if each in known.entries else None for each in envelope.depends_on}
    if "refused" in outcomes.values():
        return Verdict("quarantined", "depends_on.refused")
    waits_for = tuple(each for each, outcome in outcomes.items() if outcome != "applied")
    return Verdict("waiting", waits_for=waits_for) if waits_for else None


def _content(
    envelope: Envelope, form: Form, act: Act | None, standing: Standing | None, known: Knowledge, judged_at: datetime
) -> Mapping[str, str]:
    today = day_in_algiers(judged_at)
    files = [asdict(file) for file in envelope.files]
    if envelope.kind == "dossier.file":
        return check_answers(form, envelope.answers, files, today=today).errors
    if act is None or standing is None:
        return {}
    if act.id != "correct":
        return _text_faults(act, envelope.answers)
    if standing.open_fields is None:
        return check_answers(form, envelope.answers, files, today=today).errors
    before = known.contents[standing.id]
    return faults(form, before, envelope.answers, envelope.files, standing.open_fields, today)


def _text_faults(act: Act, answers: Mapping[str, object]) -> Mapping[str, str]:
    """What is said with an act, where something is to be said, is one text; nothing else is."""
    wanted = {"text"} & set(act.wants)
    unknown = {f"answers.{name}": "field.unknown" for name in sorted(set(answers) - wanted)}
    text = answers.get("text")
    if unknown or not wanted:
        return unknown
    if not isinstance(text, str) or len(text.strip()) < SHORTEST_TEXT:
        return {"answers.text": "field.too_short"}
    return {"answers.text": "field.too_long"} if len(text) > LONGEST_TEXT else {}


def _form(envelope: Envelope, catalogue: Catalogue) -> Form | None:
    try:
        return catalogue.form(envelope.service, envelope.service_version)
    except Refusal:
        return None

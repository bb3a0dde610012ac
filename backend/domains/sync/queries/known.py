"""What judging an envelope may look at."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from uuid import UUID

from backend.domains.dossiers import queries as dossiers
from backend.domains.sync.queries.recorded import bound, devices, entries
from backend.domains.sync.rules.envelope import Envelope
from backend.domains.sync.rules.judging import EntryFacts, Knowledge


async def knowledge(run: Sequence[Envelope], complete_files: dict[UUID, frozenset[str]] | None = None) -> Knowledge:
    """What judging these envelopes may look at."""
    known_devices = await devices({each.device_id for each in run})
    referred = {each for envelope in run for each in _referred(envelope)}
    facts = {
        envelope_id: EntryFacts(first.device, first.person, first.digest, first.outcome, first.number)
        for envelope_id, (first, *_) in (await entries(referred)).items()
    }
    numbers = {each.dossier for each in run if each.dossier} | {fact.number for fact in facts.values() if fact.number}
    people = await bound({each.device_id for each in run if each.person})
    return Knowledge(known_devices, people, facts, await dossiers.standings(numbers), complete_files or {})


def _referred(envelope: Envelope) -> set[UUID]:
    named = {*envelope.depends_on, *([envelope.corrects] if envelope.corrects else [])}
    if envelope.dossier is not None and len(envelope.dossier) == 36:  # not a number, but the envelope that files it
        with suppress(ValueError):
            named.add(UUID(envelope.dossier))
    return named

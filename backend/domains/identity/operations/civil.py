"""A person claims who they are in the registers; an agent who has seen the papers confirms it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.domains.identity import queries
from backend.domains.identity.rules import Civil, evidence_of, may_be_confirmed, name_keys
from backend.domains.identity.tables import Person, PersonCivil, PersonNameKey
from backend.kernel.canonical import written
from backend.kernel.ids import uuid7
from backend.kernel.refusal import Refusal
from backend.storage.database import tx
from backend.storage.errors import Conflict
from backend.storage.rows import insert_many
from backend.storage.sealing import Sealer


@tx
async def claim_civil(*, person: UUID, civil: Civil, sealer: Sealer, now: datetime) -> None:
    """Somebody says who they are; said again, it replaces what they said. Nothing tells who else says the same.

    Refuses `civil.confirmed` once an agent has confirmed it: then it is corrected at a counter.
    """
    await Person.update({Person.id: person}).where(Person.id == person)  # one claim at a time
    known = (await queries.civil_of([person], sealer)).get(person)
    if known is not None and known.confirmed_at is not None:
        raise Refusal("civil.confirmed")
    said = written(asdict(civil) | {"born": civil.born.isoformat()})
    row = {
        "person": person,
        "civil": sealer.seal(said, table="person_civil", column="civil", row=str(person)),
        "nin_key": sealer.blind(civil.nin, purpose="nin") if civil.nin else None,
        "nss_key": sealer.blind(civil.nss, purpose="nss") if civil.nss else None,
        "claimed_at": now,
    }
    unconfirmed = (PersonCivil.person == person) & PersonCivil.confirmed_at.is_null()
    await PersonCivil.delete().where(unconfirmed)
    await insert_many(PersonCivil, [row])
    await PersonNameKey.delete().where(PersonNameKey.person == person)
    keys = name_keys(civil.family_ar, civil.given_ar, civil.family_latin, civil.given_latin)
    hashes = [sealer.blind(key, purpose="name") for key in sorted(keys)]
    await insert_many(PersonNameKey, [{"id": uuid7(), "person": person, "hash": each} for each in hashes])


@tx
async def confirm_civil(
    *, person: UUID, seen_claim: str, by: UUID, evidence: str, number: str, sealer: Sealer, now: datetime
) -> None:
    """An agent has seen the papers of the claim that they had before them, `CivilStanding.version`.

    Refuses `civil.changed` where it says something else by now, `civil.unknown`, `civil.confirmed`, `civil.own`,
    `recovery.evidence`, and `civil.taken` where somebody else is confirmed with one of the numbers.
    """
    await Person.update({Person.id: person}).where(Person.id == person)  # nobody claims anew meanwhile
    known = (await queries.civil_of([person], sealer)).get(person)
    may_be_confirmed(known, by)
    if known is None or known.version != seen_claim:
        raise Refusal("civil.changed")
    seen = evidence_of(evidence, number)
    change: dict[Any, Any] = {
        PersonCivil.confirmed_at: now,
        PersonCivil.confirmed_by: by,
        PersonCivil.evidence: sealer.seal(seen.encode(), table="person_civil", column="evidence", row=str(person)),
    }
    try:
        confirmed = (
            await PersonCivil.update(change)
            .where((PersonCivil.person == person) & PersonCivil.confirmed_at.is_null())
            .returning(PersonCivil.person)
        )
    except Conflict:
        raise Refusal("civil.taken") from None
    if not confirmed:
        raise Refusal("civil.confirmed")

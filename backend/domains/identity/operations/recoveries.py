"""Whoever lost every passkey gets back in: begun by one agent, confirmed by another, done by the person with a code."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.domains.identity import queries
from backend.domains.identity.operations.challenges import challenge as new_challenge
from backend.domains.identity.operations.challenges import use_challenge
from backend.domains.identity.operations.codes import issue_code, subject_of, use_code
from backend.domains.identity.operations.passkeys import SignedIn, keep_passkey
from backend.domains.identity.operations.sessions import begin_session, end_sessions_of_person
from backend.domains.identity.ports import Credential, PasskeyCheck
from backend.domains.identity.rules import (
    RECOVERY_CODE_LIFE,
    NewPasskey,
    Purpose,
    Scope,
    evidence_of,
    may_begin,
    may_confirm,
    name_of_passkey,
)
from backend.domains.identity.tables import Mandate, Passkey, Recovery
from backend.kernel.codes import code_from
from backend.kernel.ids import uuid7
from backend.kernel.refusal import Refusal
from backend.storage.database import tx
from backend.storage.rows import insert_many
from backend.storage.sealing import Sealer

PURPOSE = "recovery"


@tx
async def begin_recovery(
    *, person: UUID, by: UUID, scope: Scope, evidence: str, number: str, sealer: Sealer, now: datetime
) -> UUID:
    """An agent has looked at who somebody is; the recovery begun. Refuses `recovery.own`, `recovery.evidence`, and
    `recovery.staff`: whoever serves is let in again by their administrator, with a new account."""
    may_begin(person, by)
    if await queries.serves(person):
        raise Refusal("recovery.staff")
    recovery = uuid7()
    seen = sealer.seal(evidence_of(evidence, number).encode(), table="recovery", column="evidence", row=str(recovery))
    row = {
        "id": recovery,
        "person": person,
        "body": scope.body,
        "wilaya_code": scope.wilaya_code,
        "agency": scope.agency,
        "evidence": seen,
        "begun_by": by,
        "begun_at": now,
    }
    await insert_many(Recovery, [row])
    return recovery


@tx
async def confirm_recovery(*, recovery: UUID, by: UUID, sealer: Sealer, now: datetime) -> str:
    """Another agent agrees; the code for the person. Refuses `recovery.gone`, `recovery.second`, `recovery.own`."""
    await _end(recovery, by, sealer, now, {Recovery.confirmed_at: now, Recovery.confirmed_by: by})
    return await issue_code(purpose=PURPOSE, subject=recovery, life=RECOVERY_CODE_LIFE, sealer=sealer, now=now)


@tx
async def refuse_recovery(*, recovery: UUID, by: UUID, sealer: Sealer, now: datetime) -> None:
    """Another agent does not agree; it has to be begun anew. Refuses as `confirm_recovery` does."""
    await _end(recovery, by, sealer, now, {Recovery.refused_at: now, Recovery.confirmed_by: by})


async def _end(recovery: UUID, by: UUID, sealer: Sealer, now: datetime, change: dict[Any, Any]) -> None:
    found = await queries.recovery(recovery, sealer)
    if found is None:
        raise Refusal("recovery.gone")
    may_confirm(found, by, now)
    waits = Recovery.confirmed_at.is_null() & Recovery.refused_at.is_null()
    if not await Recovery.update(change).where((Recovery.id == recovery) & waits).returning(Recovery.id):
        raise Refusal("recovery.gone")


async def begin_return(*, code: str, network: str, sealer: Sealer, now: datetime) -> tuple[UUID, bytes]:
    """Whoever holds the code is asked to make a passkey: who they are, and what to sign.

    Refuses `code.wrong`, `code.too_many`.
    """
    person = await _person_of(code, network, sealer, now)
    return person, await new_challenge(purpose=Purpose.RECOVER, person=person, now=now)


async def come_back(
    *,
    code: str,
    credential: Credential,
    check: PasskeyCheck,
    sealer: Sealer,
    passkey_name: str,
    network: str,
    now: datetime,
    give_up: Callable[[UUID], Awaitable[None]],
    instead_of: str | None = None,
) -> SignedIn:
    """The person is in again with a new passkey; every other one is removed, every session ended.

    So are the mandates that they handed out and that nobody has taken up.
    `give_up` closes in the same act what identity does not know of: the devices that were theirs.

    Refuses `code.wrong`, `code.too_many`, `passkey.name`, `passkey.challenge`, `passkey.malformed`, `passkey.rejected`.
    """
    called = name_of_passkey(passkey_name)
    person = await _person_of(code, network, sealer, now)
    asked = check.challenge_of(credential)
    if await use_challenge(challenge=asked, purpose=Purpose.RECOVER, now=now) != person:
        raise Refusal("passkey.challenge")
    made = check.registered(credential, asked)
    return await _come_back(person, code, made, called, sealer, now, give_up, instead_of)


@tx
async def _come_back(
    person: UUID,
    code: str,
    made: NewPasskey,
    called: str,
    sealer: Sealer,
    now: datetime,
    give_up: Callable[[UUID], Awaitable[None]],
    instead_of: str | None,
) -> SignedIn:
    recovery = await use_code(purpose=PURPOSE, typed=code, sealer=sealer, now=now)
    done = Recovery.update({Recovery.done_at: now}).where((Recovery.id == recovery) & _open())
    if not await done.returning(Recovery.id):
        raise Refusal("code.wrong")
    await close_recoveries(person, now)
    await Passkey.update({Passkey.removed_at: now}).where((Passkey.person == person) & Passkey.removed_at.is_null())
    await end_sessions_of_person(person, now)
    await _end_handed_out(person, now)
    await give_up(person)
    passkey = await keep_passkey(person, made, called, sealer, now)
    return SignedIn(person, await begin_session(person=person, passkey=passkey, now=now, instead_of=instead_of))


async def _end_handed_out(person: UUID, now: datetime) -> None:
    """No code of a mandate that was handed out from this account before opens anything: nobody knows by whom it was."""
    waits = Mandate.holder.is_null() & Mandate.ended_at.is_null()
    ended: dict[Any, Any] = {Mandate.ended_at: now, Mandate.ended_by: person}
    await Mandate.update(ended).where((Mandate.given_by == person) & waits)


async def close_recoveries(person: UUID, now: datetime) -> None:
    """Inside the caller's act: no other way back in that was begun for this person leads anywhere any more."""
    await Recovery.update({Recovery.refused_at: now}).where((Recovery.person == person) & _open())


def _open() -> Any:
    return Recovery.done_at.is_null() & Recovery.refused_at.is_null()


async def _person_of(code: str, network: str, sealer: Sealer, now: datetime) -> UUID:
    # Nobody is signed in: tries are counted by where they come from and how the code begins. A guesser neither locks a
    # whole hall, nor from elsewhere somebody whose code he has not seen.
    by = f"recovery/{network}/{code_from(code)[:3]}"
    recovery = await subject_of(purpose=PURPOSE, typed=code, by=by, sealer=sealer, now=now)
    found = await queries.recovery(recovery, sealer)
    if found is None or found.refused_at is not None:
        raise Refusal("code.wrong")
    return found.person

"""Registering, signing in, and the passkeys a person has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.domains.identity import queries
from backend.domains.identity.operations.challenges import use_challenge
from backend.domains.identity.operations.limits import one_more_account
from backend.domains.identity.operations.sessions import begin_session, end_sessions_of, note_proof
from backend.domains.identity.ports import Credential, PasskeyCheck
from backend.domains.identity.rules import (
    NewPasskey,
    Purpose,
    Session,
    may_be_removed,
    name_of_passkey,
    name_of_person,
)
from backend.domains.identity.tables import Passkey, Person
from backend.kernel.ids import uuid7
from backend.kernel.refusal import Refusal
from backend.storage.database import tx
from backend.storage.errors import Conflict
from backend.storage.rows import insert_many
from backend.storage.sealing import Sealer


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who came in, and the token of the session."""

    person: UUID
    token: str


async def register(
    *,
    credential: Credential,
    check: PasskeyCheck,
    sealer: Sealer,
    name: str,
    passkey_name: str,
    lang: str,
    network: str,
    now: datetime,
    instead_of: str | None = None,
) -> SignedIn:
    """A new person with a first passkey, signed in. The least is asked: what to call them.

    Refuses `person.name`, `passkey.name`, `passkey.challenge`, `passkey.malformed`, `passkey.rejected`, and
    `account.too_many` of one network. What leads to no account is not counted: anybody could shut out a hall with it.
    """
    called, passkey_called = name_of_person(name), name_of_passkey(passkey_name)
    challenge = check.challenge_of(credential)
    person = await use_challenge(challenge=challenge, purpose=Purpose.REGISTER, now=now)
    made = check.registered(credential, challenge)
    if person is None:
        raise Refusal("passkey.challenge")
    await one_more_account(network=network, now=now)
    return await _register(person, made, called, passkey_called, lang, sealer, now, instead_of)


@tx
async def _register(
    person: UUID,
    made: NewPasskey,
    name: str,
    passkey_name: str,
    lang: str,
    sealer: Sealer,
    now: datetime,
    instead_of: str | None,
) -> SignedIn:
    sealed = sealer.seal(name.encode(), table="person", column="name", row=str(person))
    await insert_many(Person, [{"id": person, "name": sealed, "lang": lang, "registered_at": now}])
    passkey = await keep_passkey(person, made, passkey_name, sealer, now)
    return SignedIn(person, await begin_session(person=person, passkey=passkey, now=now, instead_of=instead_of))


async def add_passkey(
    *, person: UUID, credential: Credential, check: PasskeyCheck, sealer: Sealer, name: str, now: datetime
) -> None:
    """A further passkey of somebody signed in. Refuses as `register` does, and a challenge made for somebody else."""
    called = name_of_passkey(name)
    challenge = check.challenge_of(credential)
    if await use_challenge(challenge=challenge, purpose=Purpose.ADD, now=now) != person:
        raise Refusal("passkey.challenge")
    await _add(person, check.registered(credential, challenge), called, sealer, now)


@tx
async def _add(person: UUID, made: NewPasskey, name: str, sealer: Sealer, now: datetime) -> None:
    await keep_passkey(person, made, name, sealer, now)


async def keep_passkey(person: UUID, made: NewPasskey, name: str, sealer: Sealer, now: datetime) -> UUID:
    """Inside the caller's act: this passkey is one of the person's; its id. Refuses `passkey.rejected`."""
    passkey = uuid7()
    row = {
        "id": passkey,
        "person": person,
        "credential": made.credential,
        "public_key": made.public_key,
        "signs": made.signs,
        "name": sealer.seal(name.encode(), table="passkey", column="name", row=str(passkey)),
        "added_at": now,
    }
    try:
        await insert_many(Passkey, [row])
    except Conflict:  # an authenticator that gives the same id twice, or somebody else's id
        raise Refusal("passkey.rejected") from None
    return passkey


async def sign_in(
    *, credential: Credential, check: PasskeyCheck, sealer: Sealer, now: datetime, instead_of: str | None = None
) -> SignedIn:
    """Whoever holds a passkey comes in. Refuses `passkey.challenge`, `passkey.malformed`, `passkey.rejected`.

    The answer is the same for a passkey that nobody has and for one that does not hold.
    """
    challenge = check.challenge_of(credential)
    await use_challenge(challenge=challenge, purpose=Purpose.SIGN_IN, now=now)
    by = await queries.passkey(check.id_of(credential), sealer)
    if by is None:
        raise Refusal("passkey.rejected")
    asserted = check.asserted(credential, challenge, by)
    return await _come_in(by.person, by.id, asserted.signs, now, instead_of)


async def prove(
    *, session: Session, credential: Credential, check: PasskeyCheck, sealer: Sealer, now: datetime
) -> None:
    """Whoever is signed in shows a passkey of theirs again. Refuses as `sign_in` does, and somebody else's passkey."""
    challenge = check.challenge_of(credential)
    made_for = await use_challenge(challenge=challenge, purpose=Purpose.PROVE, now=now)
    by = await queries.passkey(check.id_of(credential), sealer)
    if by is None or by.person != session.person or made_for != session.person:
        raise Refusal("passkey.rejected")
    await _prove(session, by.id, check.asserted(credential, challenge, by).signs, now)


@tx
async def _prove(session: Session, passkey: UUID, signs: int, now: datetime) -> None:
    await _count(passkey, signs, now)
    await note_proof(session.id, now)


@tx
async def _come_in(person: UUID, passkey: UUID, signs: int, now: datetime, instead_of: str | None) -> SignedIn:
    await _count(passkey, signs, now)
    return SignedIn(person, await begin_session(person=person, passkey=passkey, now=now, instead_of=instead_of))


async def _count(passkey: UUID, signs: int, now: datetime) -> None:
    kept = (
        await Passkey.update({Passkey.signs: signs, Passkey.used_at: now})
        .where(
            (Passkey.id == passkey) & Passkey.removed_at.is_null() & ((Passkey.signs < signs) | (Passkey.signs == 0))
        )
        .returning(Passkey.id)
    )
    if not kept:  # removed, or used elsewhere with a higher count, while this one was being looked at
        raise Refusal("passkey.rejected")


@tx
async def remove_passkey(*, person: UUID, passkey: UUID, sealer: Sealer, now: datetime) -> None:
    """Takes a passkey away, and closes whatever it opened. Refuses `passkey.not_found`, `passkey.last`."""
    await Person.update({Person.id: person}).where(Person.id == person)  # two at once must not both be the last
    may_be_removed(passkey, await queries.passkeys(person, sealer))
    await Passkey.update({Passkey.removed_at: now}).where((Passkey.id == passkey) & (Passkey.person == person))
    await end_sessions_of(passkey, now)


@tx
async def rename_passkey(*, person: UUID, passkey: UUID, name: str, sealer: Sealer) -> None:
    """Calls a passkey otherwise. Refuses `passkey.name`, `passkey.not_found`."""
    sealed = sealer.seal(name_of_passkey(name).encode(), table="passkey", column="name", row=str(passkey))
    renamed = (
        await Passkey.update({Passkey.name: sealed})
        .where((Passkey.id == passkey) & (Passkey.person == person) & Passkey.removed_at.is_null())
        .returning(Passkey.id)
    )
    if not renamed:
        raise Refusal("passkey.not_found")

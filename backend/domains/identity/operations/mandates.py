"""Employers register; mandates are given, taken up by a code, and ended."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.domains.identity import queries
from backend.domains.identity.operations.codes import issue_code, subject_of, use_code, withdraw_code
from backend.domains.identity.rules import (
    MANDATE_CODE_LIFE,
    Power,
    last_day,
    manages,
    may_manage,
    name_of_employer,
    name_of_person,
    number_of_employer,
    one_still_manages,
)
from backend.domains.identity.tables import Employer, Mandate
from backend.kernel.days import day_in_algiers
from backend.kernel.ids import uuid7
from backend.kernel.refusal import Refusal
from backend.storage.database import tx
from backend.storage.errors import Conflict
from backend.storage.rows import insert_many
from backend.storage.sealing import Sealer

PURPOSE = "mandate"


@tx
async def register_employer(
    *, by: UUID, name: str, number: str, wilaya_code: str, sealer: Sealer, now: datetime
) -> UUID:
    """An employer for whom `by` answers from now on; the fund confirms it later.

    Refuses `employer.name`, `employer.number`.
    """
    called, numbered, employer = name_of_employer(name), number_of_employer(number), uuid7()
    row = {
        "id": employer,
        "wilaya_code": wilaya_code,
        "name": sealer.seal(called.encode(), table="employer", column="name", row=str(employer)),
        "number": sealer.seal(numbered.encode(), table="employer", column="number", row=str(employer))
        if numbered
        else None,
        "number_key": sealer.blind(numbered, purpose="employer.number") if numbered else None,
        "registered_by": by,
        "registered_at": now,
    }
    await insert_many(Employer, [row])
    own = _row(uuid7(), employer=employer, person=None, power=Power.MANAGE, by=by, now=now)
    name_ = await queries.name_of(by, sealer)
    await insert_many(Mandate, [own | {"holder": by, "called": _sealed(name_, own["id"], sealer), "accepted_at": now}])
    return employer


@tx
async def confirm_employer(*, employer: UUID, by: UUID, now: datetime) -> None:
    """The fund has found it in its register.

    Refuses `employer.unknown` where nothing waits to be confirmed, `employer.taken` where another has its number.
    """
    try:
        await _looked_at(employer, by, {Employer.confirmed_at: now, Employer.confirmed_by: by})
    except Conflict:
        raise Refusal("employer.taken") from None


@tx
async def refuse_employer(*, employer: UUID, by: UUID, now: datetime) -> None:
    """The fund has not found it in its register: it stays unconfirmed. Refuses `employer.unknown`."""
    await _looked_at(employer, by, {Employer.refused_at: now, Employer.refused_by: by})


async def _looked_at(employer: UUID, by: UUID, change: dict[Any, Any]) -> None:
    if await queries.mandates_between([by], [employer]):  # nobody confirms for whom they act, or acted
        raise Refusal("employer.unknown")
    waits = Employer.confirmed_at.is_null() & Employer.refused_at.is_null()
    which = (Employer.id == employer) & waits & (Employer.registered_by != by)
    if not await Employer.update(change).where(which).returning(Employer.id):
        raise Refusal("employer.unknown")


@tx
async def give_mandate(
    *,
    by: UUID,
    employer: UUID | None,
    called: str,
    power: Power,
    services: Collection[str],
    until: date | None,
    sealer: Sealer,
    now: datetime,
) -> str:
    """A mandate of an employer, or of the person `by` themselves, and the code by which somebody takes it up.

    Whoever it is for is not looked up: nobody learns who has an account. Refuses `mandate.not_found` (not their
    employer), `mandate.until`, `person.name`, `mandate.power`.
    """
    if employer is None and power is Power.MANAGE:
        raise Refusal("mandate.power")
    if employer is not None:
        may_manage(employer, by, await queries.mandates_of_employers([employer], sealer), now)
    named = name_of_person(called)
    day = last_day(power, until, day_in_algiers(now))
    row = _row(uuid7(), employer=employer, person=None if employer else by, power=power, by=by, now=now)
    row |= {"called": _sealed(named, row["id"], sealer), "services": " ".join(sorted(services)), "until": day}
    await insert_many(Mandate, [row])
    return await issue_code(purpose=PURPOSE, subject=row["id"], life=MANDATE_CODE_LIFE, sealer=sealer, now=now)


async def take_up_mandate(*, code: str, by: UUID, sealer: Sealer, now: datetime) -> None:
    """Whoever was given the code holds its mandate. Refuses `code.wrong`, `code.too_many`, `mandate.own`."""
    mandate = await subject_of(purpose=PURPOSE, typed=code, by=str(by), sealer=sealer, now=now)
    await _take_up(mandate, code, by, sealer, now)


@tx
async def _take_up(mandate: UUID, code: str, by: UUID, sealer: Sealer, now: datetime) -> None:
    (found,) = await queries.mandates_by_id([mandate], sealer)
    if found.person == by:
        raise Refusal("mandate.own")
    if found.employer is not None:
        # whoever gave it may have been let go since; and nobody learns that
        beside = await queries.mandates_of_employers([found.employer], sealer)
        if not manages(found.employer, found.given_by, beside, now):
            raise Refusal("code.wrong")
    await use_code(purpose=PURPOSE, typed=code, sealer=sealer, now=now)
    taken = (
        await Mandate.update({Mandate.holder: by, Mandate.accepted_at: now})
        .where((Mandate.id == mandate) & Mandate.holder.is_null() & Mandate.ended_at.is_null())
        .returning(Mandate.id)
    )
    if not taken:
        raise Refusal("code.wrong")


@tx
async def end_mandate(*, mandate: UUID, by: UUID, sealer: Sealer, now: datetime) -> None:
    """Ends a mandate at once: whoever gave it, whoever answers for the employer, or its holder.

    Refuses `mandate.not_found` (also to strangers, and for one that ended before) and `mandate.last_manager`.
    """
    found = await queries.mandates_by_id([mandate], sealer)
    if not found or found[0].ended_at is not None:
        raise Refusal("mandate.not_found")
    (ending,) = found
    if ending.employer:
        await _one_at_a_time(ending.employer)
    beside = await queries.mandates_of_employers([ending.employer], sealer) if ending.employer else []
    if by not in (ending.person, ending.holder):
        if ending.employer is None:
            raise Refusal("mandate.not_found")
        may_manage(ending.employer, by, beside, now)
    one_still_manages(ending, beside, now)
    await Mandate.update({Mandate.ended_at: now, Mandate.ended_by: by}).where(
        (Mandate.id == mandate) & Mandate.ended_at.is_null()
    )
    await withdraw_code(purpose=PURPOSE, subject=mandate)


async def _one_at_a_time(employer: UUID) -> None:
    """Two who end each other's mandate at once must not both be the last."""
    await Employer.update({Employer.id: employer}).where(Employer.id == employer)


def _row(
    mandate: UUID, *, employer: UUID | None, person: UUID | None, power: Power, by: UUID, now: datetime
) -> dict[str, Any]:
    return {
        "id": mandate,
        "employer": employer,
        "person": person,
        "holder": None,
        "called": b"",
        "power": power.value,
        "services": "",
        "until": None,
        "given_by": by,
        "given_at": now,
        "accepted_at": None,
    }


def _sealed(name: str, mandate: UUID, sealer: Sealer) -> bytes:
    return sealer.seal(name.encode(), table="mandate", column="called", row=str(mandate))

"""`/{lang}/desk/recovery`: somebody who lost every passkey stands here; one agent looks, another agrees."""

from __future__ import annotations

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from backend.domains.dossiers import queries as dossiers
from backend.domains.identity import operations, queries
from backend.domains.identity.rules import Evidence, Recovery, Scope, Staff, may
from backend.domains.places.rules import Places
from backend.domains.receipts.rules import number_from
from backend.kernel.codes import shown
from backend.kernel.days import day_in_algiers
from backend.kernel.identifiers import digits
from backend.kernel.refusal import Refusal
from backend.storage.sealing import Sealer
from backend.web.account.page import MAX_FORM, OwnPage, pressed
from backend.web.guards import fresh, now, refuse_forged
from backend.web.sent import AnyRequest, Sent, first

PATH = "/desk/recovery"
MOST_NAMED = 20
BEGIN, CONFIRM = "recovery.begin", "recovery.confirm"


@get("/{lang:str}/desk/recovery", name="recoveries", opt={"right": CONFIRM})
async def recoveries(
    own: NamedDependency[OwnPage], staff: NamedDependency[Staff], places: NamedDependency[Places]
) -> Response[str]:
    """Those for whom a second agent is awaited here, and the form by which one is begun."""
    return await _page(own, staff, places)


@post("/{lang:str}/desk/recovery", name="recovery_begin", opt={"right": BEGIN}, request_max_body_size=MAX_FORM)
async def begin(
    request: AnyRequest,
    own: NamedDependency[OwnPage],
    staff: NamedDependency[Staff],
    places: NamedDependency[Places],
) -> Response[str] | Redirect:
    """Without `evidence` it shows whose account it is; with it, this agent has looked at who stands there."""
    sent = await pressed(request)
    try:
        await operations.one_more_look_up(person=staff.person, now=now())
        person = await _person(first(sent, "number"), own.sealer)
        if not first(sent, "evidence"):
            return await _page(own, staff, places, sent=sent, found=await queries.name_of(person, own.sealer))
        await operations.begin_recovery(
            person=person,
            by=staff.person,
            scope=staff.scopes(BEGIN)[0],
            evidence=first(sent, "evidence"),
            number=first(sent, "paper"),
            sealer=own.sealer,
            now=now(),
        )
    except Refusal as refusal:
        return await _page(own, staff, places, refusal, sent)
    return own.to(PATH)


@post("/{lang:str}/desk/recovery/{recovery:uuid}/confirmation", name="recovery_confirm", opt={"right": CONFIRM})
async def confirm(
    request: AnyRequest,
    recovery: FromPath[UUID],
    own: NamedDependency[OwnPage],
    staff: NamedDependency[Staff],
    places: NamedDependency[Places],
) -> Response[str]:
    """The second agent agrees; the code for the person is shown once."""
    refuse_forged(request)
    try:
        await _reached(own, staff, places, recovery)
        code = await operations.confirm_recovery(recovery=recovery, by=staff.person, sealer=own.sealer, now=now())
    except Refusal as refusal:
        return await _page(own, staff, places, refusal)
    return await _page(own, staff, places, code=shown(code))


@post("/{lang:str}/desk/recovery/{recovery:uuid}/refusal", name="recovery_refuse", opt={"right": CONFIRM})
async def refuse(
    request: AnyRequest,
    recovery: FromPath[UUID],
    own: NamedDependency[OwnPage],
    staff: NamedDependency[Staff],
    places: NamedDependency[Places],
) -> Response[str] | Redirect:
    """The second agent does not agree."""
    refuse_forged(request)
    try:
        await _reached(own, staff, places, recovery)
        await operations.refuse_recovery(recovery=recovery, by=staff.person, sealer=own.sealer, now=now())
    except Refusal as refusal:
        return await _page(own, staff, places, refusal)
    return own.to(PATH)


async def _person(typed: str, sealer: Sealer) -> UUID:
    """Whose request bears that number, or who is confirmed with that NIN or NSS.

    Refuses `recovery.nobody`, the same for no number and for nobody's.
    """
    number = number_from(typed)
    standing = await dossiers.standing(number) if number else None
    if standing is not None and standing.person is not None:
        return standing.person
    called = await queries.people_called(typed, sealer, MOST_NAMED) if digits(typed, 12, 18) else []
    standings = await queries.civil_of(called, sealer)
    confirmed = [each.person for each in standings.values() if each.confirmed_at is not None]
    if not confirmed:
        raise Refusal("recovery.nobody")
    return confirmed[0]


async def _reached(own: OwnPage, staff: Staff, places: Places, recovery: UUID) -> None:
    """Refuses `recovery.gone` where it is not in this agent's place, and `session.stale`."""
    found = await queries.recovery(recovery, own.sealer)
    if found is None:
        raise Refusal("recovery.gone")
    may(staff, CONFIRM, _scope(found), places, day_in_algiers(now()))
    fresh(own.session)


def _scope(recovery: Recovery) -> Scope:
    return Scope(recovery.body, recovery.wilaya_code, recovery.agency)


async def _page(
    own: OwnPage,
    staff: Staff,
    places: Places,
    refusal: Refusal | None = None,
    sent: Sent | None = None,
    found: str = "",
    code: str = "",
) -> Response[str]:
    at = now()
    bodies = {scope.body for scope in staff.scopes(CONFIRM)}
    waiting = [
        each
        for each in await queries.open_recoveries(bodies, own.sealer, at)
        if staff.reaches(CONFIRM, _scope(each), places, day_in_algiers(at))
    ]
    people = {one for each in waiting for one in (each.person, each.begun_by)}
    return own.say(
        "desk/recovery.html",
        refusal,
        sent,
        path=PATH,
        waiting=waiting,
        names=await queries.parties(people, own.sealer),
        begins=bool(staff.scopes(BEGIN)),
        me=staff.person,
        kinds=tuple(Evidence),
        found=found,
        code=code,
    )


routes = (recoveries, begin, confirm, refuse)

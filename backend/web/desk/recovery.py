"""`/{lang}/desk/recovery`: somebody who lost every passkey stands here; one agent looks, another agrees."""

from __future__ import annotations

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from backend.domains.dossiers import queries as dossiers
from backend.domains.identity import operations, queries
from backend.domains.identity.rules import Evidence, Recovery, Scope
from backend.domains.receipts.rules import number_from
from backend.domains.sync.operations.returning import begin_recovery
from backend.kernel.codes import shown
from backend.kernel.identifiers import digits
from backend.kernel.refusal import Refusal
from backend.storage.sealing import Sealer
from backend.web.account.page import MAX_FORM, pressed
from backend.web.desk.page import DeskPage
from backend.web.guards import fresh, now, refuse_forged
from backend.web.sent import AnyRequest, Sent, first

PATH = "/desk/recovery"
MOST_NAMED = 20
BEGIN, CONFIRM = "recovery.begin", "recovery.confirm"


@get("/{lang:str}/desk/recovery", name="recoveries", opt={"right": CONFIRM})
async def recoveries(desk: NamedDependency[DeskPage]) -> Response[str]:
    """Those for whom a second agent is awaited here, and the form by which one is begun."""
    return await _page(desk)


@post("/{lang:str}/desk/recovery", name="recovery_begin", opt={"right": BEGIN}, request_max_body_size=MAX_FORM)
async def begin(request: AnyRequest, desk: NamedDependency[DeskPage]) -> Response[str] | Redirect:
    """Without `evidence` it shows whose account it is; with it, this agent has looked at who stands there."""
    sent = await pressed(request)
    try:
        await operations.one_more_look_up(person=desk.staff.person, now=now())
        person = await _person(first(sent, "number"), desk.sealer)
        if not first(sent, "evidence"):
            return await _page(desk, sent=sent, found=await queries.name_of(person, desk.sealer))
        await begin_recovery(
            person=person,
            by=desk.staff.person,
            scope=desk.staff.scopes(BEGIN)[0],
            evidence=first(sent, "evidence"),
            number=first(sent, "paper"),
            sealer=desk.sealer,
            now=now(),
        )
    except Refusal as refusal:
        return await _page(desk, refusal, sent)
    return desk.to(PATH)


@post("/{lang:str}/desk/recovery/{recovery:uuid}/confirmation", name="recovery_confirm", opt={"right": CONFIRM})
async def confirm(request: AnyRequest, recovery: FromPath[UUID], desk: NamedDependency[DeskPage]) -> Response[str]:
    """The second agent agrees; the code for the person is shown once."""
    refuse_forged(request)
    try:
        await _reached(desk, recovery)
        code = await operations.confirm_recovery(recovery=recovery, by=desk.staff.person, sealer=desk.sealer, now=now())
    except Refusal as refusal:
        return await _page(desk, refusal)
    return await _page(desk, code=shown(code))


@post("/{lang:str}/desk/recovery/{recovery:uuid}/refusal", name="recovery_refuse", opt={"right": CONFIRM})
async def refuse(
    request: AnyRequest, recovery: FromPath[UUID], desk: NamedDependency[DeskPage]
) -> Response[str] | Redirect:
    """The second agent does not agree."""
    refuse_forged(request)
    try:
        await _reached(desk, recovery)
        await operations.refuse_recovery(recovery=recovery, by=desk.staff.person, sealer=desk.sealer, now=now())
    except Refusal as refusal:
        return await _page(desk, refusal)
    return desk.to(PATH)


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


async def _reached(desk: DeskPage, recovery: UUID) -> None:
    """Refuses `recovery.gone` where it is not in this agent's place, and `session.stale`."""
    found = await queries.recovery(recovery, desk.sealer)
    if found is None:
        raise Refusal("recovery.gone")
    desk.may(CONFIRM, _scope(found))
    fresh(desk.session)


def _scope(recovery: Recovery) -> Scope:
    return Scope(recovery.body, recovery.wilaya_code, recovery.agency)


async def _page(
    desk: DeskPage, refusal: Refusal | None = None, sent: Sent | None = None, found: str = "", code: str = ""
) -> Response[str]:
    at = now()
    bodies = {scope.body for scope in desk.staff.scopes(CONFIRM)}
    waiting = [
        each for each in await queries.open_recoveries(bodies, desk.sealer, at) if desk.reaches(CONFIRM, _scope(each))
    ]
    people = {one for each in waiting for one in (each.person, each.begun_by)}
    return desk.say(
        "desk/recovery.html",
        refusal,
        sent,
        path=PATH,
        waiting=waiting,
        names=await queries.parties(people, desk.sealer),
        begins=bool(desk.staff.scopes(BEGIN)),
        me=desk.staff.person,
        kinds=tuple(Evidence),
        found=found,
        code=code,
    )


routes = (recoveries, begin, confirm, refuse)

"""`/{lang}/staff`: who serves where; people join, move and leave on one screen."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from backend.domains.identity import operations, queries
from backend.domains.identity.rules import Role, Scope, Staff, may, scope_of_post
from backend.domains.places.rules import Places
from backend.domains.sync.operations.leaving import end_post
from backend.domains.sync.ports import Centre
from backend.kernel.codes import shown
from backend.kernel.days import day_in_algiers
from backend.kernel.refusal import Refusal
from backend.web.account.page import MAX_FORM, OwnPage, pressed
from backend.web.guards import fresh, now, refuse_forged
from backend.web.sent import AnyRequest, Sent, first

PATH = "/staff"
ADMINISTER = "staff.administer"


@get("/{lang:str}/staff", name="staff", opt={"right": "staff.read"})
async def people(
    own: NamedDependency[OwnPage], staff: NamedDependency[Staff], places: NamedDependency[Places]
) -> Response[str]:
    """Everybody who serves in the bodies that this person may look at."""
    return await _page(own, staff, places)


@post("/{lang:str}/staff", name="staff_give", opt={"right": ADMINISTER}, request_max_body_size=MAX_FORM)
async def give(
    request: AnyRequest,
    own: NamedDependency[OwnPage],
    staff: NamedDependency[Staff],
    places: NamedDependency[Places],
    roles: NamedDependency[Mapping[str, Role]],
) -> Response[str]:
    """Gives a post; the code for whoever takes it up is shown once."""
    sent = await pressed(request)
    try:
        fresh(own.session)
        body = first(sent, "body")
        may(staff, ADMINISTER, Scope(body), places, day_in_algiers(now()))
        place = (first(sent, "wilaya"), first(sent, "agency"))
        scope = scope_of_post(first(sent, "role"), *place, body, roles, places)
        code = await operations.give_post(
            role=first(sent, "role"),
            scope=scope,
            called=first(sent, "called"),
            by=staff.person,
            sealer=own.sealer,
            now=now(),
        )
    except Refusal as refusal:
        return await _page(own, staff, places, refusal, sent)
    return await _page(own, staff, places, code=shown(code))


@post("/{lang:str}/staff/{held:uuid}/end", name="staff_end", opt={"right": ADMINISTER})
async def end(
    request: AnyRequest,
    held: FromPath[UUID],
    own: NamedDependency[OwnPage],
    staff: NamedDependency[Staff],
    centre: NamedDependency[Centre],
) -> Response[str] | Redirect:
    """Ends a post at once, with the sessions and the desk of whoever held it."""
    refuse_forged(request)
    try:
        fresh(own.session)
        found = await queries.posts_by_id([held], own.sealer)
        if not found or not staff.reaches(ADMINISTER, Scope(found[0].body), centre.places, day_in_algiers(now())):
            raise Refusal("staff.no_post")
        await end_post(centre, post=held, by=staff.person, now=now())
    except Refusal as refusal:
        return await _page(own, staff, centre.places, refusal)
    return own.to(PATH)


async def _page(
    own: OwnPage, staff: Staff, places: Places, refusal: Refusal | None = None, sent: Sent | None = None, code: str = ""
) -> Response[str]:
    bodies = {scope.body for scope in staff.scopes("staff.read")}
    posts = await queries.posts_of_bodies(bodies, own.sealer)
    administered = sorted({scope.body for scope in staff.scopes(ADMINISTER)})
    return own.say(
        "staff/staff.html",
        refusal,
        sent,
        path=PATH,
        posts=posts,
        names=await queries.parties({post.holder for post in posts if post.holder}, own.sealer),
        places=places,
        roles=staff.roles,
        administered=administered,
        agencies=[each for each in places.all_agencies() if each.body in administered],
        code=code,
    )


routes = (people, give, end)

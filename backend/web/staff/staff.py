"""`/{lang}/staff`: who serves where; people join, move and leave on one screen."""

from __future__ import annotations

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from backend.domains.identity import operations, queries
from backend.domains.identity.rules import Scope, scope_of_post
from backend.domains.sync.operations.leaving import end_post
from backend.domains.sync.ports import Centre
from backend.kernel.codes import shown
from backend.kernel.refusal import Refusal
from backend.web.account.page import MAX_FORM, pressed
from backend.web.desk.page import DeskPage
from backend.web.guards import fresh, now, refuse_forged
from backend.web.sent import AnyRequest, Sent, first

PATH = "/staff"
ADMINISTER = "staff.administer"


@get("/{lang:str}/staff", name="staff", opt={"right": "staff.read"})
async def people(desk: NamedDependency[DeskPage]) -> Response[str]:
    """Everybody who serves in the bodies that this person may look at."""
    return await _page(desk)


@post("/{lang:str}/staff", name="staff_give", opt={"right": ADMINISTER}, request_max_body_size=MAX_FORM)
async def give(request: AnyRequest, desk: NamedDependency[DeskPage]) -> Response[str]:
    """Gives a post; the code for whoever takes it up is shown once."""
    sent = await pressed(request)
    try:
        fresh(desk.session)
        body = first(sent, "body")
        desk.may(ADMINISTER, Scope(body))
        place = (first(sent, "wilaya"), first(sent, "agency"))
        scope = scope_of_post(first(sent, "role"), *place, body, desk.staff.roles, desk.places)
        code = await operations.give_post(
            role=first(sent, "role"),
            scope=scope,
            called=first(sent, "called"),
            by=desk.staff.person,
            sealer=desk.sealer,
            now=now(),
        )
    except Refusal as refusal:
        return await _page(desk, refusal, sent)
    return await _page(desk, code=shown(code))


@post("/{lang:str}/staff/{held:uuid}/end", name="staff_end", opt={"right": ADMINISTER})
async def end(
    request: AnyRequest, held: FromPath[UUID], desk: NamedDependency[DeskPage], centre: NamedDependency[Centre]
) -> Response[str] | Redirect:
    """Ends a post at once, with the sessions and the desk of whoever held it."""
    refuse_forged(request)
    try:
        fresh(desk.session)
        found = await queries.posts_by_id([held], desk.sealer)
        if not found or not desk.reaches(ADMINISTER, Scope(found[0].body)):
            raise Refusal("staff.no_post")
        await end_post(centre, post=held, by=desk.staff.person, now=now())
    except Refusal as refusal:
        return await _page(desk, refusal)
    return desk.to(PATH)


async def _page(
    desk: DeskPage, refusal: Refusal | None = None, sent: Sent | None = None, code: str = ""
) -> Response[str]:
    bodies = {scope.body for scope in desk.staff.scopes("staff.read")}
    posts = await queries.posts_of_bodies(bodies, desk.sealer)
    administered = sorted({scope.body for scope in desk.staff.scopes(ADMINISTER)})
    return desk.say(
        "staff/staff.html",
        refusal,
        sent,
        path=PATH,
        posts=posts,
        names=await queries.parties({post.holder for post in posts if post.holder}, desk.sealer),
        places=desk.places,
        roles=desk.staff.roles,
        administered=administered,
        agencies=[each for each in desk.places.all_agencies() if each.body in administered],
        code=code,
    )


routes = (people, give, end)

"""`/{lang}/desk/late`: what is late and whose it is, and the days on which the body itself could not work."""

from __future__ import annotations

from datetime import date, timedelta

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from backend.domains.dossiers import operations, queries
from backend.domains.dossiers.queries import Late
from backend.domains.dossiers.rules import QUESTIONS
from backend.domains.identity import queries as identity
from backend.domains.identity.rules import Scope
from backend.kernel.digits import fold_digits
from backend.kernel.refusal import Refusal
from backend.web.account.page import MAX_FORM, pressed
from backend.web.desk.page import DeskPage
from backend.web.desk.queue import READ
from backend.web.guards import now
from backend.web.sent import AnyRequest, Sent, first

PATH = "/desk/late"
DECLARE = "incident.declare"
LISTED = timedelta(days=366)


@get("/{lang:str}/desk/late", name="late", opt={"right": READ})
async def late(desk: NamedDependency[DeskPage]) -> Response[str]:
    """By wilaya and holder, in each body where this person reads."""
    return await _page(desk)


@post("/{lang:str}/desk/incidents", name="incident_declare", opt={"right": DECLARE}, request_max_body_size=MAX_FORM)
async def declare(request: AnyRequest, desk: NamedDependency[DeskPage]) -> Response[str] | Redirect:
    """The counter of a place was closed, or nothing could be reached: limits grow by those days."""
    sent = await pressed(request)
    try:
        scope = Scope(first(sent, "body"), first(sent, "wilaya") or None)
        if not desk.reaches(DECLARE, scope):
            raise Refusal("dossier.place")
        await operations.declare_incident(
            scope=scope,
            first=_day(sent, "first"),
            last=_day(sent, "last"),
            reason=first(sent, "reason"),
            by=desk.staff.person,
            now=now(),
            sealer=desk.sealer,
        )
    except Refusal as refusal:
        return await _page(desk, refusal, sent)
    return desk.to(PATH)


def _day(sent: Sent, name: str) -> date:
    try:
        return date.fromisoformat(fold_digits(first(sent, name)))
    except ValueError:
        raise Refusal("incident.days") from None


async def _page(desk: DeskPage, refusal: Refusal | None = None, sent: Sent | None = None) -> Response[str]:
    bodies = desk.bodies(READ)
    counted: dict[str, list[Late]] = {
        body: await queries.late(desk.wanted(READ, body), desk.today)
        for body in bodies  # nearly always one
    }
    holders = {each.holder for lines in counted.values() for each in lines if each.holder}
    names = await identity.parties(holders, desk.sealer)
    incidents = [
        each
        for each in await queries.incidents(bodies, desk.today - LISTED, desk.sealer)
        if desk.reaches(READ, Scope(each.body, each.wilaya_code))
    ]
    since = now() - LISTED
    ratings = {body: await queries.rated(desk.wanted(READ, body), since) for body in bodies}
    return desk.say(
        "desk/late.html",
        refusal,
        sent,
        path=PATH,
        counted=counted,
        names=names,
        incidents=incidents,
        ratings=ratings,
        questions=QUESTIONS,
        declares={
            body: (desk.reaches(DECLARE, Scope(body)), desk.wilayas(DECLARE, body)) for body in desk.bodies(DECLARE)
        },
        places=desk.places,
        today=desk.today,
    )


routes = (late, declare)

"""`/{lang}/desk/people`: an agent finds who stands here, sees the papers, and confirms who they are."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from backend.domains.dossiers import queries as dossiers
from backend.domains.identity import operations, queries
from backend.domains.identity.rules import CivilStanding, Evidence
from backend.domains.receipts.rules import number_from
from backend.kernel.refusal import Refusal
from backend.storage.sealing import Sealer
from backend.web.account.page import MAX_FORM, pressed
from backend.web.desk.page import DeskPage
from backend.web.guards import now
from backend.web.sent import AnyRequest, Sent, first

PATH = "/desk/people"
RIGHT = "civil.confirm"
MOST = 20


@get("/{lang:str}/desk/people", name="people", opt={"right": RIGHT})
async def people(desk: NamedDependency[DeskPage]) -> Response[str]:
    """Asks whom."""
    return _page(desk)


@post("/{lang:str}/desk/people", name="people_find", opt={"right": RIGHT}, request_max_body_size=MAX_FORM)
async def find(request: AnyRequest, desk: NamedDependency[DeskPage]) -> Response[str]:
    """By NIN, NSS or name, however it is spelled. By a press, so that no address or log holds what was typed."""
    return await _found(desk, await pressed(request))


@post("/{lang:str}/desk/people/{person:uuid}/confirmation", name="civil_confirm", opt={"right": RIGHT})
async def confirm(
    request: AnyRequest, person: FromPath[UUID], desk: NamedDependency[DeskPage]
) -> Response[str] | Redirect:
    """The papers were seen: it is them."""
    sent = await pressed(request)
    try:
        await operations.confirm_civil(
            person=person,
            seen_claim=first(sent, "claim"),
            by=desk.staff.person,
            evidence=first(sent, "evidence"),
            number=first(sent, "paper"),
            sealer=desk.sealer,
            now=now(),
        )
    except Refusal as refusal:
        return await _found(desk, sent, refusal)
    return desk.to(PATH)


async def _found(desk: DeskPage, sent: Sent, refusal: Refusal | None = None) -> Response[str]:
    """Whoever is called so; every look counts, also the one again after a refusal."""
    asked = first(sent, "called").strip()
    if not asked:
        return _page(desk, (), refusal, sent)
    try:
        await operations.one_more_look_up(person=desk.staff.person, now=now())
    except Refusal as too_many:
        return _page(desk, (), too_many)
    called = await _called(asked, desk.sealer)
    standings = await queries.civil_of(called, desk.sealer)
    return _page(desk, [standings[person] for person in called if person in standings], refusal, sent)


async def _called(asked: str, sealer: Sealer) -> list[UUID]:
    """By the number of a request of theirs too, which nobody else can claim."""
    number = number_from(asked)
    if not number:
        return await queries.people_called(asked, sealer, MOST)
    standing = await dossiers.standing(number)
    return [standing.person] if standing and standing.person else []


def _page(
    desk: DeskPage, found: Sequence[CivilStanding] = (), refusal: Refusal | None = None, sent: Sent | None = None
) -> Response[str]:
    asked = first(sent or {}, "called")
    return desk.say(
        "desk/people.html", refusal, sent, path=PATH, asked=asked, found=found, most=MOST, kinds=tuple(Evidence)
    )


routes = (people, find, confirm)

"""`/{lang}/desk/dossiers`: what waits, in the order of its clocks; looking for one; taking and giving back many."""

from __future__ import annotations

from itertools import pairwise

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from backend.domains.dossiers import operations, queries
from backend.domains.dossiers.queries import Row
from backend.domains.dossiers.rules import LONGEST_NAME
from backend.domains.identity import operations as identity
from backend.domains.identity.queries import parties
from backend.domains.identity.rules import Scope, name_keys
from backend.domains.receipts.rules import number_from
from backend.domains.sync.ports import Centre
from backend.kernel.identifiers import digits
from backend.kernel.refusal import Refusal
from backend.storage.counters import current_position
from backend.web.account.page import MAX_FORM, pressed
from backend.web.desk.page import DeskPage
from backend.web.desk.rows import shown
from backend.web.desk.views import (
    ASKED,
    MOST_COUNTED,
    VIEWS,
    Seen,
    filter_of,
    holder_of,
    kept_filters,
    query_of,
    states_of,
    wanted_of,
)
from backend.web.guards import now
from backend.web.sent import AnyRequest, Sent, first

PATH = "/desk/dossiers"
READ, WORK, EXPORT, TRANSFER = "dossier.read", "dossier.work", "list.export", "dossier.transfer"
A_PAGE = 50


@get("/{lang:str}/desk/dossiers", name="queue", opt={"right": READ})
async def queue(request: AnyRequest, desk: NamedDependency[DeskPage], centre: NamedDependency[Centre]) -> Response[str]:
    """One view of the queue, fifty dossiers at a time."""
    return await queue_page(desk, centre, dict(request.query_params))


@post("/{lang:str}/desk/dossiers", name="queue_find", opt={"right": READ}, request_max_body_size=MAX_FORM)
async def find(
    request: AnyRequest, desk: NamedDependency[DeskPage], centre: NamedDependency[Centre]
) -> Response[str] | Redirect:
    """By number, NIN, NSS or name, however it is spelled. By a press: no address or log holds what was typed."""
    sent = await pressed(request)
    typed = first(sent, "called").strip()
    try:
        await identity.one_more_search(person=desk.staff.person, now=now())
    except Refusal as refusal:
        return await queue_page(desk, centre, {}, refusal, sent)
    rows = [row for body in desk.bodies(READ) for row in await _found(desk, body, typed)]
    if len(rows) == 1:
        return desk.to(f"{PATH}/{rows[0].standing.number}")
    lines = await shown(rows[:A_PAGE], centre, desk.staff.person, now())
    return desk.say("desk/found.html", path=PATH, rows=lines, asked=typed, places=desk.places, today=desk.today)


@post("/{lang:str}/desk/dossiers/hands", name="queue_hands", opt={"right": WORK}, request_max_body_size=MAX_FORM)
async def hands(
    request: AnyRequest, desk: NamedDependency[DeskPage], centre: NamedDependency[Centre]
) -> Response[str] | Redirect:
    """Takes in hand, or gives back, what was marked; `next` takes the most urgent ones that nobody has."""
    sent = await pressed(request)
    do, asked = first(sent, "do"), {name: first(sent, name) for name in ASKED}
    marked = [number for text in sent.get("number", ()) if (number := number_from(text))]
    serving = await desk.serving(centre)
    try:
        if do == "next":
            wanted = wanted_of(desk, asked, WORK)
            if wanted is None:
                raise Refusal("dossier.none_free")
            taken = await operations.claim_next(serving, wanted=wanted, count=1)
            if not taken:
                raise Refusal("dossier.none_free")
            return desk.to(f"{PATH}/{taken[0].number}")
        mine = [row.standing.number for row in await desk.within(WORK, marked)]
        if do == "claim":
            taken = await operations.claim(serving, numbers=mine)
        elif do == "release":
            taken = await operations.release(serving, numbers=mine)
        else:
            raise Refusal("dossier.act_not_open")
        if len(taken) < len(marked) or not marked:
            raise Refusal("dossier.not_all", done=len(taken), marked=len(marked))
    except Refusal as refusal:
        return await queue_page(desk, centre, asked, refusal)
    return desk.to(f"{PATH}?{query_of(asked)}")


async def _found(desk: DeskPage, body: str, typed: str) -> list[Row]:
    wanted = desk.wanted(READ, body)
    if number := number_from(typed):
        return await queries.reached(wanted, [number])
    if found := digits(typed, 12, 18):
        return await queries.found_by(
            wanted, [desk.sealer.blind(found, purpose="nin" if len(found) == 18 else "nss")], A_PAGE
        )
    return await queries.found_by(wanted, _hashes(desk, typed), A_PAGE)


def _hashes(desk: DeskPage, typed: str) -> list[bytes]:
    """One word as it is; more of them two by two, which are common to few."""
    keys = sorted(name_keys(typed))
    words = [" ".join(pair) for pair in pairwise(keys)] or keys
    return [desk.sealer.blind(each, purpose="name") for each in words]


async def queue_page(
    desk: DeskPage, centre: Centre, asked: dict[str, str], refusal: Refusal | None = None, sent: Sent | None = None
) -> Response[str]:
    """One view of the queue; with a refusal it says what is wrong."""
    asked = {name: asked.get(name, "") for name in ASKED}
    if asked["view"] not in VIEWS:
        asked["view"] = "mine" if desk.bodies(WORK) else "all"
    wanted = wanted_of(desk, asked, READ)
    if wanted is None:
        raise Refusal("staff.forbidden")
    position = await current_position()  # before the rows: what comes meanwhile is told, not missed
    rows = await queries.queue(wanted, A_PAGE + 1)
    last = rows[A_PAGE - 1].standing if len(rows) > A_PAGE else None
    here = desk.wanted(READ, wanted.body)
    seen = Seen(desk.staff.person, desk.today)
    kept = await kept_filters(desk, filter_of(desk, centre, asked | {"body": wanted.body}, READ), READ)
    counts = {name: await queries.count(narrow(here, seen), MOST_COUNTED) for name, narrow in VIEWS.items()}
    return desk.say(
        "desk/dossiers.html",
        refusal,
        sent,
        path=PATH,
        position=position,
        rows=await shown(rows[:A_PAGE], centre, desk.staff.person, now()),
        asked=asked,
        holder=await _named(desk, asked),
        body=wanted.body,
        bodies=desk.bodies(READ),
        counts=counts,
        kept=kept,
        longest_name=LONGEST_NAME,
        most=MOST_COUNTED,
        onward=f"{last.due_on}~{last.id}" if last else None,
        services=centre.catalogue.services(),
        states=states_of(centre),
        agencies=[
            each
            for each in desk.places.agencies(wanted.body, desk.today)
            if desk.reaches(READ, Scope(each.body, each.wilaya, each.code))
        ],
        wilayas=here.wilayas or tuple(wilaya.code for wilaya in desk.places.wilayas()),
        places=desk.places,
        works=desk.bodies(WORK) != [],
        transfers=desk.bodies(TRANSFER) != [],
        exports=wanted.body in desk.bodies(EXPORT),
        today=desk.today,
    )


async def _named(desk: DeskPage, asked: dict[str, str]) -> str:
    """What whoever has them in hand is called, where only theirs are shown."""
    holder = holder_of(asked)
    found = await parties([holder], desk.sealer) if holder else {}
    return found[holder].name if holder in found else ""


routes = (queue, find, hands)

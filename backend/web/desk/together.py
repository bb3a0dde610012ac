"""`/{lang}/desk/together`: one act, or one transfer, for the dossiers that were marked in a list."""

from __future__ import annotations

from typing import Any

from litestar import Response, post
from litestar.di import NamedDependency

from backend.domains.catalogue.rules import Act
from backend.domains.dossiers import operations, queries
from backend.domains.dossiers.rules import (
    LeftOut,
    Marked,
    Standing,
    Together,
    acts_together,
    may_be_done,
    place_of,
    some_and_few_enough,
    told,
    way_of_all,
)
from backend.domains.receipts.rules import number_from
from backend.domains.sync.ports import Centre
from backend.kernel.refusal import Refusal
from backend.web.account.page import pressed
from backend.web.desk.page import DeskPage
from backend.web.desk.places import place_sent
from backend.web.desk.queue import PATH, TRANSFER, WORK, queue_page
from backend.web.desk.rows import shown
from backend.web.desk.views import ASKED, query_of
from backend.web.guards import fresh, now
from backend.web.sent import AnyRequest, Sent, first

MAX_MANY = 64 * 1024
LONGEST_REVISION = 9
ACT = "act"
RIGHTS = {ACT: WORK, "transfer": TRANSFER}
"""What may be done together, and under which right over each place."""


@post("/{lang:str}/desk/together", name="together", opt={"right": WORK}, request_max_body_size=MAX_MANY)
async def look(request: AnyRequest, desk: NamedDependency[DeskPage], centre: NamedDependency[Centre]) -> Response[str]:
    """What was marked, and what is to be done to it; nothing is done yet."""
    sent = await pressed(request)
    return await _page(desk, centre, first(sent, "do"), sent)


@post("/{lang:str}/desk/together/acts", name="together_act", opt={"right": WORK}, request_max_body_size=MAX_MANY)
async def act(request: AnyRequest, desk: NamedDependency[DeskPage], centre: NamedDependency[Centre]) -> Response[str]:
    """One act with one text, on each of them."""
    sent = await pressed(request)
    try:
        together = await operations.act_on_many(
            {body: await desk.serving(centre, body) for body in desk.bodies(WORK)},
            marked=_marked(sent, "marked"),
            act=first(sent, "act"),
            text=first(sent, "text"),
            reached=lambda each: desk.reaches(WORK, place_of(each)),
            may=lambda chosen, each: _may(desk, chosen, each),
            proved=lambda chosen: fresh(desk.session) if chosen.proof else None,
        )
    except Refusal as refusal:
        return await _page(desk, centre, ACT, sent, refusal)
    return _done(desk, together, sent, f"workflow.act.{first(sent, 'act')}")


@post(
    "/{lang:str}/desk/together/transfer",
    name="together_transfer",
    opt={"right": TRANSFER},
    request_max_body_size=MAX_MANY,
)
async def transfer(
    request: AnyRequest, desk: NamedDependency[DeskPage], centre: NamedDependency[Centre]
) -> Response[str]:
    """Each of them to one place, for one reason."""
    sent = await pressed(request)
    try:
        together = await operations.transfer_many(
            await desk.serving(centre),
            marked=_marked(sent, "marked"),
            to=place_sent(desk, sent),
            reason=first(sent, "reason"),
            reached=lambda each: desk.reaches(TRANSFER, place_of(each)),
        )
    except Refusal as refusal:
        return await _page(desk, centre, "transfer", sent, refusal)
    return _done(desk, together, sent, "dossier.transfer")


def _marked(sent: Sent, control: str) -> list[Marked]:
    """What was marked, each once: numbers, with the revision that was seen where a page showed one."""
    found: dict[str, Marked] = {}
    for text in sent.get(control, ()):
        typed, seen, revision = text.partition("~")
        if number := number_from(typed):
            known = revision.isdecimal() and len(revision) <= LONGEST_REVISION
            found.setdefault(number, Marked(number, int(revision) if known else -1 if seen else None))
    return list(found.values())


def _may(desk: DeskPage, act: Act, standing: Standing) -> bool:
    return any(desk.reaches(right, place_of(standing)) for right in act.rights)


async def _page(desk: DeskPage, centre: Centre, do: str, sent: Sent, refusal: Refusal | None = None) -> Response[str]:
    """What was offered once stays offered on the revision that was seen then, marked as it was."""
    again = "offered" in sent
    offered = _marked(sent, "offered" if again else "number")
    asked = {name: first(sent, name) for name in ASKED}
    try:
        if do not in RIGHTS:
            raise Refusal("dossier.act_not_open")
        some_and_few_enough(offered)
        rows = {row.standing.number: row for row in await desk.within(RIGHTS[do], [each.number for each in offered])}
        able, left = await operations.sort_out(await desk.serving(centre), offered, lambda each: each.number in rows)
        more = await _acts(desk, centre, able) if do == ACT and able else {}
    except Refusal as other:
        return await queue_page(desk, centre, asked, refusal or other, sent)
    marked = {each.number for each in _marked(sent, "marked")} if again else set(rows)
    return desk.say(
        "desk/together.html",
        refusal if able or refusal else Refusal("dossier.none_open"),
        sent,
        path=PATH,
        do=do,
        asked=asked,
        body=asked["body"],
        query=query_of(asked),
        rows=await shown([rows[each.number] for each in able], centre, desk.staff.person, now()),
        marked=marked,
        left=_why(desk, left),
        langs=await queries.languages_of([each.id for each in able]),
        places=desk.places,
        today=desk.today,
        **more,
    )


async def _acts(desk: DeskPage, centre: Centre, able: list[Standing]) -> dict[str, Any]:
    """The acts that are open to this person for one of these. Refuses `dossier.not_alike`, `dossier.act_not_open`."""
    service, state = way_of_all(able)
    workflow = centre.workflow(service)
    doers = await queries.doers_of([each.id for each in able])
    acts = [
        each
        for each in acts_together(workflow, state)
        if any(_may(desk, each, one) and _alone(desk, each, doers[one.id]) for one in able)
    ]
    if not acts:
        raise Refusal("dossier.act_not_open")
    return {"service": service, "acts": acts, "told": {each.id for each in acts if told(each, workflow)}}


def _alone(desk: DeskPage, act: Act, doers: dict[str, set[str]]) -> bool:
    try:
        may_be_done(act, desk.staff.person, doers)
    except Refusal:
        return False
    return True


def _why(desk: DeskPage, left: list[LeftOut] | tuple[LeftOut, ...]) -> list[dict[str, Any]]:
    """Each that was left out, and why in words. What nobody here may know of leads nowhere."""
    moved_on = desk.templates.words(desk.lang).html("together.changed")
    return [
        {
            "number": each.number,
            "why": moved_on if each.why.code == "dossier.changed" else desk.sentence(each.why),
            "known": each.why.code != "dossier.unknown",
        }
        for each in left
    ]


def _done(desk: DeskPage, together: Together, sent: Sent, what: str) -> Response[str]:
    """What came of it; where nothing did, it is said as a refusal."""
    return desk.say(
        "desk/together_done.html",
        None if together.done else Refusal("dossier.none_open"),
        sent,
        path=PATH,
        query=query_of({name: first(sent, name) for name in ASKED}),
        what=what,
        done=together.done,
        left=_why(desk, together.left),
    )


routes = (look, act, transfer)

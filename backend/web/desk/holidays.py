"""`/{lang}/desk/holidays`: the days off of this year and the next, and what was announced about them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from backend.domains.identity import queries as identity
from backend.domains.parameters import operations, queries
from backend.domains.parameters.operations import Said
from backend.domains.parameters.rules import feasts, standing, years
from backend.domains.sync.ports import Centre
from backend.kernel.digits import fold_digits
from backend.kernel.refusal import Refusal
from backend.web.account.page import MAX_FORM, pressed
from backend.web.desk.page import DeskPage
from backend.web.guards import ANY, now
from backend.web.sent import AnyRequest, Sent, first

PATH = "/desk/holidays"
EDIT = "calendar.edit"
ADD = "add"


@get("/{lang:str}/desk/holidays", name="holidays", opt={"right": ANY})
async def holidays(desk: NamedDependency[DeskPage], centre: NamedDependency[Centre]) -> Response[str]:
    """Whoever works may read it."""
    return await _page(desk, centre)


@post("/{lang:str}/desk/holidays", name="holiday_say", opt={"right": EDIT}, request_max_body_size=MAX_FORM)
async def say(
    request: AnyRequest, desk: NamedDependency[DeskPage], centre: NamedDependency[Centre]
) -> Response[str] | Redirect:
    """An estimated feast is on its days or on others, or a day is off by decree."""
    sent = await pressed(request)
    try:
        await _say(centre, sent, _said(desk, sent))
    except Refusal as refusal:
        about = ADD if first(sent, "do") == ADD else fold_digits(first(sent, "day"))
        return await _page(desk, centre, refusal, sent, about)
    return desk.to(PATH)


@post("/{lang:str}/desk/holidays/{word:uuid}/end", name="holiday_end", opt={"right": EDIT})
async def take_back(
    request: AnyRequest, word: FromPath[UUID], desk: NamedDependency[DeskPage], centre: NamedDependency[Centre]
) -> Response[str] | Redirect:
    """What was said counts no longer."""
    sent = await pressed(request)
    try:
        await operations.take_back(_said(desk, sent), word=word, sealer=centre.sealer)
    except Refusal as refusal:
        return await _page(desk, centre, refusal, sent, str(word))
    return desk.to(PATH)


def _said(desk: DeskPage, sent: Sent) -> Said:
    return Said(desk.staff.person, now(), first(sent, "source"))


async def _say(centre: Centre, sent: Sent, said: Said) -> None:
    calendars, sealer = centre.calendars, centre.sealer
    match first(sent, "do"):
        case "move":
            day, to = _day(sent, "day"), _day(sent, "to")
            await operations.move(said, day=day, to=to, calendars=calendars, sealer=sealer)
        case "confirm":
            await operations.confirm(said, day=_day(sent, "day"), calendars=calendars, sealer=sealer)
        case "add":
            day, arabic, french = _day(sent, "day"), first(sent, "name_ar"), first(sent, "name_fr")
            await operations.add(said, day=day, name_ar=arabic, name_fr=french, calendars=calendars, sealer=sealer)
        case _:
            raise Refusal("holiday.do", field="do")


def _day(sent: Sent, name: str) -> date:
    try:
        return date.fromisoformat(fold_digits(first(sent, name).strip()))
    except ValueError:
        raise Refusal("holiday.day", field=name) from None


async def _page(
    desk: DeskPage, centre: Centre, refusal: Refusal | None = None, sent: Sent | None = None, about: str = ""
) -> Response[str]:
    calendar = await centre.calendars.now()
    found = {year: feasts(calendar.holidays(year)) for year in years(desk.today)}
    words = await queries.words(desk.sealer)
    counting = {word.id for word in standing(words)}
    ended = {word.saying.takes_back: word for word in words if word.saying.takes_back}
    open_forms = {"", ADD} | {str(id_) for id_ in counting}
    open_forms |= {feast.first.isoformat() for each in found.values() for feast in each if feast.estimated}
    return desk.say(
        "desk/holidays.html",
        refusal,
        sent,
        path=PATH,
        years=found,
        said=[(word, ended.get(word.id)) for word in reversed(words) if word.id in counting or word.id in ended],
        names=await identity.parties({word.said_by for word in words}, desk.sealer),
        edits=EDIT in desk.staff.rights(),
        about=about,
        lost=about not in open_forms,
        fault=refusal.details.get("field") if refusal else None,
    )


routes = (holidays, say, take_back)

"""`/{lang}/desk/glass`: reading what lies outside one's place, for a reason and for a while; a supervisor is told."""

from __future__ import annotations

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from backend.domains.dossiers import queries as dossiers
from backend.domains.dossiers.rules import NO_PLACE
from backend.domains.identity import operations, queries
from backend.domains.identity.rules import Reading, Scope
from backend.domains.receipts.rules import number_from, sections
from backend.domains.sync.ports import Centre
from backend.kernel.refusal import Refusal
from backend.web.account.page import MAX_FORM, pressed
from backend.web.desk.page import DeskPage
from backend.web.guards import fresh, now, refuse_forged
from backend.web.sent import AnyRequest, Sent, first

PATH = "/desk/glass"
BREAK, NOTE = "glass.break", "glass.note"


@get("/{lang:str}/desk/glass", name="glass", opt={"right": BREAK})
async def glass(desk: NamedDependency[DeskPage]) -> Response[str]:
    """Asks for the number and the reason; supervisors also see what others read in their place."""
    return await _page(desk)


@post("/{lang:str}/desk/glass", name="glass_break", opt={"right": BREAK}, request_max_body_size=MAX_FORM)
async def break_it(request: AnyRequest, desk: NamedDependency[DeskPage]) -> Response[str] | Redirect:
    """Opens the dossier to this person alone. Another body's dossier is as unknown as none."""
    sent = await pressed(request)
    try:
        fresh(desk.session)
        number = number_from(first(sent, "number"))
        found = await dossiers.dossier(number, desk.sealer) if number else None
        if found is None or found.body not in {scope.body for scope in desk.staff.scopes(BREAK)}:
            raise Refusal("glass.nothing")
        reading = await operations.break_glass(
            person=desk.staff.person,
            number=found.number,
            scope=Scope(found.body, None if found.wilaya_code == NO_PLACE else found.wilaya_code),
            reason=first(sent, "reason"),
            sealer=desk.sealer,
            now=now(),
        )
    except Refusal as refusal:
        return await _page(desk, refusal, sent)
    return desk.to(f"{PATH}/{reading}")


@get("/{lang:str}/desk/glass/{reading:uuid}", name="glass_reading", opt={"right": BREAK})
async def read(
    reading: FromPath[UUID], desk: NamedDependency[DeskPage], centre: NamedDependency[Centre]
) -> Response[str]:
    """What was filed, while the half hour lasts. Refuses `glass.gone`."""
    opened = await queries.reading(reading, desk.sealer)
    bodies = {scope.body for scope in desk.staff.scopes(BREAK)}  # it does not go along to another body
    if opened is None or opened.body not in bodies or not opened.shows(desk.staff.person, now()):
        raise Refusal("glass.gone")
    found = await dossiers.dossier(opened.number, desk.sealer)
    if found is None:
        raise Refusal("glass.gone")
    form = centre.catalogue.form(found.service, found.service_version)
    return desk.say(
        "desk/reading.html",
        path=f"{PATH}/{reading}",
        dossier=found,
        sections=sections(found.answers, form, centre.places),
        reason=opened.reason,
    )


@post("/{lang:str}/desk/glass/{reading:uuid}/note", name="glass_note", opt={"right": NOTE})
async def note(
    request: AnyRequest, reading: FromPath[UUID], desk: NamedDependency[DeskPage]
) -> Response[str] | Redirect:
    """A supervisor of the place has taken note."""
    refuse_forged(request)
    try:
        if reading not in {each.id for each in await _told(desk)}:
            raise Refusal("glass.gone")
        await operations.note_reading(reading=reading, by=desk.staff.person, now=now())
    except Refusal as refusal:
        return await _page(desk, refusal)
    return desk.to(PATH)


async def _told(desk: DeskPage) -> list[Reading]:
    """What others read in the places where this person takes note of it."""
    found: list[Reading] = []
    for body in sorted({scope.body for scope in desk.staff.scopes(NOTE)}):  # nearly always one
        wilayas = desk.wilayas(NOTE, body)
        nowhere = desk.reaches(NOTE, Scope(body))
        found += await queries.unseen_readings(body, wilayas, desk.sealer, nowhere=nowhere)
    return [each for each in found if each.person != desk.staff.person]


async def _page(desk: DeskPage, refusal: Refusal | None = None, sent: Sent | None = None) -> Response[str]:
    told = await _told(desk)
    names = await queries.parties({each.person for each in told}, desk.sealer)
    return desk.say("desk/glass.html", refusal, sent, path=PATH, told=told, names=names)


routes = (glass, break_it, read, note)

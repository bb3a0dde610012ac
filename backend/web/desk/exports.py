"""`/{lang}/desk/exports`: lists and registers as files, written in the background, fetched within a day."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from backend.domains.reports import operations, queries
from backend.domains.reports.rules import FORMATS, LIST, REGISTER, Export, month_from
from backend.domains.sync.ports import Centre
from backend.kernel.refusal import Refusal
from backend.web.account.page import MAX_FORM, PRIVATE, pressed
from backend.web.desk.page import DeskPage
from backend.web.desk.queue import EXPORT as RIGHT
from backend.web.desk.views import ASKED, wanted_of
from backend.web.guards import fresh, now
from backend.web.sent import AnyRequest, Sent, first

PATH = "/desk/exports"
CONCERN = "ministry.concern"
TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


@get("/{lang:str}/desk/exports", name="exports", opt={"right": RIGHT})
async def exports(request: AnyRequest, desk: NamedDependency[DeskPage]) -> Response[str]:
    """What was asked for within the day, and how far it has come."""
    if request.headers.get("HX-Request"):
        return desk.say("desk/_exports.html", exports=await queries.exports(desk.staff.person, now()))
    return await _page(desk)


@post("/{lang:str}/desk/exports", name="export_ask", opt={"right": RIGHT}, request_max_body_size=MAX_FORM)
async def ask(request: AnyRequest, desk: NamedDependency[DeskPage]) -> Response[str] | Redirect:
    """A list as it is filtered, or the register of concerns of a month. A passkey was shown a moment ago."""
    sent = await pressed(request)
    kind, format_ = first(sent, "kind"), first(sent, "format")
    try:
        fresh(desk.session)
        asked = _list(desk, sent) if kind == LIST else _register(desk, sent)
        await operations.ask_for(
            person=desk.staff.person, kind=kind, format_=format_, lang=desk.lang, asked=asked, now=now()
        )
    except Refusal as refusal:
        return await _page(desk, refusal, sent)
    return desk.to(PATH)


@get("/{lang:str}/desk/exports/{export:uuid}", name="export_file", opt={"right": RIGHT})
async def fetch(
    export: FromPath[UUID], desk: NamedDependency[DeskPage], centre: NamedDependency[Centre]
) -> Response[bytes]:
    """The file, to whoever asked for it and still serves over all of it. Refuses `export.unknown`."""
    found = await queries.export(export)
    mine = found is not None and found.person == desk.staff.person and found.kept(now())
    if found is None or not mine or found.blob is None or not _reached(desk, found):
        raise Refusal("export.unknown")
    content = await asyncio.to_thread(centre.blobs.open, found.blob)
    named = f'attachment; filename="shubbak-{found.kind}-{found.asked_at:%Y%m%d-%H%M}.{found.format}"'
    return Response(content, media_type=TYPES[found.format], headers=PRIVATE | {"Content-Disposition": named})


def _reached(desk: DeskPage, export: Export) -> bool:
    """Whether this person's posts of today reach all that it may hold."""
    body = export.asked["body"]
    if body not in desk.bodies(RIGHT):
        return False
    here = desk.wanted(RIGHT, body)
    agencies = [each.code for each in desk.places.all_agencies() if each.wilaya in (here.wilayas or ())]
    return export.within(here.wilayas, (*agencies, *here.agencies))


def _list(desk: DeskPage, sent: Sent) -> dict[str, Any]:
    wanted = wanted_of(desk, {name: first(sent, name) for name in ASKED}, RIGHT)
    if wanted is None:
        raise Refusal("staff.forbidden")
    return wanted.written


def _register(desk: DeskPage, sent: Sent) -> dict[str, Any]:
    body = first(sent, "body")
    if body not in desk.bodies(RIGHT):
        raise Refusal("dossier.place")
    begin, end = month_from(first(sent, "month"))
    wilaya = first(sent, "wilaya") or None
    if wilaya is not None and wilaya not in desk.wilayas(RIGHT, body):
        raise Refusal("dossier.place")
    wanted = replace(desk.wanted(RIGHT, body), service=CONCERN, wilaya=wilaya)
    return wanted.written | {"first": begin.isoformat(), "last": end.isoformat()}


async def _page(desk: DeskPage, refusal: Refusal | None = None, sent: Sent | None = None) -> Response[str]:
    return desk.say(
        "desk/exports.html",
        refusal,
        sent,
        path=PATH,
        exports=await queries.exports(desk.staff.person, now()),
        bodies=desk.bodies(RIGHT),
        formats=FORMATS[REGISTER],
        places=desk.places,
        month=f"{desk.today:%Y-%m}",
        wilayas={body: desk.wilayas(RIGHT, body) for body in desk.bodies(RIGHT)},
    )


routes = (exports, ask, fetch)

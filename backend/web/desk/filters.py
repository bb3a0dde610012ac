"""`/{lang}/desk/filters`: the filter somebody looks by is kept under a name of their own, and let go."""

from __future__ import annotations

from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from backend.domains.dossiers import operations
from backend.domains.sync.ports import Centre
from backend.kernel.refusal import Refusal
from backend.web.account.page import MAX_FORM, pressed
from backend.web.desk.page import DeskPage
from backend.web.desk.queue import PATH, READ, queue_page
from backend.web.desk.views import ASKED, filter_of, query_of
from backend.web.guards import now
from backend.web.sent import AnyRequest, first


@post("/{lang:str}/desk/filters", name="filter_keep", opt={"right": READ}, request_max_body_size=MAX_FORM)
async def keep(
    request: AnyRequest, desk: NamedDependency[DeskPage], centre: NamedDependency[Centre]
) -> Response[str] | Redirect:
    """Keeps it under a name; one of that name is replaced."""
    sent = await pressed(request)
    asked = {name: first(sent, name) for name in ASKED}
    found = filter_of(desk, centre, asked, READ)
    try:
        await operations.keep_filter(
            person=desk.staff.person, typed=first(sent, "name"), asked=found, sealer=desk.sealer, now=now()
        )
    except Refusal as refusal:
        return await queue_page(desk, centre, asked, refusal, sent)
    return desk.to(f"{PATH}?{query_of(found)}")


@post(
    "/{lang:str}/desk/filters/{kept:uuid}/removal",
    name="filter_drop",
    opt={"right": READ},
    request_max_body_size=MAX_FORM,
)
async def drop(
    request: AnyRequest, kept: FromPath[UUID], desk: NamedDependency[DeskPage], centre: NamedDependency[Centre]
) -> Response[str] | Redirect:
    """One's own is kept no longer."""
    sent = await pressed(request)
    asked = {name: first(sent, name) for name in ASKED}
    try:
        await operations.drop_filter(person=desk.staff.person, id_=kept)
    except Refusal as refusal:
        return await queue_page(desk, centre, asked, refusal)
    return desk.to(f"{PATH}?{query_of(filter_of(desk, centre, asked, READ))}")


routes = (keep, drop)

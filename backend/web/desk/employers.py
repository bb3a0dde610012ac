"""`/{lang}/desk/employers`: employers that registered themselves wait for the fund to find them in its register."""

from __future__ import annotations

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from backend.domains.identity import operations, queries
from backend.kernel.refusal import Refusal
from backend.web.desk.page import DeskPage
from backend.web.guards import now, refuse_forged
from backend.web.sent import AnyRequest

PATH = "/desk/employers"
RIGHT = "employer.confirm"
FUND = "cacobatph"
"""Whose register has the employers of the building trades."""


@get("/{lang:str}/desk/employers", name="employers_waiting", opt={"right": RIGHT})
async def waiting(desk: NamedDependency[DeskPage]) -> Response[str]:
    """Those of the wilayas where this person serves, the oldest first."""
    return await _page(desk)


@post("/{lang:str}/desk/employers/{employer:uuid}/confirmation", name="employer_confirm", opt={"right": RIGHT})
async def confirm(
    request: AnyRequest, employer: FromPath[UUID], desk: NamedDependency[DeskPage]
) -> Response[str] | Redirect:
    """It is in the fund's register. Nobody confirms what they registered themselves."""
    refuse_forged(request)
    try:
        if employer not in {each.id for each in await _reached(desk)}:
            raise Refusal("employer.unknown")
        await operations.confirm_employer(employer=employer, by=desk.staff.person, now=now())
    except Refusal as refusal:
        return await _page(desk, refusal)
    return desk.to(PATH)


async def _reached(desk: DeskPage) -> list[queries.Unconfirmed]:
    wilayas = desk.wilayas(RIGHT, FUND)
    return await queries.unconfirmed_employers(wilayas, desk.sealer)


async def _page(desk: DeskPage, refusal: Refusal | None = None) -> Response[str]:
    found = await _reached(desk)
    return desk.say("desk/employers.html", refusal, path=PATH, waiting=found, places=desk.places)


routes = (waiting, confirm)

"""`/{lang}/desk/employers`: employers that registered themselves wait for the fund to find them in its register."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from backend.domains.identity import operations, queries
from backend.domains.identity.rules import number_of_employer
from backend.kernel.refusal import Refusal
from backend.web.desk.page import DeskPage
from backend.web.guards import now, refuse_forged
from backend.web.sent import AnyRequest

PATH = "/desk/employers"
RIGHT = "employer.confirm"
FUND = "cacobatph"
"""Whose register has the employers of the building trades."""


@get("/{lang:str}/desk/employers", name="employers_waiting", opt={"right": RIGHT})
async def waiting(request: AnyRequest, desk: NamedDependency[DeskPage]) -> Response[str]:
    """Those of the wilayas where this person serves, the oldest first; or those of one number at the fund."""
    return await _page(desk, number=request.query_params.get("number", ""))


@post("/{lang:str}/desk/employers/{employer:uuid}/confirmation", name="employer_confirm", opt={"right": RIGHT})
async def confirm(
    request: AnyRequest, employer: FromPath[UUID], desk: NamedDependency[DeskPage]
) -> Response[str] | Redirect:
    """It is in the fund's register. Nobody confirms what they registered themselves."""
    return await _looked_at(request, employer, desk, operations.confirm_employer)


@post("/{lang:str}/desk/employers/{employer:uuid}/refusal", name="employer_refuse", opt={"right": RIGHT})
async def refuse(
    request: AnyRequest, employer: FromPath[UUID], desk: NamedDependency[DeskPage]
) -> Response[str] | Redirect:
    """It is not there: it waits no longer, and stays unconfirmed."""
    return await _looked_at(request, employer, desk, operations.refuse_employer)


async def _looked_at(
    request: AnyRequest, employer: UUID, desk: DeskPage, act: Callable[..., Awaitable[None]]
) -> Response[str] | Redirect:
    refuse_forged(request)
    try:
        found = await queries.unconfirmed_employer(employer, desk.sealer)
        if found is None or found.wilaya_code not in desk.wilayas(RIGHT, FUND):
            raise Refusal("employer.unknown")
        await act(employer=employer, by=desk.staff.person, now=now())
    except Refusal as refusal:
        return await _page(desk, refusal)
    return desk.to(PATH)


async def _page(desk: DeskPage, refusal: Refusal | None = None, number: str = "") -> Response[str]:
    wilayas = desk.wilayas(RIGHT, FUND)
    try:
        found = await queries.unconfirmed_employers(wilayas, desk.sealer, number=number_of_employer(number))
    except Refusal as wrong:
        found, refusal = [], wrong
    return desk.say("desk/employers.html", refusal, path=PATH, waiting=found, number=number, places=desk.places)


routes = (waiting, confirm, refuse)

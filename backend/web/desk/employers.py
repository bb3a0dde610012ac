"""`/{lang}/desk/employers`: employers that registered themselves wait for the fund to find them in its register."""

from __future__ import annotations

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from backend.domains.identity import operations, queries
from backend.domains.identity.rules import Staff
from backend.domains.places.rules import Places
from backend.kernel.days import day_in_algiers
from backend.kernel.refusal import Refusal
from backend.web.account.page import OwnPage
from backend.web.guards import now, refuse_forged
from backend.web.sent import AnyRequest

PATH = "/desk/employers"
RIGHT = "employer.confirm"
FUND = "cacobatph"
"""Whose register has the employers of the building trades."""


@get("/{lang:str}/desk/employers", name="employers_waiting", opt={"right": RIGHT})
async def waiting(
    own: NamedDependency[OwnPage], staff: NamedDependency[Staff], places: NamedDependency[Places]
) -> Response[str]:
    """Those of the wilayas where this person serves, the oldest first."""
    return await _page(own, staff, places)


@post("/{lang:str}/desk/employers/{employer:uuid}/confirmation", name="employer_confirm", opt={"right": RIGHT})
async def confirm(
    request: AnyRequest,
    employer: FromPath[UUID],
    own: NamedDependency[OwnPage],
    staff: NamedDependency[Staff],
    places: NamedDependency[Places],
) -> Response[str] | Redirect:
    """It is in the fund's register. Nobody confirms what they registered themselves."""
    refuse_forged(request)
    try:
        if employer not in {each.id for each in await _reached(own, staff, places)}:
            raise Refusal("employer.unknown")
        await operations.confirm_employer(employer=employer, by=staff.person, now=now())
    except Refusal as refusal:
        return await _page(own, staff, places, refusal)
    return own.to(PATH)


async def _reached(own: OwnPage, staff: Staff, places: Places) -> list[queries.Unconfirmed]:
    wilayas = staff.wilayas(RIGHT, FUND, places, day_in_algiers(now()))
    return await queries.unconfirmed_employers(wilayas, own.sealer)


async def _page(own: OwnPage, staff: Staff, places: Places, refusal: Refusal | None = None) -> Response[str]:
    found = await _reached(own, staff, places)
    return own.say("desk/employers.html", refusal, path=PATH, waiting=found, places=places)


routes = (waiting, confirm)

"""`/{lang}/account/identity`: who I am in the registers, as I claim it; a counter confirms it."""

from __future__ import annotations

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from backend.domains.identity import operations, queries
from backend.domains.identity.rules import read_civil
from backend.kernel.days import day_in_algiers
from backend.kernel.refusal import Refusal
from backend.web.account.page import MAX_FORM, OwnPage, pressed
from backend.web.guards import now
from backend.web.sent import AnyRequest, Sent, first

PATH = "/account/identity"
ASKED = ("family_ar", "given_ar", "family_latin", "given_latin", "born_day", "born_month", "born_year", "nin", "nss")


@get("/{lang:str}/account/identity", name="identity")
async def identity(own: NamedDependency[OwnPage]) -> Response[str]:
    """What is claimed or confirmed; numbers are masked."""
    return await _page(own)


@post("/{lang:str}/account/identity", name="identity_claim", request_max_body_size=MAX_FORM)
async def claim(request: AnyRequest, own: NamedDependency[OwnPage]) -> Response[str] | Redirect:
    """Claims it, or claims it anew while nobody has confirmed it."""
    sent, at = await pressed(request), now()
    try:
        civil = read_civil({name: first(sent, name) for name in ASKED}, day_in_algiers(at))
        await operations.claim_civil(person=own.session.person, civil=civil, sealer=own.sealer, now=at)
    except Refusal as refusal:
        return await _page(own, refusal, sent)
    return own.to(PATH)


async def _page(own: OwnPage, refusal: Refusal | None = None, sent: Sent | None = None) -> Response[str]:
    standing = (await queries.civil_of([own.session.person], own.sealer)).get(own.session.person)
    faults = refusal.details.get("fields", {}) if refusal else {}
    return own.say("account/identity.html", refusal, sent, path=PATH, standing=standing, faults=faults)


routes = (identity, claim)

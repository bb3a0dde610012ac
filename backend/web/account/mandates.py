"""`/{lang}/account/mandates`: for whom I act, who acts for me, and the employers for whom I answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from backend.domains.catalogue.rules import Catalogue
from backend.domains.identity import operations, queries
from backend.domains.identity.rules import Mandate, Party, Power
from backend.kernel.codes import shown
from backend.kernel.days import day_in_algiers
from backend.kernel.refusal import Refusal
from backend.web.account.page import MAX_FORM, OwnPage, pressed
from backend.web.guards import fresh, now, refuse_forged
from backend.web.sent import AnyRequest, Sent, first

PATH = "/account/mandates"


@get("/{lang:str}/account/mandates", name="mandates")
async def mandates(own: NamedDependency[OwnPage], catalogue: NamedDependency[Catalogue]) -> Response[str]:
    """Everything of mandates that concerns whoever is signed in."""
    return await _page(own, catalogue)


@post("/{lang:str}/account/mandates", name="mandate_give", request_max_body_size=MAX_FORM)
async def give(
    request: AnyRequest, own: NamedDependency[OwnPage], catalogue: NamedDependency[Catalogue]
) -> Response[str]:
    """Lets somebody act for me; the code for them is shown once."""
    sent = await pressed(request)
    try:
        code = await given(own, catalogue, sent, employer=None)
    except Refusal as refusal:
        return await _page(own, catalogue, refusal, sent)
    return await _page(own, catalogue, code=code)


@post("/{lang:str}/account/mandates/held", name="mandate_take_up", request_max_body_size=MAX_FORM)
async def take_up(
    request: AnyRequest, own: NamedDependency[OwnPage], catalogue: NamedDependency[Catalogue]
) -> Response[str] | Redirect:
    """Takes up a mandate by the code that its giver handed over."""
    sent = await pressed(request)
    try:
        await operations.take_up_mandate(code=first(sent, "code"), by=own.session.person, sealer=own.sealer, now=now())
    except Refusal as refusal:
        return await _page(own, catalogue, refusal, sent)
    return own.to(PATH)


@post("/{lang:str}/account/mandates/{mandate:uuid}/end", name="mandate_end")
async def end(
    request: AnyRequest,
    mandate: FromPath[UUID],
    own: NamedDependency[OwnPage],
    catalogue: NamedDependency[Catalogue],
) -> Response[str] | Redirect:
    """Ends a mandate at once: one I gave, one of my employer's, or one I hold."""
    refuse_forged(request)
    try:
        await operations.end_mandate(mandate=mandate, by=own.session.person, sealer=own.sealer, now=now())
    except Refusal as refusal:
        return await _page(own, catalogue, refusal)
    return own.to(PATH)


async def given(own: OwnPage, catalogue: Catalogue, sent: Sent, *, employer: UUID | None) -> str:
    """Gives the mandate that a form asks for; the code for whoever takes it up, as it is shown."""
    power = Power(first(sent, "power")) if first(sent, "power") in set(Power) else None
    chosen = [code for code in sent.get("services", ()) if code in catalogue.codes()]
    if power is None or (first(sent, "which") == "some" and not chosen):
        raise Refusal("mandate.power")
    if power is not Power.READ:
        fresh(own.session)  # or a phone left open would let its finder say where money goes, with a passkey of his own
    code = await operations.give_mandate(
        by=own.session.person,
        employer=employer,
        called=first(sent, "called"),
        power=power,
        services=chosen if first(sent, "which") == "some" else (),
        until=_day(first(sent, "until")),
        sealer=own.sealer,
        now=now(),
    )
    return shown(code)


async def names_in(own: OwnPage, *groups: list[Mandate]) -> Mapping[UUID, Party]:
    """Givers and holders of these mandates."""
    ids = {one for group in groups for each in group for one in (each.giver, each.holder) if one}
    return await queries.parties(ids, own.sealer)


async def _page(
    own: OwnPage, catalogue: Catalogue, refusal: Refusal | None = None, sent: Sent | None = None, code: str = ""
) -> Response[str]:
    at = now()
    held = [each for each in await queries.mandates_held([own.session.person], own.sealer) if each.holds(at)]
    of_me = await queries.mandates_of_person(own.session.person, own.sealer)
    return own.say(
        "account/mandates.html",
        refusal,
        sent,
        path=PATH,
        held=[each for each in held if each.power is not Power.MANAGE],
        employers=[each for each in held if each.power is Power.MANAGE],
        given=[each for each in of_me if each.ended_at is None and not each.is_over(day_in_algiers(at))],
        names=await names_in(own, held, of_me),
        code=code,
        services=catalogue.codes(),
    )


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


routes = (mandates, give, take_up, end)

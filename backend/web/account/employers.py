"""`/{lang}/account/employers`: an employer registers; `/{id}`: its people, and who acts for it."""

from __future__ import annotations

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from backend.domains.catalogue.rules import Catalogue
from backend.domains.identity import operations, queries
from backend.domains.identity.rules import may_manage
from backend.domains.places.rules import Places
from backend.kernel.days import day_in_algiers
from backend.kernel.refusal import Refusal
from backend.web.account.mandates import given, names_in
from backend.web.account.page import MAX_FORM, OwnPage, pressed
from backend.web.guards import now
from backend.web.sent import AnyRequest, Sent, first

PATH = "/account/employers"


@get("/{lang:str}/account/employers", name="employers")
async def employers(own: NamedDependency[OwnPage], places: NamedDependency[Places]) -> Response[str]:
    """The form by which an employer is registered."""
    return _form(own, places)


@post("/{lang:str}/account/employers", name="employer_register", request_max_body_size=MAX_FORM)
async def register(
    request: AnyRequest, own: NamedDependency[OwnPage], places: NamedDependency[Places]
) -> Response[str] | Redirect:
    """Whoever registers it answers for it."""
    sent = await pressed(request)
    try:
        await operations.one_more_employer(person=own.session.person, now=now())
        employer = await operations.register_employer(
            by=own.session.person,
            name=first(sent, "name"),
            number=first(sent, "number"),
            wilaya_code=places.wilaya(first(sent, "wilaya")).code,
            sealer=own.sealer,
            now=now(),
        )
    except Refusal as refusal:
        return _form(own, places, refusal, sent)
    return own.to(f"{PATH}/{employer}")


@get("/{lang:str}/account/employers/{employer:uuid}", name="employer")
async def employer(
    employer: FromPath[UUID], own: NamedDependency[OwnPage], catalogue: NamedDependency[Catalogue]
) -> Response[str]:
    """Its people and mandates, for whoever answers for it."""
    return await _page(own, catalogue, employer)


@post("/{lang:str}/account/employers/{employer:uuid}/mandates", name="employer_mandate", request_max_body_size=MAX_FORM)
async def mandate(
    request: AnyRequest,
    employer: FromPath[UUID],
    own: NamedDependency[OwnPage],
    catalogue: NamedDependency[Catalogue],
) -> Response[str]:
    """Lets somebody act for the employer; the code for them is shown once."""
    sent = await pressed(request)
    try:
        code = await given(own, catalogue, sent, employer=employer)
    except Refusal as refusal:
        return await _page(own, catalogue, employer, refusal, sent)
    return await _page(own, catalogue, employer, code=code)


def _form(own: OwnPage, places: Places, refusal: Refusal | None = None, sent: Sent | None = None) -> Response[str]:
    return own.say("account/employers.html", refusal, sent, path=PATH, wilayas=places.wilayas())


async def _page(
    own: OwnPage,
    catalogue: Catalogue,
    employer: UUID,
    refusal: Refusal | None = None,
    sent: Sent | None = None,
    code: str = "",
) -> Response[str]:
    at = now()
    every = await queries.mandates_of_employers([employer], own.sealer)
    may_manage(employer, own.session.person, every, at)
    names = await names_in(own, every)
    return own.say(
        "account/employer.html",
        refusal,
        sent,
        path=f"{PATH}/{employer}",
        employer=names[employer],
        given=[each for each in every if each.ended_at is None and not each.is_over(day_in_algiers(at))],
        names=names,
        code=code,
        services=catalogue.codes(),
    )


routes = (employers, register, employer, mandate)

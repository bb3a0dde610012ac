"""`/{lang}/account/post`: whoever was given a code begins to serve."""

from __future__ import annotations

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from backend.domains.identity import operations
from backend.kernel.refusal import Refusal
from backend.web.account.page import MAX_FORM, OwnPage, pressed
from backend.web.guards import fresh, now
from backend.web.sent import AnyRequest, first

PATH = "/account/post"


@get("/{lang:str}/account/post", name="post")
async def asked(own: NamedDependency[OwnPage]) -> Response[str]:
    """Asks for the code."""
    return own.say("account/post.html", path=PATH)


@post("/{lang:str}/account/post", name="post_take_up", request_max_body_size=MAX_FORM)
async def take_up(request: AnyRequest, own: NamedDependency[OwnPage]) -> Response[str] | Redirect:
    """Takes the post up, and goes on to the desk."""
    sent = await pressed(request)
    try:
        fresh(own.session)
        await operations.take_up_post(code=first(sent, "code"), by=own.session.person, sealer=own.sealer, now=now())
    except Refusal as refusal:
        return own.say("account/post.html", refusal, sent, path=PATH)
    return own.to("/desk")


routes = (asked, take_up)

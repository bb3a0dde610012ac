"""Who stands at the window: the session of a cookie, and whether a press was made on a page of ours."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import urlsplit

from litestar.datastructures import Cookie
from litestar.di import NamedDependency

from backend.domains.identity import queries
from backend.domains.identity.operations import open_session
from backend.domains.identity.rules import CITIZEN, Role, Session, Staff
from backend.kernel.refusal import Refusal
from backend.storage.sealing import Sealer
from backend.web.sent import AnyRequest

STREAM = "text/event-stream"
ANY = "any"
"""The right of whoever serves at all."""
COOKIE = "__Host-shubbak"
"""Bound by its name to this host alone, to `/` and to a secure line (RFC 6265bis, 4.1.3.2)."""


def now() -> datetime:
    """The server's clock."""
    return datetime.now(UTC)


def token_of(request: AnyRequest) -> str | None:
    """What the browser's cookie holds."""
    return request.cookies.get(COOKIE)


async def visitor(request: AnyRequest) -> Session | None:
    """The session of this request, or nobody's. What a page asks by itself keeps no session awake."""
    by_itself = "hx-request" in request.headers or STREAM in request.headers.get("accept", "")
    return await open_session(token=token_of(request), now=now(), seen=not by_itself)


async def session(request: AnyRequest) -> Session:
    """The session of this request. Refuses `session.required`."""
    found = await visitor(request)
    if found is None:
        raise Refusal("session.required")
    return found


async def staff(
    request: AnyRequest,
    session: NamedDependency[Session],
    roles: NamedDependency[Mapping[str, Role]],
    sealer: NamedDependency[Sealer],
) -> Staff:
    """Who serves at this window. Every address of staff names the `right` that it asks for.

    Refuses `session.required` and `staff.forbidden`.
    """
    found = await queries.staff(session.person, roles, sealer)
    if found is None or request.route_handler.opt["right"] not in found.rights() | {ANY}:
        raise Refusal("staff.forbidden")
    return found


def fresh(found: Session) -> None:
    """Refuses `session.stale` unless a passkey was shown a moment ago: nobody does it from a phone left open."""
    if not found.proved(now()):
        raise Refusal("session.stale")


def cookie(token: str) -> Cookie:
    """The cookie of a session that begins."""
    return _cookie(token, int(CITIZEN.whole.total_seconds()))


def no_cookie() -> Cookie:
    """The cookie of a session that has ended."""
    return _cookie("", 0)


def _cookie(value: str, seconds: int) -> Cookie:
    return Cookie(key=COOKIE, value=value, max_age=seconds, path="/", secure=True, httponly=True, samesite="lax")


def refuse_forged(request: AnyRequest) -> None:
    """Refuses `counter.forbidden` for a press that a cookie goes with and that no page of ours made.

    Browsers tell where a request comes from, by `Sec-Fetch-Site` or, older ones, by `Origin`: one of them is wanted.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    own = origin is not None and urlsplit(origin).netloc == request.headers.get("host")
    if site not in (None, "same-origin") or (origin is not None and not own) or (site is None and not own):
        raise Refusal("counter.forbidden")

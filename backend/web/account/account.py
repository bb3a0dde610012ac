"""`/{lang}/account`: passkeys and sessions of whoever is signed in; and the page by which people come in."""

from __future__ import annotations

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from backend.domains.identity import operations, queries
from backend.domains.identity.rules import Session
from backend.kernel.base64url import base64url
from backend.kernel.languages import LANGUAGES
from backend.kernel.refusal import Refusal
from backend.storage.sealing import Sealer
from backend.web.counter.check import known_language
from backend.web.guards import no_cookie, now, refuse_forged, visitor
from backend.web.pages import PublicPages
from backend.web.sent import AnyRequest, first, texts
from backend.web.templates import Templates

PRIVATE = {"Cache-Control": "no-store"}
MAX_FORM = 16 * 1024


def add_pages(pages: PublicPages) -> None:
    for lang in LANGUAGES:
        pages.add(lang, "/sign-in", "account/sign_in.html")


@get("/{lang:str}/sign-in", name="sign_in")
async def sign_in(request: AnyRequest, lang: FromPath[str], pages: NamedDependency[PublicPages]) -> Response[bytes]:
    """Come in, or register. The same page for everybody."""
    return pages.answer(request.url.path, request.headers)


@get("/{lang:str}/account", name="account")
async def account(
    request: AnyRequest, lang: FromPath[str], templates: NamedDependency[Templates], sealer: NamedDependency[Sealer]
) -> Response[str] | Redirect:
    """Who is signed in, with which passkeys, and where else."""
    session = await visitor(request)
    if session is None:
        return _to(f"/{known_language(lang)}/sign-in")
    return await _page(known_language(lang), session, templates, sealer)


@post("/{lang:str}/account/passkeys/{passkey:uuid}", name="account_passkey", request_max_body_size=MAX_FORM)
async def rename(
    request: AnyRequest,
    lang: FromPath[str],
    passkey: FromPath[UUID],
    session: NamedDependency[Session],
    templates: NamedDependency[Templates],
    sealer: NamedDependency[Sealer],
) -> Response[str] | Redirect:
    """Gives a passkey another name."""
    refuse_forged(request)
    name = first(await texts(request), "name")
    try:
        await operations.rename_passkey(person=session.person, passkey=passkey, name=name, sealer=sealer)
    except Refusal as refusal:
        return await _page(known_language(lang), session, templates, sealer, refusal)
    return _to(f"/{known_language(lang)}/account")


@post("/{lang:str}/account/passkeys/{passkey:uuid}/removal", name="account_passkey_removal")
async def remove(
    request: AnyRequest,
    lang: FromPath[str],
    passkey: FromPath[UUID],
    session: NamedDependency[Session],
    templates: NamedDependency[Templates],
    sealer: NamedDependency[Sealer],
) -> Response[str] | Redirect:
    """Takes a passkey away, with whatever it opened; the last one stays."""
    refuse_forged(request)
    try:
        await operations.remove_passkey(person=session.person, passkey=passkey, sealer=sealer, now=now())
    except Refusal as refusal:
        return await _page(known_language(lang), session, templates, sealer, refusal)
    return _to(f"/{known_language(lang)}/account")


@post("/{lang:str}/account/sessions/{other:uuid}/end", name="account_session_end")
async def end(
    request: AnyRequest,
    lang: FromPath[str],
    other: FromPath[UUID],
    session: NamedDependency[Session],
    templates: NamedDependency[Templates],
    sealer: NamedDependency[Sealer],
) -> Response[str] | Redirect:
    """Closes one of the browsers in which the person is signed in; this one too."""
    refuse_forged(request)
    try:
        await operations.end_session(session=other, person=session.person, now=now())
    except Refusal as refusal:
        return await _page(known_language(lang), session, templates, sealer, refusal)
    if other != session.id:
        return _to(f"/{known_language(lang)}/account")
    away = _to(f"/{known_language(lang)}/sign-in")
    away.cookies.append(no_cookie())
    return away


async def _page(
    lang: str, session: Session, templates: Templates, sealer: Sealer, refusal: Refusal | None = None
) -> Response[str]:
    passkeys = await queries.passkeys(session.person, sealer)
    signer = next((each.credential for each in passkeys if each.id == session.passkey), b"")
    page = templates.render(
        "account/account.html",
        lang,
        path="/account",
        session=session,
        name=await queries.name_of(session.person, sealer),
        passkeys=passkeys,
        signer=base64url(signer),
        sessions=await queries.sessions(session.person, now()),
        refusal=refusal,
    )
    return Response(page, media_type="text/html", status_code=422 if refusal else 200, headers=PRIVATE)


def _to(path: str) -> Redirect:
    return Redirect(path, status_code=303, headers=PRIVATE)


routes = (sign_in, account, rename, remove, end)

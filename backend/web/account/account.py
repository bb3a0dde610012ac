"""`/{lang}/account`: passkeys and sessions of whoever is signed in; and the page by which people come in."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from backend.domains.identity import operations, queries
from backend.domains.identity.loader import load_roles
from backend.domains.identity.rules import ASSIST
from backend.domains.notices.queries import unread
from backend.domains.sync.operations.devices import disown
from backend.domains.sync.queries import own_devices
from backend.kernel.base64url import base64url
from backend.kernel.languages import LANGUAGES
from backend.kernel.refusal import Refusal
from backend.storage.sealing import Sealer
from backend.web.account.page import MAX_FORM, OwnPage, away, pressed
from backend.web.counter.check import known_language
from backend.web.guards import fresh, no_cookie, now, refuse_forged, visitor
from backend.web.pages import PublicPages
from backend.web.sent import AnyRequest, first
from backend.web.templates import Templates

TOLD_FOR = timedelta(days=30)


def add_pages(pages: PublicPages) -> None:
    for lang in LANGUAGES:
        pages.add(lang, "/sign-in", "account/sign_in.html", offline=False)
        pages.add(lang, "/recover", "account/recover.html", offline=False)


@get("/{lang:str}/sign-in", name="sign_in")
async def sign_in(request: AnyRequest, lang: FromPath[str], pages: NamedDependency[PublicPages]) -> Response[bytes]:
    """Come in, or register. The same page for everybody."""
    return pages.answer(request.url.path, request.headers)


@get("/{lang:str}/recover", name="recover")
async def recover(request: AnyRequest, lang: FromPath[str], pages: NamedDependency[PublicPages]) -> Response[bytes]:
    """The way back with a code from a counter. The same page for everybody."""
    return pages.answer(request.url.path, request.headers)


@get("/{lang:str}/account", name="account")
async def account(
    request: AnyRequest, lang: FromPath[str], templates: NamedDependency[Templates], sealer: NamedDependency[Sealer]
) -> Response[str] | Redirect:
    """Who is signed in, with which passkeys, and where else."""
    session = await visitor(request)
    if session is None:
        return away(f"/{known_language(lang)}/sign-in")
    return await _page(OwnPage(known_language(lang), session, templates, sealer))


@post("/{lang:str}/account/passkeys/{passkey:uuid}", name="account_passkey", request_max_body_size=MAX_FORM)
async def rename(
    request: AnyRequest, passkey: FromPath[UUID], own: NamedDependency[OwnPage]
) -> Response[str] | Redirect:
    """Gives a passkey another name."""
    name = first(await pressed(request), "name")
    try:
        await operations.rename_passkey(person=own.session.person, passkey=passkey, name=name, sealer=own.sealer)
    except Refusal as refusal:
        return await _page(own, refusal)
    return own.to("/account")


@post("/{lang:str}/account/passkeys/{passkey:uuid}/removal", name="account_passkey_removal")
async def remove(
    request: AnyRequest, passkey: FromPath[UUID], own: NamedDependency[OwnPage]
) -> Response[str] | Redirect:
    """Takes a passkey away, with whatever it opened; the last one stays."""
    refuse_forged(request)
    try:
        fresh(own.session)
        await operations.remove_passkey(person=own.session.person, passkey=passkey, sealer=own.sealer, now=now())
    except Refusal as refusal:
        return await _page(own, refusal)
    return own.to("/account")


@post("/{lang:str}/account/devices/{device:uuid}/loss", name="account_device_loss")
async def lose(request: AnyRequest, device: FromPath[UUID], own: NamedDependency[OwnPage]) -> Response[str] | Redirect:
    """A phone is lost: nothing it sends from now on is this person's."""
    refuse_forged(request)
    try:
        await disown(person=own.session.person, device=device, now=now())
    except Refusal as refusal:
        return await _page(own, refusal)
    return own.to("/account")


@post("/{lang:str}/account/sessions/{other:uuid}/end", name="account_session_end")
async def end(request: AnyRequest, other: FromPath[UUID], own: NamedDependency[OwnPage]) -> Response[str] | Redirect:
    """Closes one of the browsers in which the person is signed in; this one too."""
    refuse_forged(request)
    try:
        await operations.end_session(session=other, person=own.session.person, now=now())
    except Refusal as refusal:
        return await _page(own, refusal)
    if other != own.session.id:
        return own.to("/account")
    gone = own.to("/sign-in")
    gone.cookies.append(no_cookie())
    return gone


async def _page(own: OwnPage, refusal: Refusal | None = None) -> Response[str]:
    passkeys = await queries.passkeys(own.session.person, own.sealer)
    signer = next((each.credential for each in passkeys if each.id == own.session.passkey), b"")
    return own.say(
        "account/account.html",
        refusal,
        path="/account",
        name=await queries.name_of(own.session.person, own.sealer),
        passkeys=passkeys,
        signer=base64url(signer),
        givers=await _givers(own),
        assists=await _assists(own),
        back=await _back(own),
        devices=await own_devices(own.session.person),
        serves=await queries.serves(own.session.person),
        unread=await unread(own.session.person),
        sessions=await queries.sessions(own.session.person, now()),
    )


async def _back(own: OwnPage) -> datetime | None:
    """When the account was given back at a counter, for as long as its owner should be told."""
    found = await queries.recovered_since([own.session.person], now() - TOLD_FOR)
    return found.get(own.session.person)


async def _assists(own: OwnPage) -> bool:
    """Whether this person may fill in for whoever stands at their counter."""
    found = await queries.staff(own.session.person, load_roles(), own.sealer)
    return found is not None and ASSIST in found.rights()


async def _givers(own: OwnPage) -> str:
    """Those for whom the person files, as this device keeps them to ask offline for whom a request is."""
    at = now()
    held = [each for each in await queries.mandates_held([own.session.person], own.sealer) if each.files(at)]
    names = await queries.parties({each.giver for each in held}, own.sealer)
    givers = [
        {"id": each.giver, "name": names[each.giver].name, "services": each.services, "until": each.until}
        for each in held
    ]
    return msgspec.json.encode(givers).decode()


routes = (sign_in, recover, account, rename, remove, lose, end)

"""`/{lang}/account/notices`: what happened, and where its owner wants to be told of it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from backend.domains.notices import operations, queries
from backend.domains.notices.rules import Channel
from backend.kernel.refusal import Refusal
from backend.web.account.page import MAX_FORM, OwnPage, pressed
from backend.web.guards import fresh, now, refuse_forged
from backend.web.sent import AnyRequest, Sent, first

PATH = "/account/notices"


@dataclass(frozen=True, slots=True)
class Channels:
    """The channels of this installation, with what a browser subscribes with and the services it may name."""

    offered: tuple[Channel, ...]
    push_key: str
    push_hosts: tuple[str, ...]


@get("/{lang:str}/account/notices", name="notices")
async def notices(own: NamedDependency[OwnPage], channels: NamedDependency[Channels]) -> Response[str]:
    """The inbox; looking at it marks it read."""
    page = await _page(own, channels)
    await operations.mark_read(person=own.session.person, now=now())
    return page


@post("/{lang:str}/account/notices/contacts", name="contact_add", request_max_body_size=MAX_FORM)
async def add(
    request: AnyRequest, own: NamedDependency[OwnPage], channels: NamedDependency[Channels]
) -> Response[str] | Redirect:
    """A further address; a code is sent there."""
    sent = await pressed(request)
    try:
        channel = next((each for each in channels.offered if each.value == first(sent, "channel")), None)
        if channel is None:
            raise Refusal("contact.channel")
        await operations.add_contact(
            person=own.session.person,
            channel=channel,
            typed=first(sent, "address"),
            lang=own.lang,
            quiet=first(sent, "night") != "on",
            push_hosts=channels.push_hosts,
            sealer=own.sealer,
            now=now(),
        )
    except Refusal as refusal:
        return await _page(own, channels, refusal, sent)
    return own.to(PATH)


@post("/{lang:str}/account/notices/code", name="contact_verify", request_max_body_size=MAX_FORM)
async def verify(
    request: AnyRequest, own: NamedDependency[OwnPage], channels: NamedDependency[Channels]
) -> Response[str] | Redirect:
    """The code that came there."""
    sent = await pressed(request)
    try:
        await operations.verify_contact(
            person=own.session.person,
            typed=first(sent, "code"),
            sealer=own.sealer,
            now=now(),
        )
    except Refusal as refusal:
        return await _page(own, channels, refusal, sent)
    return own.to(PATH)


@post("/{lang:str}/account/notices/contacts/{contact:uuid}/end", name="contact_end")
async def end(
    request: AnyRequest, contact: FromPath[UUID], own: NamedDependency[OwnPage], channels: NamedDependency[Channels]
) -> Response[str] | Redirect:
    """Nothing is sent there any more; not from a phone left open, or its finder would silence the owner."""
    refuse_forged(request)
    try:
        fresh(own.session)
        await operations.end_contact(person=own.session.person, contact=contact, now=now())
    except Refusal as refusal:
        return await _page(own, channels, refusal)
    return own.to(PATH)


async def _page(
    own: OwnPage, channels: Channels, refusal: Refusal | None = None, sent: Sent | None = None
) -> Response[str]:
    contacts = await queries.contacts([own.session.person], own.sealer)
    return own.say(
        "account/notices.html",
        refusal,
        sent,
        path=PATH,
        notices=await queries.inbox(own.session.person),
        contacts=contacts,
        failing=await queries.failing([own.session.person], own.sealer),
        waiting=any(each.verified_at is None for each in contacts),
        offered=[each.value for each in channels.offered],
        push_key=channels.push_key,
    )


routes = (notices, add, verify, end)

"""Following a request from any phone: number and secret open it. Neither ever stands in an address or a log."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from backend.domains.receipts.operations import open_receipt
from backend.domains.receipts.queries import letters
from backend.domains.receipts.rules import Receipt, number_from
from backend.domains.sync.ports import Centre
from backend.kernel.languages import LANGUAGES
from backend.kernel.refusal import Refusal
from backend.web.errors import language_of
from backend.web.pages import PublicPages
from backend.web.public.receipt import PRIVATE, STATUSES, ReceiptPages
from backend.web.sent import AnyRequest, Sent, first, texts

MAX_FORM = 16 * 1024


def add_pages(pages: PublicPages) -> None:
    for lang in LANGUAGES:
        pages.add(lang, "/follow", "public/follow.html", typed={}, asked=None)


@get("/{lang:str}/follow", name="follow")
async def follow(request: AnyRequest, lang: FromPath[str], pages: NamedDependency[PublicPages]) -> Response[Any]:
    """Asks for number and secret, or for a claim code."""
    return pages.answer(request.url.path, request.headers)


@get(["/r", "/claims"], name="follow_short")
async def follow_short(request: AnyRequest) -> Redirect:
    """The short address leads to the page that asks."""
    return Redirect(f"/{language_of(request)}/follow", status_code=302, headers={"Cache-Control": "no-cache"})


@get(["/r/{number:str}", "/r/{number:str}/receipt.pdf", "/r/{number:str}/roll"], name="receipt_asked")
async def receipt_asked(
    request: AnyRequest, number: FromPath[str], receipt_pages: NamedDependency[ReceiptPages]
) -> Response[str]:
    """Asks for the secret: the number alone opens nothing, and the page is the same for every number."""
    return receipt_pages.asking(language_of(request), {"number": number_from(number) or ""}, None)


@post(["/r", "/r/{number:str}"], name="receipt_opened", status_code=200, request_max_body_size=MAX_FORM)
async def receipt_opened(request: AnyRequest, receipt_pages: NamedDependency[ReceiptPages]) -> Response[str]:
    """State, messages, who, dates and receipt."""
    return await _shown(request, receipt_pages, receipt_pages.followed)


@post("/r/{number:str}/roll", name="receipt_roll", status_code=200, request_max_body_size=MAX_FORM)
async def receipt_roll(request: AnyRequest, receipt_pages: NamedDependency[ReceiptPages]) -> Response[str]:
    """The receipt for a printer with a roll of 80 mm."""
    return await _shown(request, receipt_pages, lambda lang, receipt, secret: receipt_pages.roll(receipt))


@post("/r/{number:str}/receipt.pdf", name="receipt_pdf", status_code=200, request_max_body_size=MAX_FORM)
async def receipt_pdf(request: AnyRequest, receipt_pages: NamedDependency[ReceiptPages]) -> Response[Any]:
    """The signed document; 202 with a page, or JSON for scripts, as long as it is being prepared."""
    centre = receipt_pages.centre
    sent, lang = await _sent(request)
    wants_json = "application/json" in request.headers.get("accept", "")
    try:
        receipt = await _opened(centre, sent)
    except Refusal as refusal:
        if wants_json:
            return Response({"code": refusal.code}, status_code=STATUSES[refusal.code], headers=PRIVATE)
        return receipt_pages.asking(lang, sent, refusal)
    waiting: dict[str, Any] = {"receipt": receipt, "secret": sent["secret"]}
    if request.headers.get("HX-Request"):
        return receipt_pages.say("public/_receipt.html", lang, **waiting)
    if receipt.pdf is None and wants_json:
        return Response({"state": "preparing"}, status_code=202, headers=PRIVATE | {"Retry-After": "2"})
    if receipt.pdf is None:
        return receipt_pages.say("public/preparing.html", lang, status=202, **waiting)
    content = await asyncio.to_thread(centre.blobs.open, receipt.pdf)
    named = {"Content-Disposition": f'attachment; filename="{receipt.number}.pdf"'}
    return Response(content, media_type="application/pdf", headers=PRIVATE | named)


@post("/r/{number:str}/letters/{revision:int}", name="letter_pdf", status_code=200, request_max_body_size=MAX_FORM)
async def letter_pdf(
    request: AnyRequest, revision: FromPath[int], receipt_pages: NamedDependency[ReceiptPages]
) -> Response[Any]:
    """The letter that tells a decision; the page of the request as long as it is being printed."""
    centre = receipt_pages.centre
    sent, lang = await _sent(request)
    try:
        receipt = await _opened(centre, sent)
    except Refusal as refusal:
        return receipt_pages.asking(lang, sent, refusal)
    found = [each for each in await letters(receipt.number) if each.revision == revision and each.pdf]
    if not found:
        return await receipt_pages.followed(lang, receipt, sent["secret"])
    content = await asyncio.to_thread(centre.blobs.open, str(found[0].pdf))
    named = {"Content-Disposition": f'attachment; filename="{receipt.number}-{revision}.pdf"'}
    return Response(content, media_type="application/pdf", headers=PRIVATE | named)


async def _shown(
    request: AnyRequest, receipt_pages: ReceiptPages, page: Callable[[str, Receipt, str], Awaitable[Response[str]]]
) -> Response[str]:
    sent, lang = await _sent(request)
    try:
        receipt = await _opened(receipt_pages.centre, sent)
    except Refusal as refusal:
        return receipt_pages.asking(lang, sent, refusal)
    return await page(lang, receipt, sent["secret"])


async def _sent(request: AnyRequest) -> tuple[dict[str, str], str]:
    """Number and secret as typed, and the language to answer in."""
    sent = await texts(request)
    named = request.path_params.get("number") or first(sent, "number")
    return {"number": named, "secret": first(sent, "secret")}, language_sent(request, sent)


def language_sent(request: AnyRequest, sent: Sent) -> str:
    """The language that the form named, else the browser's."""
    lang = first(sent, "lang")
    return lang if lang in LANGUAGES else language_of(request)


async def opened_with(
    request: AnyRequest, receipt_pages: ReceiptPages, sent: Sent
) -> tuple[str, Receipt | None, str, Refusal | None]:
    """The language to answer in; the receipt, where number and secret open it; the secret; else the refusal."""
    lang, secret = language_sent(request, sent), first(sent, "secret")
    try:
        receipt = await _opened(receipt_pages.centre, {"number": request.path_params["number"], "secret": secret})
    except Refusal as refusal:
        return lang, None, secret, refusal
    return lang, receipt, secret, None


async def _opened(centre: Centre, sent: dict[str, str]) -> Receipt:
    return await open_receipt(
        number=sent["number"],
        secret=sent["secret"],
        tracking_keys=[key.secret for key in centre.keys.all("tracking")],
        now=datetime.now(UTC),
    )


routes = (follow, follow_short, receipt_asked, receipt_opened, receipt_roll, receipt_pdf, letter_pdf)

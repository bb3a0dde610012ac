"""Following a request from any phone: number and secret open it. Neither ever stands in an address or a log."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from markupsafe import Markup

from backend.domains.dossiers import queries as dossiers
from backend.domains.dossiers.rules import content_of
from backend.domains.receipts.operations import open_receipt
from backend.domains.receipts.rules import Receipt, number_from
from backend.domains.sync.ports import Centre
from backend.kernel.languages import LANGUAGES
from backend.kernel.refusal import Refusal
from backend.settings import Settings
from backend.web.errors import language_of
from backend.web.pages import PublicPages
from backend.web.sent import AnyRequest, texts
from backend.web.templates import Templates
from backend.words import Words

MAX_FORM = 16 * 1024
PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
_STATUSES = {"receipt.not_opened": 403, "receipt.too_many_tries": 429}


def add_pages(pages: PublicPages) -> None:
    for lang in LANGUAGES:
        pages.add(lang, "/follow", "public/follow.html", number="", asked=None)


@get("/{lang:str}/follow", name="follow")
async def follow(request: AnyRequest, lang: FromPath[str], pages: NamedDependency[PublicPages]) -> Response[Any]:
    """Asks for number and secret."""
    return pages.answer(request.url.path, request.headers)


@get("/r", name="follow_short")
async def follow_short(request: AnyRequest) -> Redirect:
    """The short address leads to the page that asks."""
    return Redirect(f"/{language_of(request)}/follow", status_code=302, headers={"Cache-Control": "no-cache"})


@get(["/r/{number:str}", "/r/{number:str}/receipt.pdf"], name="receipt_asked")
async def receipt_asked(
    request: AnyRequest, number: FromPath[str], templates: NamedDependency[Templates]
) -> Response[str]:
    """Asks for the secret: the number alone opens nothing, and the page is the same for every number."""
    return _asking(templates, language_of(request), number_from(number) or "", None)


@post(["/r", "/r/{number:str}"], name="receipt_opened", status_code=200, request_max_body_size=MAX_FORM)
async def receipt_opened(
    request: AnyRequest,
    centre: NamedDependency[Centre],
    settings: NamedDependency[Settings],
    templates: NamedDependency[Templates],
    words: NamedDependency[Words],
    draw_qr: NamedDependency[Any],
) -> Response[str]:
    """State, messages, who, dates and receipt. `draw_qr` is a `DrawnQr`, which Litestar cannot check."""
    sent = await _sent(request)
    lang = _language(request, sent)
    try:
        receipt = await _opened(centre, sent)
    except Refusal as refusal:
        return _asking(templates, lang, number_from(sent["number"]) or "", refusal)
    dossier = await dossiers.dossier(receipt.number, centre.sealer)
    if dossier is None:
        raise LookupError("a receipt without its dossier")
    content = content_of(
        dossier,
        centre.catalogue.form(dossier.service, dossier.service_version),
        receipt.token,
        places=centre.places,
        parameters=centre.parameters,
        tracking_key=centre.keys.current("tracking").secret,
        public_url=settings.public_url,
    )
    title = words.of(lang)("receipt.qr", number=receipt.number)
    page = templates.render(
        "public/followed.html",
        lang,
        path="/follow",
        content=content,
        dossier=dossier,
        history=await dossiers.history(dossier.id),
        receipt=receipt,
        secret=sent["secret"],
        qr=Markup(draw_qr(content.proof.verify_url, title=title)),  # noqa: S704 - drawn by the program
    )
    return Response(page, media_type="text/html", headers=PRIVATE)


@post("/r/{number:str}/receipt.pdf", name="receipt_pdf", status_code=200, request_max_body_size=MAX_FORM)
async def receipt_pdf(
    request: AnyRequest, centre: NamedDependency[Centre], templates: NamedDependency[Templates]
) -> Response[Any]:
    """The signed document; 202 with a page, or JSON for scripts, as long as it is being prepared."""
    sent = await _sent(request)
    lang = _language(request, sent)
    wants_json = "application/json" in request.headers.get("accept", "")
    try:
        receipt = await _opened(centre, sent)
    except Refusal as refusal:
        if wants_json:
            return Response({"code": refusal.code}, status_code=_STATUSES[refusal.code], headers=PRIVATE)
        return _asking(templates, lang, number_from(sent["number"]) or "", refusal)
    if request.headers.get("HX-Request"):
        return _waiting(templates, lang, "public/_receipt.html", receipt, sent["secret"], status=200)
    if receipt.pdf is None and wants_json:
        return Response({"state": "preparing"}, status_code=202, headers=PRIVATE | {"Retry-After": "2"})
    if receipt.pdf is None:
        return _waiting(templates, lang, "public/preparing.html", receipt, sent["secret"], status=202)
    content = await asyncio.to_thread(centre.blobs.open, receipt.pdf)
    named = {"Content-Disposition": f'attachment; filename="{receipt.number}.pdf"'}
    return Response(content, media_type="application/pdf", headers=PRIVATE | named)


async def _sent(request: AnyRequest) -> dict[str, str]:
    sent = await texts(request)
    named = request.path_params.get("number") or next(iter(sent.get("number", ())), "")
    return {name: next(iter(sent.get(name, ())), "") for name in ("secret", "lang")} | {"number": named}


def _language(request: AnyRequest, sent: dict[str, str]) -> str:
    return sent["lang"] if sent["lang"] in LANGUAGES else language_of(request)


async def _opened(
    centre: Centre, sent: dict[str, str], now: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> Receipt:
    return await open_receipt(
        number=sent["number"],
        secret=sent["secret"],
        tracking_keys=[key.secret for key in centre.keys.all("tracking")],
        now=now(),
    )


def _asking(templates: Templates, lang: str, number: str, refusal: Refusal | None) -> Response[str]:
    page = templates.render("public/follow.html", lang, path="/follow", number=number, asked=refusal)
    status = 200 if refusal is None else _STATUSES[refusal.code]
    return Response(page, media_type="text/html", status_code=status, headers=PRIVATE)


def _waiting(
    templates: Templates, lang: str, template: str, receipt: Receipt, secret: str, *, status: int
) -> Response[str]:
    page = templates.render(template, lang, path="/follow", receipt=receipt, secret=secret)
    return Response(page, media_type="text/html", status_code=status, headers=PRIVATE)


routes = (follow, follow_short, receipt_asked, receipt_opened, receipt_pdf)

"""Verifying a receipt that somebody shows: the browser does it alone, the server answers what it cannot know."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from markupsafe import Markup

from backend.domains.catalogue.rules import Catalogue
from backend.domains.places.rules import Places
from backend.domains.receipts import queries
from backend.domains.receipts.rules import Standing, TokenFacts, token_in
from backend.domains.sync.ports import Centre
from backend.kernel.languages import LANGUAGES
from backend.kernel.refusal import Refusal
from backend.web.assets import MEDIA_TYPES
from backend.web.errors import language_of
from backend.web.pages import PublicPages
from backend.web.sent import AnyRequest
from backend.words import Translator, Words

MAX_FILE = 13 * 1024 * 1024
MAX_QUESTION = 8 * 1024
PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
_HEX = set("0123456789abcdef")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said of a code. `reading`: valid, altered, unknown_key or malformed; `document`: same, other or None."""

    reading: str
    facts: TokenFacts | None = None
    standing: Standing = Standing.UNKNOWN
    document: str | None = None


def add_pages(pages: PublicPages, words: Words, catalogue: Catalogue, places: Places) -> None:
    """`/{lang}/verify`, and `/V/` whose bytes are the same whatever code follows in the address."""
    known = {lang: named(words.of(lang), catalogue, places) for lang in LANGUAGES}
    for lang in LANGUAGES:
        pages.add(lang, "/verify", "public/verify.html", known=_json(known[lang]), verdict=None)
    both = {lang: known[lang] | {"words": words.of(lang).subset(["verify.", "date."])} for lang in ("ar", "fr")}
    page = pages.templates.render("public/code.html", "ar", path="/verify", known=_json(both)).encode()
    for lang in LANGUAGES:
        pages.put("/V/", page, MEDIA_TYPES[".html"], lang=lang)


def named(words: Translator, catalogue: Catalogue, places: Places) -> dict[str, Any]:
    """Titles of services by code and names of bodies by the letters that begin a number."""
    return {
        "services": {service.code: words(f"{service.code}.title") for service in catalogue.services()},
        "bodies": {body.prefix: body.short(words.lang) for body in places.bodies()},
    }


@get("/verify", name="verify_short")
async def verify_short(request: AnyRequest) -> Redirect:
    """The short address leads to the page in the browser's language."""
    headers = {"Vary": "Accept-Language", "Cache-Control": "no-cache"}
    return Redirect(f"/{language_of(request)}/verify", status_code=302, headers=headers)


@get("/{lang:str}/verify", name="verify")
async def verify(request: AnyRequest, lang: FromPath[str], pages: NamedDependency[PublicPages]) -> Response[Any]:
    """The page that verifies."""
    return pages.answer(request.url.path, request.headers)


@get(["/V/", "/V/{code:path}"], name="code")
async def code_page(request: AnyRequest, pages: NamedDependency[PublicPages]) -> Response[Any]:
    """One page for every code: it reads its own address, so that no server needs to."""
    return pages.answer("/V/", request.headers)


@post("/{lang:str}/verify", name="verify_sent", status_code=200, request_max_body_size=MAX_FILE)
async def verify_sent(
    request: AnyRequest,
    lang: FromPath[str],
    centre: NamedDependency[Centre],
    pages: NamedDependency[PublicPages],
    words: NamedDependency[Words],
) -> Response[str]:
    """The same without scripts: an address that was pasted or a PDF that was sent, judged here."""
    pages.body(f"/{lang}/verify")
    form = await request.form()
    text, file = form.get("code"), form.get("file")
    content = await file.read() if isinstance(file, UploadFile) else b""
    found = (token_in(text) if isinstance(text, str) else None) or token_in(content.decode("latin-1"))
    verdict = await judged(centre, found, sha256(content).digest() if content else None)
    page = pages.templates.render(
        "public/verify.html",
        lang,
        path="/verify",
        known=_json(named(words.of(lang), centre.catalogue, centre.places)),
        names=named(words.of(lang), centre.catalogue, centre.places),
        verdict=verdict,
    )
    return Response(page, media_type="text/html", headers=PRIVATE)


@post("/verify/standing", name="standing", status_code=200, request_max_body_size=MAX_QUESTION)
async def standing(request: AnyRequest, centre: NamedDependency[Centre]) -> Response[dict[str, Any]]:
    """What became of a receipt: `{"code": base32, "sha256"?: hex of the PDF}`; the answer is a `Verdict` in words."""
    try:
        asked = json.loads(await request.body())
    except ValueError:
        asked = None
    if not isinstance(asked, dict) or not isinstance(asked.get("code"), str):
        return Response({"code": "verify.malformed"}, status_code=400, headers=PRIVATE)
    digest = asked.get("sha256")
    hashed = bytes.fromhex(digest) if isinstance(digest, str) and len(digest) == 64 and set(digest) <= _HEX else None
    verdict = await judged(centre, token_in(asked["code"]), hashed)
    said = {"reading": verdict.reading, "standing": verdict.standing.value, "document": verdict.document}
    return Response(said, headers=PRIVATE)


async def judged(centre: Centre, token: bytes | None, pdf_sha256: bytes | None) -> Verdict:
    """The verdict on a token and, when a PDF came with it, on the PDF."""
    if token is None:
        return Verdict("malformed")
    try:
        facts = centre.signer.read(token)
    except Refusal as refusal:
        return Verdict(refusal.code.removeprefix("token."))
    receipt = await queries.receipt(facts.number)
    if receipt is None or not receipt.digest.startswith(facts.digest16):
        return Verdict("valid", facts)
    known = receipt.pdf_sha256
    document = None if pdf_sha256 is None or known is None else "same" if pdf_sha256 == known else "other"
    return Verdict("valid", facts, receipt.standing, document)


def _json(value: Any) -> Markup:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704 - JSON without "<" cannot leave its element


routes = (verify_short, verify, code_page, verify_sent, standing)

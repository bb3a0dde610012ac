"""A claim code instead of number and secret: what a phone showed before any server answered fetches the receipt."""

from __future__ import annotations

from datetime import UTC, datetime

from litestar import Response, post
from litestar.di import NamedDependency

from backend.domains.receipts.queries import receipt as receipt_of
from backend.domains.sync.operations.claims import open_claim
from backend.domains.sync.queries import present
from backend.domains.sync.rules.outcomes import HELD
from backend.kernel.refusal import Refusal
from backend.web.public.follow import MAX_FORM, language_sent
from backend.web.public.receipt import ReceiptPages
from backend.web.sent import AnyRequest, first, texts


@post("/claims", name="claim", status_code=200, request_max_body_size=MAX_FORM)
async def claim(request: AnyRequest, receipt_pages: NamedDependency[ReceiptPages]) -> Response[str]:
    """The request with its receipt; or when it came and what it waits for, as long as it has none."""
    sent = await texts(request)
    lang, centre = language_sent(request, sent), receipt_pages.centre
    code = first(sent, "claim")
    try:
        entry = await open_claim(code=code, now=datetime.now(UTC))
    except Refusal as refusal:
        return receipt_pages.asking(lang, {"claim": code}, refusal)
    told = present(centre, entry).get("receipt") or {}
    receipt = await receipt_of(told["number"]) if "secret" in told else None  # what is held has only a token
    if receipt is None:
        return receipt_pages.say("public/claim.html", lang, entry=entry, held=entry.outcome in HELD)
    return await receipt_pages.followed(lang, receipt, told["secret"])


routes = (claim,)

"""What whoever has number and secret may do with a request: write, take it back, bring it up again, say how it went."""

from __future__ import annotations

from typing import Any

from litestar import Response, post
from litestar.di import NamedDependency

from backend.domains.dossiers import operations, queries
from backend.domains.dossiers.rules import LONGEST_TEXT, SHORTEST_TEXT, Standing, marks_from
from backend.domains.receipts.rules import Receipt
from backend.domains.sync.operations.counter import On
from backend.kernel.ids import uuid7
from backend.kernel.refusal import Refusal
from backend.web.counter.dossiers import FileAtCounter, envelope_sent
from backend.web.guards import now
from backend.web.public.acting import OPEN, SAYING, may_act
from backend.web.public.follow import opened_with
from backend.web.public.receipt import ReceiptPages
from backend.web.sent import AnyRequest, Sent, first, refuse_foreign, revision, texts

MAX_TEXT = 32 * 1024


@post("/r/{number:str}/acts", name="receipt_act", status_code=200, request_max_body_size=MAX_TEXT)
async def act(
    request: AnyRequest,
    receipt_pages: NamedDependency[ReceiptPages],
    file_at_counter: NamedDependency[FileAtCounter],
) -> Response[Any]:
    """One act of whoever filed. The page comes back, with what was typed where it was refused."""
    refuse_foreign(request)
    sent = await texts(request)
    lang, receipt, secret, no = await opened_with(request, receipt_pages, sent)
    if receipt is None:
        return receipt_pages.asking(lang, {"number": request.path_params["number"], "secret": secret}, no)
    try:
        told = await _act(request, file_at_counter, receipt, lang, sent)
    except Refusal as refusal:
        return await receipt_pages.followed(lang, receipt, secret, refusal, first(sent, "text"))
    return await receipt_pages.followed(lang, receipt, secret, told=told)


@post("/r/{number:str}/rating", name="receipt_rating", status_code=200, request_max_body_size=MAX_TEXT)
async def rate(request: AnyRequest, receipt_pages: NamedDependency[ReceiptPages]) -> Response[Any]:
    """How it went, once it has ended."""
    refuse_foreign(request)
    sent = await texts(request)
    lang, receipt, secret, no = await opened_with(request, receipt_pages, sent)
    if receipt is None:
        return receipt_pages.asking(lang, {"number": request.path_params["number"], "secret": secret}, no)
    centre = receipt_pages.centre
    try:
        await may_act(request, await _standing(receipt))
        marks = marks_from(*(first(sent, name) for name in ("clear", "polite", "solved")))
        await operations.rate(number=receipt.number, marks=marks, at=now(), keys=centre.keys, sealer=centre.sealer)
    except Refusal as refusal:
        return await receipt_pages.followed(lang, receipt, secret, refusal)
    return await receipt_pages.followed(lang, receipt, secret, told="rating.kept")


async def _standing(receipt: Receipt) -> Standing:
    standing = await queries.standing(receipt.number)
    if standing is None:
        raise Refusal("dossier.unknown")
    return standing


async def _act(request: AnyRequest, file_at_counter: FileAtCounter, receipt: Receipt, lang: str, sent: Sent) -> str:
    """Files it as an envelope, so that a second press does nothing twice; what is told of it."""
    name, standing = first(sent, "act"), await _standing(receipt)
    if name not in OPEN:
        raise Refusal("dossier.act_not_open", current=standing.public)
    await may_act(request, standing)
    if revision(sent) < 1:
        raise Refusal("dossier.changed")
    outcome = await file_at_counter(
        # a page from before presses had an id loses nothing of what was typed on it
        envelope_id=envelope_sent(sent) if first(sent, "envelope") else uuid7(),
        service=standing.service,
        version=standing.service_version,
        lang=lang,
        answers={"text": first(sent, "text").strip()} if name in SAYING else {},
        files=(),
        now=now(),
        on=On(receipt.number, revision(sent), name),
    )
    match outcome:
        case {"outcome": "applied"}:
            return ""
        case {"outcome": "refused", "code": "answers.invalid"}:
            raise Refusal("dossier.text", least=SHORTEST_TEXT, most=LONGEST_TEXT)
        case {"outcome": "refused", "code": code}:
            raise Refusal(code)
        case _:
            return "follow.act.held"


routes = (act, rate)

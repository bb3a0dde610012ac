"""What whoever has number and secret may do with a request: write, take it back, bring it up again, say how it went."""

from __future__ import annotations

from typing import Any

from litestar import Response, post
from litestar.di import NamedDependency

from backend.domains.catalogue.rules import FILER
from backend.domains.dossiers import operations, queries
from backend.domains.dossiers.rules import BY_FILER, LONGEST_TEXT, SHORTEST_TEXT, Standing, marks_from
from backend.domains.receipts.rules import Receipt
from backend.kernel.refusal import Refusal
from backend.web.guards import now
from backend.web.public.acting import may_act
from backend.web.public.follow import opened_with
from backend.web.public.receipt import ReceiptPages
from backend.web.sent import AnyRequest, first, refuse_foreign, revision, texts

MAX_TEXT = 32 * 1024
OPEN = ("message", "withdraw", "reopen")
"""Acts that need no form of the service."""


@post("/r/{number:str}/acts", name="receipt_act", status_code=200, request_max_body_size=MAX_TEXT)
async def act(request: AnyRequest, receipt_pages: NamedDependency[ReceiptPages]) -> Response[Any]:
    """One act of whoever filed. The page comes back, with what was typed where it was refused."""
    refuse_foreign(request)
    sent = await texts(request)
    lang, receipt, secret, no = await opened_with(request, receipt_pages, sent)
    if receipt is None:
        return receipt_pages.asking(lang, {"number": request.path_params["number"], "secret": secret}, no)
    try:
        await _act(request, receipt_pages, receipt, first(sent, "act"), first(sent, "text"), revision(sent))
    except Refusal as refusal:
        return await receipt_pages.followed(lang, receipt, secret, refusal, first(sent, "text"))
    return await receipt_pages.followed(lang, receipt, secret)


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


async def _act(
    request: AnyRequest, pages: ReceiptPages, receipt: Receipt, name: str, text: str, base_revision: int
) -> None:
    centre = pages.centre
    standing = await _standing(receipt)
    await may_act(request, standing)
    workflow = centre.workflow(standing.service)
    found = workflow.act(name, standing.state) if name in OPEN else None
    if found is None or FILER not in found.by:
        raise Refusal("dossier.act_not_open", current=standing.public)
    said = text.strip()
    if "text" in found.wants and not SHORTEST_TEXT <= len(said) <= LONGEST_TEXT:
        raise Refusal("dossier.text", least=SHORTEST_TEXT, most=LONGEST_TEXT)
    await operations.act(
        number=receipt.number,
        act=found,
        workflow=workflow,
        base_revision=base_revision,
        actor=BY_FILER,
        at=now(),
        content={"text": said, "told": True} if "text" in found.wants else {},
        law=centre.law,
        keys=centre.keys,
        sealer=centre.sealer,
    )


routes = (act, rate)

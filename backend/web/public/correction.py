"""Correcting what the body asked for, from any phone: number and secret open a form that asks nothing else."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from litestar import Response, post
from litestar.di import NamedDependency

from backend.domains.catalogue.rules import FILER, Field, Form, pruned, shown
from backend.domains.dossiers import queries
from backend.domains.dossiers.rules import FileRef, Standing
from backend.domains.receipts.rules import Receipt
from backend.domains.sync.operations.counter import Attached, On
from backend.domains.sync.ports import Centre
from backend.domains.sync.rules.correcting import Content, faults
from backend.domains.sync.rules.envelope import FileEntry
from backend.kernel.ids import uuid7
from backend.kernel.refusal import Refusal
from backend.web.counter.check import CounterPage, headings, today
from backend.web.counter.dossiers import MAX_FILING, FileAtCounter, attached, envelope_sent
from backend.web.counter.form import FormPages
from backend.web.counter.typed import typed_answers
from backend.web.guards import now
from backend.web.public.acting import may_act
from backend.web.public.follow import opened_with
from backend.web.public.receipt import ReceiptPages
from backend.web.sent import AnyRequest, Sent, refuse_foreign, revision, texts

DECLARATION = "declaration"


@dataclass(frozen=True, slots=True)
class Correction:
    """What is to be corrected: what the dossier says now, and the questions that are open."""

    standing: Standing
    form: Form
    before: Content
    open: Collection[str]

    def answers(self, sent: Sent, forms: FormPages) -> dict[str, Any]:
        """What the dossier would say: open answers as typed, the others as they were."""
        typed = typed_answers(self.form, sent, headings(forms, self.form))
        stays = {name: value for name, value in self.before.answers.items() if name not in {*self.open, DECLARATION}}
        said = stays | {name: value for name, value in typed.items() if name not in stays and name != DECLARATION}
        agreed = {DECLARATION: True} if sent.get(DECLARATION) else {}
        return pruned(self.form, said, today=today()) | agreed

    def faults(self, answers: Mapping[str, Any], files: list[Attached]) -> Mapping[str, str]:
        brought = [
            FileEntry(each.field, each.name, each.type, len(each.content), sha256(each.content).hexdigest())
            for each in files
        ]
        return faults(self.form, self.before, answers, brought, self.open, today())

    def asked(self, answers: Mapping[str, Any], errors: Collection[str]) -> list[Field]:
        """The open questions, and those that a changed answer asks anew."""
        seen, wrong = shown(self.form, answers, today=today()), {path.split(".")[1] for path in errors}
        return [
            field
            for field in self.form.fields()
            if field.id != DECLARATION and (field.id in wrong or (field.id in self.open and field.id in seen))
        ]


@post("/r/{number:str}/correction", name="receipt_correction", status_code=200, request_max_body_size=MAX_FILING)
async def correction(
    request: AnyRequest,
    receipt_pages: NamedDependency[ReceiptPages],
    forms: NamedDependency[FormPages],
    file_at_counter: NamedDependency[FileAtCounter],
) -> Response[Any]:
    """Asks for what is open; a press with answers corrects the request, or says what is left."""
    refuse_foreign(request)
    sent = await texts(request)
    lang, receipt, secret, no = await opened_with(request, receipt_pages, sent)
    if receipt is None:
        return receipt_pages.asking(lang, {"number": request.path_params["number"], "secret": secret}, no)
    found = await _correction(receipt_pages.centre, receipt)
    if found is None:
        return await receipt_pages.followed(lang, receipt, secret, Refusal("dossier.act_not_open"))
    try:
        await may_act(request, found.standing)
    except Refusal as refusal:
        return await receipt_pages.followed(lang, receipt, secret, refusal)
    page = _Page(receipt_pages, forms, found, lang, receipt, secret)
    if not sent.get("envelope"):
        before = {name: value for name, value in found.before.answers.items() if name != DECLARATION}
        return page.form(before, {}, uuid7().hex, found.standing.revision)
    envelope, base = envelope_sent(sent), revision(sent)
    answers, files = found.answers(sent, forms), await attached(request, found.form)
    if errors := found.faults(answers, files):
        return page.form(answers, errors, envelope.hex, base)
    outcome = await file_at_counter(
        envelope_id=envelope,
        service=found.form.code,
        version=found.form.version,
        lang=lang,
        answers=answers,
        files=files,
        now=now(),
        on=On(receipt.number, base, "correct"),
    )
    match outcome["outcome"]:
        case "applied":
            return await receipt_pages.followed(lang, receipt, secret, told="follow.corrected")
        case "refused":
            # what was typed stays, for a press of its own
            return page.form(answers, outcome["fields"], uuid7().hex, found.standing.revision, outcome["code"])
        case _:
            return await receipt_pages.followed(lang, receipt, secret, told="follow.corrected.held")


async def _correction(centre: Centre, receipt: Receipt) -> Correction | None:
    standing = await queries.standing(receipt.number)
    if standing is None or standing.open_fields is None:
        return None
    act = centre.workflow(standing.service).act("correct", standing.state)
    if act is None or FILER not in act.by:
        return None
    said = (await queries.contents([standing.id], centre.sealer))[standing.id]
    before = Content(said["answers"], tuple(FileRef(**file) for file in said["files"]))
    form = centre.catalogue.form(standing.service, standing.service_version)
    return Correction(standing, form, before, standing.open_fields)


@dataclass(frozen=True, slots=True)
class _Page:
    pages: ReceiptPages
    forms: FormPages
    correction: Correction
    lang: str
    receipt: Receipt
    secret: str

    def form(
        self, answers: dict[str, Any], errors: Mapping[str, str], envelope: str, base: int, code: str = ""
    ) -> Response[str]:
        """The open questions with what was typed, and the sentence at each fault."""
        asks = CounterPage(self.forms, self.pages.templates, self.correction.form, self.lang)
        asking, fault_list = asks.asked(answers, errors)
        return self.pages.say(
            "public/correction.html",
            self.lang,
            status=422 if errors or code else 200,
            form=self.correction.form,
            questions=[asking.question(field) for field in self.correction.asked(answers, errors)],
            asking=asking,
            fault_list=fault_list,
            no=self.pages.no(self.lang, Refusal(code)) if code and not errors else "",
            receipt=self.receipt,
            secret=self.secret,
            envelope=envelope,
            revision=base,
        )


routes = (correction,)

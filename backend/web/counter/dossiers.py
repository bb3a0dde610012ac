"""Filing without scripts: the server's own counter fills the envelope, and the same push files it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol, runtime_checkable
from uuid import UUID

from litestar import Response, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath

from backend.domains.catalogue.rules import Catalogue, Form, check_answers, is_empty, pruned
from backend.domains.catalogue.rules.files import is_file_name
from backend.domains.catalogue.rules.form import MAX_FILE_SIZE, MAX_FILES
from backend.domains.receipts.rules import grouped
from backend.domains.sync.operations.counter import Attached, On
from backend.domains.sync.rules.claims import claim_of
from backend.kernel.ids import is_uuid7
from backend.kernel.refusal import Refusal
from backend.web.counter.check import (
    MAX_FORM,
    CounterPage,
    answers_sent,
    claim_sent,
    form_sent,
    known_language,
    proposed_sent,
    today,
)
from backend.web.counter.form import FormPages
from backend.web.sent import AnyRequest, Sent, first, refuse_foreign, texts
from backend.web.templates import Templates

MAX_FILING = MAX_FORM + MAX_FILES * MAX_FILE_SIZE


@runtime_checkable
class FileAtCounter(Protocol):
    """Files what a page sent; a second press with the same id gets the outcome of the first."""

    async def __call__(
        self,
        *,
        envelope_id: UUID,
        service: str,
        version: int,
        lang: str,
        answers: Mapping[str, Any],
        files: Sequence[Attached],
        now: datetime,
        claim: bytes | None = None,
        on: On | None = None,
    ) -> dict[str, Any]: ...


@post("/{lang:str}/services/{code:str}/dossiers", name="dossiers", status_code=200, request_max_body_size=MAX_FILING)
async def dossiers(
    request: AnyRequest,
    lang: FromPath[str],
    code: FromPath[str],
    catalogue: NamedDependency[Catalogue],
    forms: NamedDependency[FormPages],
    templates: NamedDependency[Templates],
    file_at_counter: NamedDependency[FileAtCounter],
) -> Response[str]:
    """Number and secret of the receipt, or the code that fetches them later; or what is left before it can be filed."""
    refuse_foreign(request)
    sent = await texts(request)
    page = CounterPage(forms, templates, form_sent(catalogue, code, sent), known_language(lang))
    form, envelope, claim = page.form_asked, envelope_sent(sent), claim_sent(sent)
    accepted = {"declaration": True} if sent.get("declaration") else {}
    answers = pruned(form, answers_sent(sent), today=today()) | accepted
    files = await attached(request, form)
    errors = check_answers(form, answers, _entries(files), today=today()).errors
    proposed = proposed_sent(form, sent, answers)
    if left := page.left(errors):
        return page.form(answers, left, proposed)
    if errors:
        return page.check(answers, envelope.hex, claim, errors, proposed)
    outcome = await file_at_counter(
        envelope_id=envelope,
        service=form.code,
        version=form.version,
        lang=lang,
        answers=answers,
        files=files,
        now=datetime.now(UTC),
        claim=claim_of(claim),
    )
    return _told(page, answers, envelope, claim, outcome)


def _told(
    page: CounterPage, answers: dict[str, Any], envelope: UUID, claim: str, outcome: dict[str, Any]
) -> Response[str]:
    match outcome["outcome"]:
        case "applied":
            return page.say("counter/filed.html", kind="filed", receipt=outcome["receipt"])
        case "need_files" | "waiting" | "quarantined":
            return page.say("counter/filed.html", kind="held", claim=grouped(claim))
        case "refused":
            fields = {path: code for path, code in outcome["fields"].items() if path.startswith(("answers.", "files."))}
            if left := page.left(fields):
                return page.form(answers, left)
            if fields:
                return page.check(answers, envelope.hex, claim, fields)
            return page.say("counter/filed.html", status=422, kind="refused", code=outcome["code"])
        case _:
            return page.say("counter/filed.html", status=503, kind="later")


def envelope_sent(sent: Sent) -> UUID:
    """The id that the page gave to the press; refuses `counter.malformed`."""
    try:
        envelope = UUID(first(sent, "envelope"))
    except ValueError:
        raise Refusal("counter.malformed") from None
    if not is_uuid7(str(envelope)):
        raise Refusal("counter.malformed")
    return envelope


async def attached(request: AnyRequest, form: Form) -> list[Attached]:
    """The documents that came with a press, in the form's order."""
    sent = await request.form()
    found: list[Attached] = []
    # in the form's order: the names of what was sent come in none
    files = ((field.id, value) for field in form.files() for value in sent.getall(field.id, []))
    for field, value in files:
        if not isinstance(value, UploadFile):
            continue
        content = await value.read()
        if content or value.filename:
            found.append(Attached(field, _name(value.filename, len(found)), value.content_type, content))
    return found


def _name(name: str, place: int) -> str:
    last = name.replace("\\", "/").rpartition("/")[2].strip()[-120:]
    return last if is_file_name(last) and not is_empty(last) else f"file-{place + 1}"


def _entries(files: Sequence[Attached]) -> list[dict[str, Any]]:
    return [{"field": one.field, "name": one.name, "type": one.type, "size": len(one.content)} for one in files]


routes = (dossiers,)

"""The one place that turns a "no" into words: a page for people, `{"code": …}` for programs."""

import logging
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from litestar import Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.response import Redirect
from litestar.types import ExceptionHandlersMap

from backend.kernel.languages import LANGUAGES
from backend.kernel.refusal import Refusal
from backend.web.sent import AnyRequest
from backend.web.templates import Templates
from backend.words import Translator

STATUSES = {
    "body.malformed": 400,
    "body.not_json": 415,
    "body.unreadable": 400,
    "call.cross_site": 403,
    "clock.skew": 401,
    "device.code": 403,
    "device.malformed": 400,
    "device.signature": 401,
    "device.unknown": 401,
    "device.id_taken": 409,
    "dossier.changed": 409,
    "json.malformed": 400,
    "push.malformed": 400,
    "passkey.challenge": 403,
    "passkey.malformed": 400,
    "passkey.rejected": 403,
    "staff.forbidden": 403,
    "session.required": 401,
    "session.stale": 403,
    "storage.busy": 503,
    "storage.full": 503,
    "storage.unavailable": 503,
}
"""Statuses of refusals that are not 422. A code ending in `not_found` is 404, in `too_large` 413, in `too_many` 429."""
_ENDINGS = {"not_found": 404, "unknown": 404, "too_large": 413, "too_many": 429, "forbidden": 403}
NO_STORE = {"Cache-Control": "no-store"}
SOON = 15
"""Seconds until what does not work now is worth another try."""
_PROGRAMS = ("/sync", "/api")
_log = logging.getLogger("shubbak.web")


def exception_handlers(templates: Templates) -> ExceptionHandlersMap:
    """For `Litestar(exception_handlers=…)`."""
    answers = _Answers(templates)
    return {Refusal: answers.refusal, HTTPException: answers.http, Exception: answers.unforeseen}


def put_off(refusal: Refusal) -> dict[str, str]:
    """`Retry-After`, where trying again later will do."""
    if status_of(refusal) not in (429, 503):
        return {}
    return {"Retry-After": str(refusal.details.get("retry_after", SOON))}


def status_of(refusal: Refusal) -> int:
    """The HTTP status of a refusal."""
    known = STATUSES.get(refusal.code)
    return known or _ENDINGS.get(refusal.code.rpartition(".")[2], 422)


class _Answers:
    def __init__(self, templates: Templates) -> None:
        self._templates = templates

    def refusal(self, request: AnyRequest, refusal: Refusal) -> Response[Any]:
        status = status_of(refusal)
        if refusal.code == "session.required" and request.method == "GET":
            there = urlencode({"then": request.url.path})
            return Redirect(f"/{language_of(request)}/sign-in?{there}", status_code=303, headers=NO_STORE)
        if request.url.path.startswith(_PROGRAMS):
            return _json(request, status, refusal.code, refusal.details, put_off(refusal))
        return self._page(request, status, "refused", sentence=("refusal." + refusal.code, refusal.details))

    def http(self, request: AnyRequest, no: HTTPException) -> Response[Any]:
        if request.url.path.startswith(_PROGRAMS):
            extra = no.extra if isinstance(no, ValidationException) else None
            return _json(request, no.status_code, f"http.{no.status_code}", {"fields": extra} if extra else {})
        if no.status_code == 404:
            return self._page(request, 404, "missing")
        if no.status_code >= 500:
            return self._page(request, no.status_code, "broken", number=str(uuid4()))
        return self._page(request, no.status_code, "refused", sentence=(f"http.{no.status_code}", {}))

    def unforeseen(self, request: AnyRequest, fault: Exception) -> Response[Any]:
        # one line names the request; the words a person typed stay out of it
        number = str(uuid4())
        _log.error("%s %s failed, request %s", request.method, _route(request), number, exc_info=fault)
        if request.url.path.startswith(_PROGRAMS):
            return _json(request, 500, "server.fault", {"request": number})
        return self._page(request, 500, "broken", number=number)

    def _page(
        self,
        request: AnyRequest,
        status: int,
        kind: str,
        *,
        number: str = "",
        sentence: tuple[str, dict[str, Any]] | None = None,
    ) -> Response[str]:
        lang = language_of(request)
        words = self._templates.environment.globals["of"](lang)  # type: ignore[operator]
        text = _sentence(words, *sentence) if sentence else None
        page = self._templates.render("counter/no.html", lang, kind=kind, number=number, sentence=text)
        return Response(page, status_code=status, media_type="text/html", headers={"Cache-Control": "no-store"})


def language_of(request: AnyRequest) -> str:
    """The language of the address, else the first of ours that the browser asks for, else Arabic."""
    first = request.url.path.split("/")[1]
    return first if first in LANGUAGES else preferred(request.headers.get("accept-language", ""))


def preferred(accept_language: str) -> str:
    """The language of ours that `Accept-Language` likes best; Arabic when it likes none."""
    wishes: list[tuple[float, int, str]] = []
    for at, part in enumerate(accept_language.split(",")):
        name, _, quality = part.strip().partition(";q=")
        lang = name.lower().split("-")[0]
        try:
            weight = float(quality or 1)
        except ValueError:
            weight = 0.0
        if lang in LANGUAGES and weight > 0:
            wishes.append((-weight, at, lang))
    return min(wishes)[2] if wishes else "ar"


def _sentence(words: Translator, key: str, details: dict[str, Any]) -> str:
    # a code without words yet, or words that want a detail it does not bring, still gets an honest page
    try:
        return words(key, **{name: value for name, value in details.items() if name != "n"})
    except KeyError:
        return words("http.400")


def _json(
    request: AnyRequest, status: int, code: str, details: dict[str, Any], headers: dict[str, str] | None = None
) -> Response[Any]:
    # /sync is flat, as the sync contract prints it: {"code": "clock.skew", "server_time": …}
    flat = request.url.path.startswith("/sync")
    content = {"code": code, **details} if flat else {"code": code, "details": details}
    sent = {"Cache-Control": "no-store"} | (headers or {})
    return Response(content, status_code=status, media_type="application/json", headers=sent)


def _route(request: AnyRequest) -> str:
    # the template, not the address: an address may hold a receipt's number
    return request.scope.get("path_template") or "?"

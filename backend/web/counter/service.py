"""One service in plain words: who, until when, what to have at hand, what it costs, under which law."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from backend.domains.catalogue.rules import Catalogue
from backend.domains.catalogue.rules.form import Form
from backend.domains.parameters.rules import Parameters
from backend.kernel.languages import LANGUAGES
from backend.web.pages import PublicPages
from backend.words import Translator, Words


@dataclass(frozen=True)
class Limit:
    """A time limit as the window shows it: a number, its unit, and the sentence for who has no script."""

    kind: str
    number: int
    unit: str
    begins: str
    plain: str


def add_pages(
    pages: PublicPages, catalogue: Catalogue, words: Words, parameters: Parameters, *, on: date, public_url: str
) -> None:
    for lang in LANGUAGES:
        for service in catalogue.services():
            path = f"/services/{service.code}"
            context = service_words(service.form, words.of(lang), parameters, on)
            context["figures"] = bool(service.workflow.causes)  # of concerns everybody may read how they were answered
            pages.add(lang, path, "counter/service.html", address=f"{public_url}/{lang}{path}", **context)


def service_words(form: Form, words: Translator, parameters: Parameters, on: date) -> dict[str, Any]:
    """What the page says of a form; figures of the law as they stand on that day."""
    code = form.code
    limit = _limit(form, words, parameters, on)
    return {
        "code": code,
        "body": form.body,
        "title": words(f"{code}.title"),
        "limit": limit,
        "start": words(f"{code}.start") if words.has(f"{code}.start") else words("service.start"),
        "minutes": form.minutes,
        "documents": [words(f"{code}.prepare.{document.id}") for document in form.documents],
        "late": words(f"{code}.late") if words.has(f"{code}.late") else None,
        "fee": form.fee,
        "legal": [words(f"legal.{text}") for text in form.legal],
    }


def _limit(form: Form, words: Translator, parameters: Parameters, on: date) -> Limit | None:
    if form.time_limit:
        number = parameters.in_force(form.time_limit.parameter, on).whole
        begins = f"{form.code}.from"
        return Limit(
            "deadline",
            number,
            form.time_limit.unit,
            words(begins) if words.has(begins) else words("service.deadline.title"),
            words("service.deadline.plain"),
        )
    if form.answer_limit:
        number = parameters.in_force(form.answer_limit.parameter, on).whole
        return Limit(
            "answer", number, form.answer_limit.unit, words("service.answer.from"), words("service.answer.promise")
        )
    return None


@get("/{lang:str}/services/{code:str}", name="service")
async def service(
    request: Request[Any, Any, Any], lang: FromPath[str], code: FromPath[str], pages: NamedDependency[PublicPages]
) -> Response[Any]:
    """The page of a service."""
    return pages.answer(f"/{lang}/services/{code}", request.headers)


routes = (service,)

"""Pages that only say something, or that the device fills: help, My requests, what to read without contact."""

from datetime import date
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from backend.domains.catalogue.rules import Catalogue
from backend.domains.parameters.rules import Parameters
from backend.domains.places.rules import Places
from backend.kernel.languages import LANGUAGES
from backend.web.counter.on_device import services_json
from backend.web.pages import PublicPages
from backend.words import Words


def add_pages(
    pages: PublicPages, catalogue: Catalogue, words: Words, parameters: Parameters, places: Places, *, on: date
) -> None:
    for lang in LANGUAGES:
        services = services_json(catalogue, words.of(lang), parameters, places, on)
        pages.add(lang, "/help", "counter/help.html")
        pages.add(lang, "/requests", "counter/requests.html", services=services)
        pages.add(lang, "/offline", "counter/no.html", kind="offline", sentence=None, number="")


@get(["/{lang:str}/help", "/{lang:str}/requests", "/{lang:str}/offline"], name="plain")
async def plain(
    request: Request[Any, Any, Any], lang: FromPath[str], pages: NamedDependency[PublicPages]
) -> Response[Any]:
    """One of these pages."""
    return pages.answer(request.url.path, request.headers)


routes = (plain,)

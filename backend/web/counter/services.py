"""All services, by body."""

from itertools import groupby
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from backend.kernel.languages import LANGUAGES
from backend.web.counter.search import MAX_QUERY, Found, SearchIndex
from backend.web.pages import PublicPages

_ORDER = ("cacobatph", "fnpos", "ministry")


def add_pages(pages: PublicPages, index: SearchIndex) -> None:
    for lang in LANGUAGES:
        pages.add(lang, "/services", "counter/services.html", groups=_by_body(index.all(lang)))


@get("/{lang:str}/services", name="services")
async def services(
    request: Request[Any, Any, Any],
    lang: FromPath[str],
    pages: NamedDependency[PublicPages],
    search_index: NamedDependency[SearchIndex],
    q: FromQuery[str | None] = None,
) -> Response[Any]:
    """The page; with `?q=`, for browsers without scripts, only what answers to it."""
    page = pages.answer(request.url.path, request.headers)
    return _found(pages, search_index, "counter/services.html", lang, q) if q and q.strip() else page


@get("/{lang:str}/services/found", name="services_found")
async def found(
    request: Request[Any, Any, Any],
    lang: FromPath[str],
    pages: NamedDependency[PublicPages],
    search_index: NamedDependency[SearchIndex],
    q: FromQuery[str | None] = None,
) -> Response[Any]:
    """The list alone, for the box that filters while one types."""
    pages.body(f"/{lang}/services")
    return _found(pages, search_index, "counter/_services.html", lang, q)


def _found(pages: PublicPages, index: SearchIndex, template: str, lang: str, q: str | None) -> Response[str]:
    query = (q or "").strip()[:MAX_QUERY]
    services = index.found(query, lang) if query else index.all(lang)
    text = pages.templates.render(template, lang, path="/services", groups=_by_body(services), query=query)
    return Response(text, media_type="text/html", headers={"Cache-Control": "no-store"})


def _by_body(services: list[Found]) -> list[tuple[str, list[Found]]]:
    ordered = sorted(services, key=lambda service: _ORDER.index(service.body))
    return [(body, list(rows)) for body, rows in groupby(ordered, key=lambda service: service.body)]


routes = (services, found)

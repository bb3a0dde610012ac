"""The first page: what do you want to do?"""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from backend.domains.catalogue.rules import Catalogue
from backend.kernel.languages import LANGUAGES
from backend.web.counter.search import MAX_QUERY, SearchIndex
from backend.web.pages import PublicPages

BODIES = (
    {"code": "cacobatph", "icon": "bricks"},
    {"code": "fnpos", "icon": "house"},
    {"code": "ministry", "icon": "speech"},
)
MOST_ASKED = (
    "cacobatph.bad-weather-stoppage",
    "cacobatph.leave-claim",
    "fnpos.rural-housing-aid",
    "ministry.concern",
)
"""Until the counters have a year of figures, the four that agents name first."""


def add_pages(pages: PublicPages, catalogue: Catalogue, index: SearchIndex) -> None:
    for lang in LANGUAGES:
        pages.add(lang, "/", "counter/home.html", **_context(index, catalogue, lang))


@get("/{lang:str}/", name="home")
async def home(
    request: Request[Any, Any, Any],
    lang: FromPath[str],
    pages: NamedDependency[PublicPages],
    catalogue: NamedDependency[Catalogue],
    search_index: NamedDependency[SearchIndex],
    q: FromQuery[str | None] = None,
) -> Response[Any]:
    """The page; with `?q=`, for browsers without scripts, the services found."""
    page = pages.answer(request.url.path, request.headers)
    query = (q or "").strip()[:MAX_QUERY]
    if not query:
        return page
    context = _context(search_index, catalogue, lang) | {"query": query, "found": search_index.found(query, lang)}
    text = pages.templates.render("counter/home.html", lang, path="/", **context)
    return Response(text, media_type="text/html", headers={"Cache-Control": "no-store"})


def _context(index: SearchIndex, catalogue: Catalogue, lang: str) -> dict[str, Any]:
    known = [code for code in MOST_ASKED if code in catalogue.codes()]
    return {"bodies": BODIES, "most_asked": [index.row(code, lang) for code in known]}


routes = (home,)

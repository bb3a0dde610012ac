"""`/{lang}/day`: the desk without a network. The page is the same for everybody; what it shows lies on the device."""

from __future__ import annotations

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from backend.kernel.languages import LANGUAGES
from backend.web.pages import PublicPages
from backend.web.sent import AnyRequest


def add_pages(pages: PublicPages) -> None:
    for lang in LANGUAGES:
        pages.add(lang, "/day", "desk/day.html", offline=False)


@get("/{lang:str}/day", name="day")
async def day(request: AnyRequest, lang: FromPath[str], pages: NamedDependency[PublicPages]) -> Response[bytes]:
    """Takes along what is in hand, and opens it with a code until the evening."""
    return pages.answer(request.url.path, request.headers)


routes = (day,)

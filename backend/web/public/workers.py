"""The service workers, at the root so that they answer for the whole site."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency

from backend.web.pages import PublicPages

PATHS = ("/service-worker.js", "/sync-worker.js")


def add_pages(pages: PublicPages, sources: dict[str, str], *, bundle: str, release: str) -> None:
    """Each worker with the version of what it keeps written into it, so that a new bundle is a new worker."""
    for path in PATHS:
        text = sources[path].replace("{bundle}", bundle).replace("{release}", release)
        pages.put(path, text.encode(), "text/javascript; charset=utf-8")


@get(list(PATHS), name="workers")
async def workers(request: Request[Any, Any, Any], pages: NamedDependency[PublicPages]) -> Response[Any]:
    """A worker's script."""
    return pages.answer(request.url.path, request.headers)


routes = (workers,)

"""The door: `/` leads to the language that the browser asks for."""

from typing import Any

import msgspec
from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from backend.kernel.languages import LANGUAGES
from backend.web.assets import MEDIA_TYPES, Assets
from backend.web.errors import preferred
from backend.web.pages import PublicPages, send
from backend.words import Words

_FOR_EVER = "public, max-age=31536000, immutable"


def add_pages(pages: PublicPages, words: Words, assets: Assets) -> None:
    for lang in LANGUAGES:
        sentence = words.of(lang)
        manifest = {
            "id": "/",
            "name": sentence("brand.name"),
            "short_name": sentence("brand.name"),
            "description": sentence("brand.about"),
            "lang": lang,
            "dir": sentence.dir,
            "start_url": f"/{lang}/",
            "scope": "/",
            "display": "standalone",
            "background_color": "#1a1f52",
            "theme_color": "#1a1f52",
            "icons": [
                {"src": assets.url(f"icons/{size}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": use}
                for size in (192, 512)
                for use in ("any", "maskable")
            ],
            "shortcuts": [{"name": sentence("page.requests"), "url": f"/{lang}/requests"}],
        }
        path = f"/{lang}/manifest.webmanifest"
        pages.put(path, msgspec.json.encode(manifest), MEDIA_TYPES[".webmanifest"], lang=lang)


@get("/", name="root")
async def root(request: Request[Any, Any, Any]) -> Redirect:
    """To the first page of the best language."""
    lang = preferred(request.headers.get("accept-language", ""))
    return Redirect(f"/{lang}/", status_code=302, headers={"Vary": "Accept-Language", "Cache-Control": "no-cache"})


@get(["/{lang:str}/manifest.webmanifest", "/{lang:str}/search.json"], name="machine_pages")
async def machine_pages(
    request: Request[Any, Any, Any], lang: FromPath[str], pages: NamedDependency[PublicPages]
) -> Response[Any]:
    """What the browser reads of a language: the name of the app, the words to search."""
    return pages.answer(request.url.path, request.headers)


@get("/static/{release:str}/{path:path}", name="static")
async def static(
    request: Request[Any, Any, Any], release: FromPath[str], path: FromPath[str], assets: NamedDependency[Assets]
) -> Response[Any]:
    """A script, style or picture. Under another release's address the present bytes come, for this once."""
    body = assets.files.get(path.lstrip("/"))
    if body is None:
        raise NotFoundException(detail="no such file")
    return send(body, request.headers, cache=_FOR_EVER if release == assets.release else "no-cache")


@get(["/favicon.ico", "/apple-touch-icon.png"], name="icon")
async def icon(request: Request[Any, Any, Any], assets: NamedDependency[Assets]) -> Response[Any]:
    """What browsers ask for without being told."""
    return send(assets.files["icons/180.png"], request.headers, cache="public, max-age=86400")


routes = (root, machine_pages, static, icon)

"""`GET /sync/manifest`: which keys to trust, what to keep for the days without network."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from litestar import Response, get
from litestar.di import NamedDependency

from backend.domains.sync.ports import Centre
from backend.kernel.canonical import canonical
from backend.kernel.languages import LANGUAGES
from backend.storage.counters import current_epoch
from backend.web.assets import Assets, Body
from backend.web.device.contract import Call, refuse_cross_site
from backend.web.pages import PublicPages, send


@get("/sync/manifest")
async def manifest(
    request: Call, centre: NamedDependency[Centre], pages: NamedDependency[PublicPages], assets: NamedDependency[Assets]
) -> Response[bytes]:
    refuse_cross_site(request)
    epoch, assets_kept = await current_epoch(), kept(pages, assets)
    content = canonical(
        {
            "protocol": 1,
            "epoch": str(epoch.id),
            "restored_to": epoch.restored_to,
            "backup": False,
            "receipt_keys": centre.signer.public_keys(),
            "seal_key": None,
            "bundle": bundle(assets_kept),
            "assets": [{"url": url, "sha256": sha256} for url, sha256 in assets_kept],
        }
    )
    return send(_body(content), request.headers, cache="no-cache")


@lru_cache(maxsize=2)
def _body(content: bytes) -> Body:
    """Compressed once, as long as it stays the same."""
    return Body(content, "application/json")


OF_STAFF = ("js/day.js", "js/desk.js", "js/live.js", "css/desk.css")
"""What no citizen's phone is asked to keep. The page of the day keeps its own (`js/day/taking.js`)."""


def kept(pages: PublicPages, assets: Assets) -> list[tuple[str, str]]:
    """Address and SHA-256 of everything a device may keep; it takes the pages of its own language."""
    addresses = [path for lang in LANGUAGES for path in pages.paths(lang)]
    return [
        *((path, pages.body(path).sha256) for path in dict.fromkeys(addresses)),
        *((assets.url(path), body.sha256) for path, body in assets.files.items() if path not in OF_STAFF),
    ]


def bundle(kept: list[tuple[str, str]]) -> dict[str, str]:
    """All that is kept, in whatever order, as one version: a new one replaces the old as a whole."""
    sha256 = hashlib.sha256("".join(f"{url} {of}\n" for url, of in sorted(kept)).encode()).hexdigest()
    return {"version": sha256[:12], "sha256": sha256, "url": "/sync/manifest"}

"""What a phone has to load, in bytes as they travel (brotli)."""

from __future__ import annotations

import re

from backend.app import Front
from backend.web.device.manifest import OF_STAFF

FORM = "/ar/services/cacobatph.bad-weather-stoppage/form"
ASSET = re.compile(r'(?:href|src)="/static/[0-9a-f]+/([^"]+\.(?:js|css))"')
LATER = ("js/receipt.js", "vendor/noble-ed25519.js")


def first_load(front: Front, path: str = FORM) -> dict[str, int]:
    """The page, its style and its scripts; each file once."""
    page = front.pages.body(path)
    files = dict.fromkeys(ASSET.findall(page.plain.decode()))
    weights = {name: len(front.assets.files[name].br) for name in files}
    scripts = sum(weight for name, weight in weights.items() if name.endswith(".js"))
    style = sum(weight for name, weight in weights.items() if name.endswith(".css"))
    return {"page": len(page.br), "style": style, "scripts": scripts, "all": len(page.br) + style + scripts}


def loaded_when_needed(front: Front) -> int:
    """The code that verifies a receipt."""
    return sum(len(front.assets.files[name].br) for name in LATER)


def kept_for_offline(front: Front, lang: str = "ar") -> int:
    """Everything a device keeps of one language."""
    pages = sum(len(front.pages.body(path).br) for path in front.pages.paths(lang))
    files = [body for path, body in front.assets.files.items() if path not in OF_STAFF]
    return pages + sum(len(body.plain if body.packed else body.br) for body in files)

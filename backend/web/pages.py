"""Pages that are the same for everybody: rendered once when the program starts, then sent from memory.

Nothing personal ever stands in them, so that any cache may keep them: what a person wrote is filled in on the device.
"""

import asyncio
from collections.abc import Mapping
from typing import Any

from litestar import Response
from litestar.datastructures import Headers
from litestar.exceptions import NotFoundException

from backend.web.assets import MEDIA_TYPES, Body
from backend.web.templates import Templates

_FRESH = "no-cache"


class PublicPages:
    """Every public page by its address, `/ar/services` or, for the first page of a language, `/ar`."""

    def __init__(self, templates: Templates) -> None:
        self.templates = templates
        self._bodies: dict[str, Body] = {}
        self._offline: dict[str, list[str]] = {}

    def add(self, lang: str, path: str, template: str, *, offline: bool = True, **context: Any) -> None:
        """Render `template` for `/{lang}{path}`; an unknown word or name raises here, when the program starts.

        `offline`: whether a device keeps the page when it keeps the language.
        """
        text = self.templates.render(template, lang, path=path, **context)
        self.put(f"/{lang}{path}", text.encode(), MEDIA_TYPES[".html"], lang=lang if offline else None)

    def put(self, path: str, content: bytes, media_type: str, *, lang: str | None = None) -> None:
        """Bytes of any type at an address; with `lang`, kept by devices of that language."""
        self._bodies[_key(path)] = Body(content, media_type)
        if lang is not None:
            self._offline.setdefault(lang, []).append(path)

    async def compress(self) -> None:
        """Compresses every page, so that no first visitor waits for it; between two of them it can be cancelled."""
        for body in list(self._bodies.values()):
            await asyncio.to_thread(body.encoded, "br")

    def body(self, path: str) -> Body:
        """The page at `path`; `NotFoundException` where there is none."""
        found = self._bodies.get(_key(path))
        if found is None:
            raise NotFoundException(detail="no such page")
        return found

    def paths(self, lang: str) -> tuple[str, ...]:
        """The addresses that a device of this language keeps, in the order they were added."""
        return tuple(self._offline.get(lang, ()))

    def answer(self, path: str, headers: Headers) -> Response[bytes]:
        """The page as the browser can take it: brotli, gzip or plain, or 304 when it has it."""
        return send(self.body(path), headers, cache=_FRESH)


def send(body: Body, headers: Headers | Mapping[str, str], *, cache: str) -> Response[bytes]:
    """A body with its ETag, compressed as `Accept-Encoding` allows; 304 without content when `If-None-Match` fits."""
    sent = {"ETag": body.etag, "Cache-Control": cache, "Vary": "Accept-Encoding"}
    if _has(headers.get("if-none-match", ""), body.etag):
        return Response(b"", status_code=304, headers=sent, media_type=body.media_type)
    content, encoding = body.encoded(headers.get("accept-encoding", ""))
    if encoding:
        sent["Content-Encoding"] = encoding
    # Litestar names the charset of text itself
    return Response(content, headers=sent, media_type=body.media_type.partition(";")[0])


def _has(header: str, etag: str) -> bool:
    tags = {tag.strip().removeprefix("W/") for tag in header.split(",")}
    return etag.removeprefix("W/") in tags or "*" in tags


def _key(path: str) -> str:
    return path.rstrip("/") or "/"

"""One POST over HTTP, for the gateways: no redirect is followed, nothing of the answer is kept but its status."""

from __future__ import annotations

import asyncio
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

SECONDS = 20


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_: object, **__: object) -> None:
        return None


_OPENER = build_opener(_NoRedirect)


async def status_of(url: str, body: bytes, headers: dict[str, str]) -> int | None:
    """The status that was answered; None where nobody answered."""
    return await asyncio.to_thread(_post, url, body, headers)


def _post(url: str, body: bytes, headers: dict[str, str]) -> int | None:
    request = Request(url, data=body, headers=headers, method="POST")  # noqa: S310 - an address of the settings
    try:
        with _OPENER.open(request, timeout=SECONDS) as answer:
            return int(answer.status)
    except HTTPError as answered:
        return answered.code
    except (URLError, OSError, HTTPException):
        return None

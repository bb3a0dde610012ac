"""What a page sent with a press: its texts, and whether the press was made on a page of ours."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from litestar import Request

from backend.kernel.refusal import Refusal

AnyRequest = Request[Any, Any, Any]
Sent = Mapping[str, Sequence[str]]
"""The values of each control by its name."""


def refuse_foreign(request: AnyRequest) -> None:
    """A press from another site, or from another host of ours, is none of these pages': `counter.forbidden`.

    They tell no other page where somebody came from, so that their own presses name no origin either (`null`).
    """
    origin = request.headers.get("origin")
    foreign = origin not in (None, "null") and urlsplit(origin or "").netloc != request.headers.get("host")
    if foreign or request.headers.get("sec-fetch-site") in ("cross-site", "same-site"):
        raise Refusal("counter.forbidden")


async def texts(request: AnyRequest) -> dict[str, list[str]]:
    """The texts of a sent form by name; `counter.malformed` for what is no form."""
    if request.content_type[0] not in ("application/x-www-form-urlencoded", "multipart/form-data"):
        raise Refusal("counter.malformed")
    sent: dict[str, list[str]] = {}
    try:
        form = await request.form()
    except (UnicodeDecodeError, LookupError):  # a part in no encoding, or in one that nobody knows
        raise Refusal("counter.malformed") from None
    for name, value in form.multi_items():
        if isinstance(value, str):
            sent.setdefault(name, []).append(value)
    return sent


def revision(sent: Sent) -> int:
    """The revision of a dossier that a page showed; -1, which none has, for what is no such number."""
    text = first(sent, "revision")
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def first(sent: Sent, name: str) -> str:
    """The one text of a control, empty where it was not sent."""
    return next(iter(sent.get(name, ())), "")

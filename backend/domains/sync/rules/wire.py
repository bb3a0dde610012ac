"""Reading a push: the outside must be sound; a fault inside one item concerns that item alone.

Source: the sync contract, sections Bytes and Calls.
"""

from __future__ import annotations

from typing import Any

from backend.kernel.canonical import RepeatedKeys, read
from backend.kernel.refusal import Refusal

PUSH_DEPTH = 18
PUSH_ITEMS = 100
PUSH_BYTES = 8 * 1024 * 1024  # after inflating


def read_push(body: bytes) -> tuple[str, list[Any]]:
    """`(carrier, items)`; the items are not judged yet.

    Refusals: `push.malformed` (not UTF-8 JSON, nests past 18, a repeated outer key, another shape),
    `push.too_large` (over 100 items).
    """
    try:
        outer = read(body, max_depth=PUSH_DEPTH, max_bytes=PUSH_BYTES)
    except Refusal as refusal:
        raise Refusal("push.malformed", reason=refusal.details["reason"]) from None
    if type(outer) is RepeatedKeys or not isinstance(outer, dict) or set(outer) != {"carrier", "items"}:
        raise Refusal("push.malformed", reason="shape")
    carrier, items = outer["carrier"], outer["items"]
    if not isinstance(carrier, str) or not isinstance(items, list):
        raise Refusal("push.malformed", reason="shape")
    if len(items) > PUSH_ITEMS:
        raise Refusal("push.too_large", items=PUSH_ITEMS)
    return carrier, items

"""Canonical JSON: one value, one sequence of bytes, so that a digest means the same thing on every machine.

The strict subset of RFC 8785 that an envelope may use: objects, arrays, strings, booleans, null and integers within
±(2^53 - 1). Keys match `[a-z0-9_]{1,64}`. Every fault is `Refusal("json.malformed", reason=...)`, where the reason is
one of `size`, `encoding`, `syntax`, `depth`, `repeated_key`, `key`, `number`, `surrogate`, `type`.
"""

import json
import math
import re
from typing import Any

from backend.kernel.refusal import Refusal

MAX_DEPTH = 16
MAX_BYTES = 256 * 1024
MAX_INTEGER = 2**53 - 1

_KEY = re.compile(r"[a-z0-9_]{1,64}")
_MAX_INTEGER_LENGTH = len(str(-MAX_INTEGER))
# Made once: making an encoder costs more than a small value's writing.
_write = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False).encode


class RepeatedKeys(dict[str, Any]):
    """An object in which a key stood twice; `check` refuses it where it stands."""


def canonical(value: Any, *, max_depth: int = MAX_DEPTH) -> bytes:
    """The canonical UTF-8 bytes of `value`; refuses what `check` refuses."""
    check(value, max_depth=max_depth)
    return written(value)


def written(value: Any) -> bytes:
    """The canonical bytes of a value that passed `check` before, or is a part of one that did."""
    return _write(value).encode()


def parse(data: bytes, *, max_depth: int = MAX_DEPTH, max_bytes: int = MAX_BYTES) -> Any:
    """The value that `data` spells, when all of it keeps the rules above."""
    value = read(data, max_depth=max_depth, max_bytes=max_bytes)
    check(value, max_depth=max_depth)
    return value


def read(data: bytes, *, max_depth: int, max_bytes: int) -> Any:
    """The value that `data` spells, when it is JSON within the size and the depth; its content is not judged.

    For a carrier of many items, each of which is then judged alone by `check`: a fault that JSON can express (a
    fraction, a lone surrogate, a repeated key) stays in the value for `check` to find.
    """
    if len(data) > max_bytes:
        raise _malformed("size")
    try:
        text = data.decode()
    except UnicodeDecodeError:
        raise _malformed("encoding") from None
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_int=_integer, parse_float=_fraction)
    except RecursionError:
        raise _malformed("depth") from None
    except ValueError:
        raise _malformed("syntax") from None
    _check_depth(value, max_depth)
    return value


def check(value: Any, *, max_depth: int = MAX_DEPTH) -> None:
    """Refuses a value that canonical JSON cannot carry."""
    kind = type(value)
    if kind is str:
        _check_text(value)
    elif kind is int:
        if not -MAX_INTEGER <= value <= MAX_INTEGER:
            raise _malformed("number")
    elif kind is dict or kind is list:
        if max_depth == 0:
            raise _malformed("depth")
        if kind is dict:
            for key in value:
                if type(key) is not str or not _KEY.fullmatch(key):
                    raise _malformed("key")
            value = value.values()
        for item in value:
            check(item, max_depth=max_depth - 1)
    elif kind is float:
        raise _malformed("number")
    elif kind is RepeatedKeys:
        raise _malformed("repeated_key")
    elif value is not None and kind is not bool:
        raise _malformed("type")


def _check_text(text: str) -> None:
    if text.isascii():
        return
    try:
        text.encode()
    except UnicodeEncodeError:
        raise _malformed("surrogate") from None


def _check_depth(value: Any, left: int) -> None:
    if isinstance(value, dict):
        value = value.values()
    elif not isinstance(value, list):
        return
    if left == 0:
        raise _malformed("depth")
    for item in value:
        _check_depth(item, left - 1)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    return made if len(made) == len(pairs) else RepeatedKeys(made)


def _integer(digits: str) -> int | float:
    # Python refuses to read integers of thousands of digits; a length already says that this one is out of range.
    return int(digits) if len(digits) <= _MAX_INTEGER_LENGTH else math.inf


def _fraction(digits: str) -> float:
    return math.inf


def _malformed(reason: str) -> Refusal:
    return Refusal("json.malformed", reason=reason)

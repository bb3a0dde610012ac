"""Canonical JSON: one value, one sequence of bytes, so that a digest means the same thing on every machine.

The strict subset of RFC 8785 that an envelope may use: objects, arrays, strings, booleans, null and integers within
±(2^53 - 1). Keys match `[a-z0-9_]{1,64}`. Every fault is `Refusal("json.malformed", reason=...)`, where the reason is
one of `size`, `encoding`, `syntax`, `depth`, `repeated_key`, `key`, `number`, `surrogate`, `type`.
"""

import json
import math
import re
from collections.abc import Iterable
from typing import Any

import msgspec

from backend.kernel.refusal import Refusal

MAX_DEPTH = 16
MAX_BYTES = 256 * 1024
MAX_INTEGER = 2**53 - 1

_KEYS = re.compile(r"[a-z0-9_]{1,64}(?:,[a-z0-9_]{1,64})*")
_MAX_INTEGER_LENGTH = len(str(-MAX_INTEGER))
_write = msgspec.json.Encoder(order="sorted").encode
_read = msgspec.json.Decoder().decode


class RepeatedKeys(dict[str, Any]):
    """An object in which a key stood twice; `check` refuses it where it stands."""


def canonical(value: Any, *, max_depth: int = MAX_DEPTH) -> bytes:
    """The canonical UTF-8 bytes of `value`; refuses what `check` refuses."""
    check(value, max_depth=max_depth)
    return written(value)


def written(value: Any) -> bytes:
    """The canonical bytes of a value that passed `check` before, or is a part of one that did."""
    return _write(value)


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
    value = _canonical(data)
    if value is None:
        value = _judged(data)
    _check_depth(value, max_depth)
    return value


def _canonical(data: bytes) -> Any:
    """The value of bytes written as they ought to be, as every phone's are: nothing in them is repeated or odd.

    None for all others: what reads them must tell what is wrong.
    """
    try:
        value = _read(data)
        return value if _write(value) == data else None
    except (ValueError, RecursionError):  # `ValueError` is msgspec's too
        return None


def _judged(data: bytes) -> Any:
    try:
        text = data.decode()
    except UnicodeDecodeError:
        raise _malformed("encoding") from None
    try:
        return json.loads(text, object_pairs_hook=_object, parse_int=_integer, parse_float=_fraction)
    except RecursionError:
        raise _malformed("depth") from None
    except ValueError:
        raise _malformed("syntax") from None


def check(value: Any, *, max_depth: int = MAX_DEPTH) -> None:
    """Refuses a value that canonical JSON cannot carry."""
    kind = type(value)
    if kind is dict or kind is list:
        if max_depth == 0:
            raise _malformed("depth")
        if kind is dict:
            _check_keys(value)
            value = value.values()
        for item in value:
            if type(item) is str:  # most are: a call for each would be half of all the time
                _check_text(item)
            else:
                check(item, max_depth=max_depth - 1)
    elif kind is str:
        _check_text(value)
    elif kind is int:
        if not -MAX_INTEGER <= value <= MAX_INTEGER:
            raise _malformed("number")
    elif kind is float:
        raise _malformed("number")
    elif kind is RepeatedKeys:
        raise _malformed("repeated_key")
    elif value is not None and kind is not bool:
        raise _malformed("type")


def _check_keys(value: dict[Any, Any]) -> None:
    try:
        keys = ",".join(value)
    except TypeError:  # a key that is no text
        raise _malformed("key") from None
    # One look at all of them; a key with a comma in it would count as two.
    if value and (not _KEYS.fullmatch(keys) or keys.count(",") != len(value) - 1):
        raise _malformed("key")


def _check_text(text: str) -> None:
    if text.isascii():
        return
    try:
        text.encode()
    except UnicodeEncodeError:
        raise _malformed("surrogate") from None


def _check_depth(value: Any, most: int) -> None:
    level = [value] if isinstance(value, dict | list) else []
    for _ in range(most):
        if not level:
            return
        level = [part for each in level for part in _parts(each) if isinstance(part, dict | list)]
    if level:
        raise _malformed("depth")


def _parts(value: dict[str, Any] | list[Any]) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value


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

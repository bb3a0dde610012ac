"""Canonical JSON: one value, one sequence of bytes; everything else is refused with its reason."""

import json
from collections.abc import Callable
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from backend.kernel.canonical import MAX_INTEGER, _judged, canonical, check, parse, read
from backend.kernel.refusal import Refusal

KEYS = st.from_regex(r"[a-z0-9_]{1,64}", fullmatch=True)
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
SCALARS = st.none() | st.booleans() | st.integers(-MAX_INTEGER, MAX_INTEGER) | TEXT
VALUES = st.recursive(SCALARS, lambda part: st.lists(part, max_size=4) | st.dictionaries(KEYS, part, max_size=4))


@given(VALUES)
def test_the_bytes_are_those_of_rfc_8785(value: Any) -> None:
    assert canonical(value, max_depth=99) == rfc8785.dumps(value)


@given(VALUES)
def test_what_is_written_is_read_back(value: Any) -> None:
    assert parse(canonical(value, max_depth=99), max_depth=99) == value


JSON = st.recursive(
    SCALARS | st.floats() | st.integers(), lambda part: st.lists(part) | st.dictionaries(st.text(max_size=4), part)
)


@given(JSON, st.booleans(), st.booleans())
def test_both_roads_of_reading_come_to_the_same(value: Any, spaced: bool, escaped: bool) -> None:
    separators = None if spaced else (",", ":")
    data = json.dumps(value, ensure_ascii=escaped, separators=separators, sort_keys=True).encode(errors="surrogatepass")
    assert result(lambda: read(data, max_depth=99, max_bytes=99_999)) == result(lambda: _judged(data))


def test_keys_are_sorted_and_there_is_no_white_space() -> None:
    assert canonical({"b": [1, None], "a": "ورشة", "a_1": True}) == '{"a":"ورشة","a_1":true,"b":[1,null]}'.encode()


def test_the_order_and_spacing_of_what_is_read_do_not_matter() -> None:
    assert canonical(parse(b' {"b" : 1,\n"a":"\\u0627"} ')) == '{"a":"ا","b":1}'.encode()


def test_minus_zero_is_zero() -> None:
    assert canonical(parse(b"[-0]")) == b"[0]"


MALFORMED = {
    "size": b'"' + b"a" * 300_000 + b'"',
    "encoding": b'"\xff\xfe"',
    "syntax": b'{"a":1',
    "depth": b"[" * 17 + b"]" * 17,
    "repeated_key": b'{"a":{"b":1,"b":1}}',
    "key": b'{"Name":1}',
    "number": b"[1.5]",
    "surrogate": b'["\\ud83d"]',
}


@pytest.mark.parametrize("reason", MALFORMED)
def test_each_kind_of_malformed_bytes_is_refused(reason: str) -> None:
    assert reason_of(MALFORMED[reason]) == reason


@pytest.mark.parametrize(
    "number", [b"1.0", b"1e3", b"-1.5e-9", b"NaN", b"Infinity", b"9007199254740992", b"-9007199254740992", b"9" * 5000]
)
def test_only_integers_that_every_machine_can_hold_are_numbers(number: bytes) -> None:
    assert reason_of(b'{"a":' + number + b"}") == "number"


@pytest.mark.parametrize("key", ["", "a" * 65, "a-b", "A", "é", "a.b", " a"])
def test_keys_have_one_plain_shape(key: str) -> None:
    assert reason_of(f'{{"{key}":1}}'.encode()) == "key"


@pytest.mark.parametrize(
    "text",
    [b"", b"   ", b"{}{}", b"[1,]", b"{'a':1}", b"\xef\xbb\xbf{}", b'"a\nb"', b"[01]", b"nul", b'{"a"}', b"// hello"],
)
def test_what_is_not_json_is_refused(text: bytes) -> None:
    assert reason_of(text) == "syntax"


@pytest.mark.parametrize("bad", [b"\xc0\xaf", b"\xed\xa0\x80", b"\xf8\x88\x80\x80\x80", b"\x80"])
def test_overlong_and_surrogate_bytes_are_not_utf_8(bad: bytes) -> None:
    assert reason_of(b'"' + bad + b'"') == "encoding"


def test_a_surrogate_pair_is_one_character() -> None:
    assert parse(b'"\\ud83d\\ude00"') == "\U0001f600"


def test_sixteen_levels_are_the_deepest() -> None:
    assert parse(b"[" * 16 + b"]" * 16) is not None
    assert reason_of(b"[" * 100_000) == "depth"


@pytest.mark.parametrize("value", [1.0, (1,), {1}, b"a", object(), {"a": 2.5}])
def test_a_value_that_json_cannot_carry_is_refused_when_written(value: Any) -> None:
    with pytest.raises(Refusal, match=r"json\.malformed"):
        canonical(value)


def test_a_carrier_reads_what_it_carries_without_judging_it() -> None:
    carried = read(b'{"items":[{"a":1.5},{"B":1},{"c":1,"c":2},{"d":"\\ud800"},{"e":1}]}', max_depth=18, max_bytes=999)
    reasons = [fault(item) for item in carried["items"]]
    assert reasons == ["number", "key", "repeated_key", "surrogate", None]


def result(reading: Callable[[], Any]) -> object:
    """The value, or the reason why it is none that canonical JSON carries."""
    try:
        value = reading()
        check(value, max_depth=99)
    except Refusal as refused:
        return refused.details["reason"]
    return value


def reason_of(data: bytes) -> object:
    with pytest.raises(Refusal) as refused:
        parse(data)
    assert refused.value.code == "json.malformed"
    return refused.value.details["reason"]


def fault(value: Any) -> object:
    try:
        check(value)
    except Refusal as refused:
        return refused.details["reason"]
    return None

"""Whatever bytes come to /sync, the answer is one of ours and never a 500."""

from __future__ import annotations

import asyncio
import gzip
import http.client
import json
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.databases import fresh_postgres
from tests.faults.served import Served
from tests.faults.wire import Line, now
from tests.people import Phone, an_hour_before, photo, stoppage

pytestmark = pytest.mark.slow
QUICK = settings(
    max_examples=250, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
LONG = settings(max_examples=20_000, deadline=None, database=None, suppress_health_check=list(HealthCheck))

JSON = {"Content-Type": "application/json"}
TUS = {"Tus-Resumable": "1.0.0"}
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
HEADER = st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=60)


class Target:
    """A running server that already knows one phone, one dossier and one envelope that waits for a photo."""

    def __init__(self, served: Served) -> None:
        self.served = served
        self.phone, filled = Phone("Hadj Belkacem"), an_hour_before(now())
        answers = stoppage(filled)
        self.filed = self.phone.envelope(filled_at=filled, answers=answers)
        self.pictured = self.phone.envelope(filled_at=filled, answers=answers, files=[photo()])
        asyncio.run(self._begin())

    async def _begin(self) -> None:
        async with Line(self.served.port) as line:
            await line.enrol(self.phone)
            await line.push(self.phone, self.filed, self.pictured)

    def envelope(self, changed: dict[str, Any]) -> dict[str, Any]:
        """A signed envelope with some of its keys replaced, as far as they can be signed at all."""
        try:
            return self.phone.signed(self.filed | changed)
        except Exception:
            return self.filed | changed

    def asked(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> None:
        """Sends it and looks at the answer, of which nobody may say that the server stumbled."""
        connection = http.client.HTTPConnection("127.0.0.1", self.served.port, timeout=30)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            said = answer.read()
        finally:
            connection.close()
        assert answer.status < 500, (answer.status, said)
        if path.startswith("/sync/"):
            assert answer.headers["shubbak-time"], (answer.status, said)
        if answer.status >= 400 and said:
            assert "code" in json.loads(said), said

    def signed(self, method: str, path: str, body: bytes) -> dict[str, str]:
        return self.phone.call(method, path, body, now())


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.soak)])
def target(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    with ExitStack() as stack:
        url = None
        if request.param == "postgres":
            url = stack.enter_context(fresh_postgres(request.getfixturevalue("postgres_pattern")))
        served = Served(tmp_path_factory.mktemp("fuzzed"), url)
        stack.callback(served.kill)
        served.prepare()
        yield from fuzzed(served)


def fuzzed(served: Served) -> Iterator[Target]:
    """A server that is ready, and that complained of nothing when all is over."""
    served.start()
    yield Target(served)
    assert "Traceback" not in served.log.read_text()


def mutated(whole: bytes, cuts: list[tuple[float, float, bytes]]) -> bytes:
    """`whole` with pieces cut out, and others put in their place."""
    for start, length, instead in cuts:
        at = int(start * len(whole))
        whole = whole[:at] + instead + whole[at + int(length * 40) :]
    return whole


CUTS = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1), st.binary(max_size=12)), max_size=4)
KEYS = sorted(Phone("anybody").envelope(filled_at=now(), answers={}))
FAULTS = st.dictionaries(st.sampled_from(KEYS), VALUES, min_size=1, max_size=3)


def bytes_are_answered(target: Target, path: str, body: bytes, packed: bool, signed: bool) -> None:
    sent = gzip.compress(body) if packed else body
    headers = JSON | ({"Content-Encoding": "gzip"} if packed else {})
    target.asked("POST", path, sent, headers | (target.signed("POST", path, sent) if signed else {}))


def an_envelope_is_answered(target: Target, faults: dict[str, Any], cuts: list[tuple[float, float, bytes]]) -> None:
    push = {"carrier": str(target.phone.id), "items": [target.envelope(faults), {"item": target.filed, "receipt": ""}]}
    target.asked("POST", "/sync/push", mutated(json.dumps(push).encode(), cuts), JSON)


def an_upload_is_answered(target: Target, method: str, end: str, headers: dict[str, str], body: bytes) -> None:
    path = f"/sync/files{end}"
    target.asked(method, path, body, TUS | headers | target.signed(method, path, b""))


PATHS = st.sampled_from(["/sync/push", "/sync/devices", "/sync/outcomes", "/sync/devices/x/person", "/sync/none"])
BODIES = st.binary(max_size=400) | VALUES.map(lambda value: json.dumps(value).encode())
METHODS = st.sampled_from(["POST", "PATCH", "HEAD", "DELETE", "PUT", "OPTIONS"])
ENDS = st.sampled_from(["", "/", "/x", "/..%2f..%2fkeys", "/%00", "/01a20999-fe2a-757d-8711-d88900d320b1"])
TUS_HEADERS = st.dictionaries(
    st.sampled_from(["Upload-Length", "Upload-Offset", "Upload-Metadata", "Upload-Checksum", "Content-Type"]),
    HEADER | st.sampled_from(["0", "27", "sha1 eA==", "application/offset+octet-stream", "envelope x,sha256 eA=="]),
)


@QUICK
@given(PATHS, BODIES, st.booleans(), st.booleans())
@example("/sync/push", b"\x00", True, False)
def test_any_bytes_are_answered(target: Target, path: str, body: bytes, packed: bool, signed: bool) -> None:
    bytes_are_answered(target, path, body, packed, signed)


@QUICK
@given(FAULTS, CUTS)
@example({"filled_at": "0001-01-01T00:00:00+14:00"}, [])
@example({"filled_at": "9999-12-31T23:59:59-14:00"}, [])
@example({"kind": "dossier.withdraw", "dossier": "\x00", "base_revision": 1}, [])
@example({"person": "\x00"}, [])
@example({"answers": {"wilaya": {}, "workers": {}, "stopped_on": []}}, [])
@example({"lang": []}, [])
def test_an_envelope_of_any_shape_is_answered(
    target: Target, faults: dict[str, Any], cuts: list[tuple[float, float, bytes]]
) -> None:
    an_envelope_is_answered(target, faults, cuts)


@QUICK
@given(METHODS, ENDS, TUS_HEADERS, st.binary(max_size=60))
def test_any_upload_is_answered(target: Target, method: str, end: str, headers: dict[str, str], body: bytes) -> None:
    an_upload_is_answered(target, method, end, headers, body)


@QUICK
@given(HEADER, HEADER)
def test_any_pull_is_answered(target: Target, cursor: str, signature: str) -> None:
    path = "/sync/pull?after=" + "".join(f"%{ord(letter):02x}" for letter in cursor)
    target.asked("GET", path, b"", target.signed("GET", path, b""))
    target.asked("GET", path, b"", {"Shubbak-Device": signature})


@pytest.mark.soak
@pytest.mark.parametrize(
    ("strategies", "check"),
    [
        ((PATHS, BODIES, st.booleans(), st.booleans()), bytes_are_answered),
        ((FAULTS, CUTS), an_envelope_is_answered),
        ((METHODS, ENDS, TUS_HEADERS, st.binary(max_size=60)), an_upload_is_answered),
    ],
)
def test_anything_is_answered_for_long(target: Target, strategies: tuple[Any, ...], check: Any) -> None:
    LONG(given(st.tuples(*strategies))(lambda drawn: check(target, *drawn)))()

"""tus-js-client, which we did not write, uploads to our server: whole, paused, given up, with a wrong checksum."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults.served import ROOT, Served
from tests.faults.wire import Line, now
from tests.people import Phone, an_hour_before, base64url, photo, stoppage

pytestmark = pytest.mark.slow
PEER = ROOT / "tests" / "js" / "tus_peer.mjs"


@pytest.fixture(scope="module")
def counter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    served = Served(tmp_path_factory.mktemp("counter"))
    served.prepare()
    served.start()
    yield served
    served.kill()


def uploaded(counter: Served, act: str) -> tuple[list[Any], list[tuple[str, int]], str]:
    """How the runs of the client ended, what was asked and answered, and what became of the envelope."""
    phone, filled = Phone("Hadj Belkacem"), an_hour_before(now())
    picture = b"\xff\xd8\xff\xe0" + act.encode() * 30_000
    envelope = phone.envelope(filled_at=filled, answers=stoppage(filled), files=[photo(picture)])

    async def outcome() -> str:
        async with Line(counter.port) as line:
            await line.enrol(phone)
            return str((await line.push(phone, envelope))[0]["outcome"])

    assert asyncio.run(outcome()) == "need_files"
    told = {
        "address": counter.address,
        "device": str(phone.id),
        "key": phone.jwk | {"d": base64url(phone.key.private_numbers().private_value.to_bytes(32, "big"))},
        "envelope": envelope["id"],
        "sha256": hashlib.sha256(picture).hexdigest(),
        "bytes": base64.b64encode(picture).decode(),
        "act": act,
    }
    said = Path(counter.folder / "told.json")
    said.write_text(json.dumps(told))
    ran = subprocess.run(["node", PEER, said], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stderr
    report = json.loads(ran.stdout)
    return report["ends"], [tuple(each) for each in report["asked"]], asyncio.run(outcome())


def test_a_whole_file(counter: Served) -> None:
    ends, asked, outcome = uploaded(counter, "whole")
    assert [each["end"] for each in ends] == ["success"]
    assert asked == [("POST", 201), ("PATCH", 204), ("PATCH", 204)]
    assert outcome == "applied"


def test_a_file_paused_and_resumed(counter: Served) -> None:
    (paused, resumed), asked, outcome = uploaded(counter, "pause and resume")
    assert (paused["end"], paused["sent"], resumed["end"]) == ("paused", 100_000, "success")
    assert asked[:3] == [("POST", 201), ("PATCH", 204), ("HEAD", 200)]
    assert outcome == "applied"


def test_a_file_given_up_and_sent_anew(counter: Served) -> None:
    (gone, anew), asked, outcome = uploaded(counter, "give up")
    assert (gone["end"], anew["end"]) == ("given up", "success")
    assert asked[2:4] == [("DELETE", 204), ("POST", 201)]
    assert gone["url"] != anew["url"]
    assert outcome == "applied"


def test_a_wrong_checksum_keeps_nothing_of_the_piece(counter: Served) -> None:
    (refused, resumed), asked, outcome = uploaded(counter, "wrong checksum")
    assert (refused["end"], refused["status"], resumed["end"]) == ("error", 460, "success")
    assert asked[:3] == [("POST", 201), ("PATCH", 460), ("HEAD", 200)]
    assert outcome == "applied"

"""A restore as docs/operations.md says it, with its very commands, of an installation that is lost whole."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import textwrap
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from backend.domains.receipts.rules import verify_url
from backend.domains.sync.rules.devices import unbase64url
from tests.databases import now_in_a_thread, tell_server
from tests.faults.served import ROOT, Served
from tests.faults.wire import Line, now
from tests.people import Phone, an_hour_before, stoppage

pytestmark = pytest.mark.slow


class Guide:
    """The commands of the chapter on copies, run in an installation's own environment."""

    def __init__(self, served: Served, folder: Path) -> None:
        text = (ROOT / "docs" / "operations.md").read_text()
        chapter = text.partition("\n## Copies\n")[2].partition("\n## ")[0]
        blocks = [
            textwrap.dedent(block) for block in re.findall(r"^ *```\n(.*?)^ *```$", chapter, re.MULTILINE | re.DOTALL)
        ]
        self.copy_keys, self.copy_data, self.copy_postgres, self.restore, self.restore_postgres, self.begin = blocks
        self._served, self._places = served, {"SAFE": str(folder / "safe"), "COPIES": str(folder / "copies")}
        for place in self._places.values():
            Path(place).mkdir()

    def follow(self, *blocks: str) -> None:
        environment = {
            **os.environ,
            **self._places,
            "SHUBBAK_DATA_DIR": str(self._served.data),
            "SHUBBAK_KEY_DIR": str(self._served.keys),
            "SHUBBAK_DATABASE_URL": self._served.database_url,
        }
        for block in blocks:
            done = subprocess.run(
                ["bash", "-euc", block], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, block + done.stdout + done.stderr

    def forget_keys(self) -> None:
        """Last night's export goes where tonight's may take its name."""
        (Path(self._places["SAFE"]) / "keys.tar.gz").unlink()


def on_postgres(served: Served) -> bool:
    return served.database_url.startswith("postgresql")


def lost(served: Served) -> None:
    """The machine is gone, and an empty one stands in its place."""
    served.kill()
    for folder in (served.data, served.keys):
        shutil.rmtree(folder)
    if on_postgres(served):
        name = urlsplit(served.database_url).path[1:]
        now_in_a_thread(tell_server(f"DROP DATABASE {name} WITH (FORCE)", f"CREATE DATABASE {name}"))


async def filed(line: Line, phone: Phone, *sites: str) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Envelopes with their outcomes, all applied."""
    filled = an_hour_before(now())
    envelopes = [phone.envelope(filled_at=filled, answers=stoppage(filled, site=site)) for site in sites]
    outcomes = await line.push(phone, *envelopes)
    assert [outcome["outcome"] for outcome in outcomes] == ["applied"] * len(sites), outcomes
    return list(zip(envelopes, outcomes, strict=True))


def standing(served: Served, outcome: dict[str, Any]) -> dict[str, Any]:
    """What the restored server says of a receipt that somebody shows."""
    code = verify_url(served.address, unbase64url(outcome["receipt"]["token"]))
    asked = urllib.request.Request(
        f"{served.address}/verify/standing", json.dumps({"code": code}).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(asked, timeout=30) as answer:
        said: dict[str, Any] = json.load(answer)
        return said


async def manifest(line: Line) -> dict[str, Any]:
    said: dict[str, Any] = (await line.call("GET", "/sync/manifest")).json()
    return said


async def put_back(served: Served, folder: Path, *, newest: bool, said: bool) -> None:
    """`newest`: the keys were exported again before the loss. `said`: the program is told that this is a restore."""
    guide, phone = Guide(served, folder), Phone("Hadj Belkacem")
    served.start()
    async with Line(served.port) as line:
        await line.enrol(phone)
        before = await filed(line, phone, "one", "two", "three")
        first = await manifest(line)
    served.stop()
    guide.follow(guide.copy_keys, guide.copy_data, *([guide.copy_postgres] if on_postgres(served) else []))

    served.start()
    async with Line(served.port) as line:
        since = await filed(line, phone, "four", "five")
    if newest:
        guide.forget_keys()
        guide.follow(guide.copy_keys)
    lost(served)
    guide.follow(guide.restore, *([guide.restore_postgres] if on_postgres(served) else []))
    if said:
        guide.follow(guide.begin)
    served.start()

    async with Line(served.port) as line:
        second = await manifest(line)
        kept = await line.push(phone, *(envelope for envelope, _ in before))
        new = await filed(line, phone, "six", "seven")  # before what was lost is offered again: the worse order
        again = await line.push(
            phone, *({"item": envelope, "receipt": outcome["receipt"]["token"]} for envelope, outcome in since)
        )
    assert second["epoch"] != first["epoch"]
    assert second["restored_to"] == max(outcome["position"] for _, outcome in before)
    assert kept == [outcome for _, outcome in before]
    assert [outcome["receipt"] for outcome in again] == [outcome["receipt"] for _, outcome in since]
    outcomes = [*kept, *again, *(outcome for _, outcome in new)]
    assert len({outcome["dossier"]["number"] for outcome in outcomes}) == 7
    assert {standing(served, outcome)["standing"] for outcome in outcomes} == {"valid"}


async def test_data_put_back_with_the_newest_keys_begins_a_new_life_by_itself(served: Served, tmp_path: Path) -> None:
    await put_back(served, tmp_path, newest=True, said=False)


async def test_keys_as_old_as_the_data_are_enough_when_it_is_said(served: Served, tmp_path: Path) -> None:
    await put_back(served, tmp_path, newest=False, said=True)


async def test_old_keys_of_which_nobody_said_anything_are_seen(served_sqlite: Served, tmp_path: Path) -> None:
    with pytest.raises(AssertionError):
        await put_back(served_sqlite, tmp_path, newest=False, said=False)

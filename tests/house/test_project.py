"""The project speaks of itself only, and its papers agree with its code."""

import re
import socket

import pytest

from backend.settings import VARIABLES
from tests.house.source import ROOT, files

# Written in pieces, so that this file does not hold what it looks for.
FOREIGN = [
    "shared" + "/",
    "/wo" + "rk/",
    "/ro" + "ot/",
    "sub" + "agent",
    "npmjs" + ".org",
    "pypi" + ".org",
    "python" + "hosted",
    "--index" + "-url http",
]
BINARY = {".png", ".woff2", ".ttf", ".pdf", ".jpg", ".webp", ".ico", ".icc", ".xlsx"}


@pytest.mark.parametrize("word", FOREIGN)
def test_no_file_names_a_place_outside_the_project(word: str) -> None:
    naming = [
        str(path.relative_to(ROOT))
        for path in files()
        if path.suffix not in BINARY and word in path.read_text(encoding="utf-8", errors="replace")
    ]
    assert naming == []


def test_every_setting_is_explained() -> None:
    explained = set(re.findall(r"`([A-Z_]+)`", (ROOT / "docs/settings.md").read_text(encoding="utf-8")))
    assert explained >= set(VARIABLES)


def test_the_image_reads_the_same_list_of_system_packages() -> None:
    assert "packages.txt" in (ROOT / "Dockerfile").read_text(encoding="utf-8")


def test_every_decision_is_in_the_index() -> None:
    pages = {path.name for path in (ROOT / "docs/adr").glob("[0-9]*.md")}
    index = (ROOT / "docs/adr/README.md").read_text(encoding="utf-8")
    assert pages == set(re.findall(r"\(([0-9]{4}-[a-z0-9-]+\.md)\)", index))


def test_tests_cannot_reach_the_outside() -> None:
    with socket.socket() as outside, pytest.raises(Exception, match="tried to use socket"):
        outside.connect(("192.0.2.1", 80))

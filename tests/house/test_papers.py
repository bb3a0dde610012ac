"""What the papers tell people to type exists."""

import re
from pathlib import Path

from backend.settings import VARIABLES
from tests.house.source import ROOT, files

ONLY_FOR_TESTS = re.compile(r"SHUBBAK_(TEST|BENCH)_\w+")


def papers() -> dict[str, str]:
    """The guides, and the files that start the program."""
    starting = {"Makefile", "Dockerfile", "compose.yaml", "README.md"}
    return {
        str(name): path.read_text(encoding="utf-8")
        for path in files()
        if (name := path.relative_to(ROOT)).parts[0] in {"docs", "bin", ".ci"} or str(name) in starting
        if path.suffix != ".png"
    }


def test_every_command_that_is_named_exists() -> None:
    known = {path.stem for path in Path(ROOT, "backend/commands").glob("[a-z]*.py")}
    named = named_in(r"(?:`|\.venv/bin/|\"|^)shubbak\"?,? \"?([a-z]+)")
    assert named
    assert {word: places for word, places in named.items() if word not in known} == {}


def test_every_make_target_that_is_named_exists() -> None:
    known = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = named_in(r"(?:`|^)make ([a-z]+)")
    assert {"run", "test"} <= named.keys()
    assert {word: places for word, places in named.items() if word not in known} == {}


def test_every_setting_that_is_named_exists() -> None:
    named = named_in(r"\b(SHUBBAK_[A-Z_]+[A-Z])\b")
    unknown = {word: places for word, places in named.items() if word not in VARIABLES}
    assert {word: places for word, places in unknown.items() if not ONLY_FOR_TESTS.fullmatch(word)} == {}


def named_in(pattern: str) -> dict[str, list[str]]:
    """What `pattern` finds, and the papers that say it."""
    found: dict[str, list[str]] = {}
    for name, text in papers().items():
        for word in re.findall(pattern, text, re.MULTILINE):
            found.setdefault(word, []).append(name)
    return found

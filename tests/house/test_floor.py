"""What is shipped is understood by the oldest browsers that are promised: Chrome 90, Safari 15.4, Firefox 102."""

import re
from pathlib import Path

import pytest

from tests.house.newer import ASKED_FIRST, PAGE, SCRIPT, STYLE
from tests.house.source import ROOT

FRONTEND = ROOT / "frontend"
SCRIPTS = [*FRONTEND.rglob("*.js"), *(ROOT / "static/vendor").glob("*.js")]
STYLES = [*(FRONTEND / "css").glob("*.css"), *(FRONTEND / "components").rglob("*.css")]
PAGES = [path for path in FRONTEND.rglob("*.html") if path.parent.name != "receipts"]
Newer = tuple[str, str, str]


def code(path: Path) -> str:
    """The file without its comments."""
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.sub(r"(?m)(^|\s)//.*$", "", text) if path.suffix == ".js" else text


def name(path: Path) -> str:
    return path.as_posix().split("/js/")[-1].split("/static/")[-1]


def found(paths: list[Path], newer: Newer) -> list[tuple[str, str]]:
    hits = ((name(path), hit.group(0)) for path in paths for hit in re.finditer(newer[0], code(path)))
    return sorted({hit for hit in hits if hit not in ASKED_FIRST})


@pytest.mark.parametrize(
    ("newer", "paths"),
    [(one, paths) for entries, paths in ((SCRIPT, SCRIPTS), (STYLE, STYLES), (PAGE, PAGES)) for one in entries],
    ids=lambda given: given[1] if isinstance(given, tuple) else "",
)
def test_nothing_is_used_that_the_floor_lacks(newer: Newer, paths: list[Path]) -> None:
    pattern, example, since = newer
    assert re.search(pattern, example), "the pattern no longer finds its own example"
    assert found(paths, newer) == [], f"known since {since}"


@pytest.mark.parametrize(("file", "feature"), ASKED_FIRST)
def test_what_only_some_browsers_have_is_asked_for_first(file: str, feature: str) -> None:
    (path,) = [path for path in SCRIPTS if name(path) == file]
    assert feature in code(path)
    assert ASKED_FIRST[file, feature] in code(path)


def test_no_rule_stands_inside_another() -> None:
    nested = []
    for path in STYLES:
        around: list[str] = []
        for head, brace in re.findall(r"([^{};]*)([{}])", code(path)):
            if brace == "}":
                around.pop()
                continue
            if around and not around[-1].startswith("@"):
                nested.append((name(path), head.strip()))
            around.append(head.strip())
    assert nested == []


def test_every_script_of_ours_is_a_module_so_that_an_old_browser_leaves_it() -> None:
    tags = {tag for path in PAGES for tag in re.findall(r"<script[^>]*>", path.read_text(encoding="utf-8"))}
    ours = {tag for tag in tags if "vendor/htmx.js" not in tag and "application/json" not in tag}
    assert ours
    assert all('type="module"' in tag for tag in ours)


def test_the_classic_worker_is_a_classic_script() -> None:
    assert not re.search(r"(?m)^(import|export|await)\b", code(FRONTEND / "service-worker.js"))

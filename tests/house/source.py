"""What house tests look at: the files of the project and the graph of its imports."""

import subprocess
from functools import cache
from pathlib import Path

import grimp

ROOT = Path(__file__).parents[2]


@cache
def files() -> tuple[Path, ...]:
    """Every file that a commit would hold, as absolute paths."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    return tuple(path for name in listed.split("\0") if name and (path := ROOT / name).is_file())


def python_files(folder: str) -> list[Path]:
    """The Python files under a folder of the project."""
    return sorted((ROOT / folder).rglob("*.py"))


@cache
def imports() -> grimp.ImportGraph:
    """Who imports whom, tools and the standard library included."""
    return grimp.build_graph("backend", include_external_packages=True, cache_dir=None)

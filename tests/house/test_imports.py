"""Who may know whom: the import contracts of pyproject.toml, and what import-linter cannot say."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import ROOT, imports, python_files

OWN_TRANSACTIONS = re.compile(r"\.(batch|transaction|atomic)\(")
CLOCK = re.compile(r"\b(datetime\.(now|utcnow|today)|date\.today|time\.(time|time_ns|monotonic|perf_counter))\(")


@pytest.mark.slow
def test_the_import_contracts_hold() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    linted = subprocess.run([linter, "--no-cache", "--no-logo"], cwd=ROOT, capture_output=True, text=True)
    assert linted.returncode == 0, linted.stdout


@pytest.mark.slow
def test_only_the_printing_processes_load_what_prints_and_signs_documents() -> None:
    """Together they are forty megabytes and half a second of every start."""
    seen = "import sys, backend.app; print(*({'weasyprint', 'pyhanko', 'fontTools'} & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", seen], cwd=ROOT, capture_output=True, text=True, check=True)
    assert loaded.stdout == "\n"


def test_the_kernel_sees_the_standard_library_and_one_codec() -> None:
    graph = imports()
    seen = {
        imported.partition(".")[0]
        for module in graph.modules
        if module.startswith("backend.kernel")
        for imported in graph.find_modules_directly_imported_by(module)
        if not imported.startswith("backend.kernel")
    }
    assert seen <= sys.stdlib_module_names | {"msgspec"}  # docs/adr/0014-msgspec-in-the-kernel.md


def test_a_domains_tables_stay_at_home() -> None:
    graph = imports()
    strangers = [
        f"{importer} imports {module}"
        for module in graph.modules
        if (home := re.match(r"backend\.domains\.\w+(?=\.tables\b)", module))
        for importer in graph.find_modules_that_directly_import(module)
        if not importer.startswith(home[0] + ".")
    ]
    assert strangers == []


def test_domains_are_told_the_time() -> None:
    assert lines_with(CLOCK, "backend/domains") == []


@pytest.mark.parametrize("folder", ["domains", "web", "adapters", "commands"])
def test_every_transaction_is_the_houses_own(folder: str) -> None:
    assert lines_with(OWN_TRANSACTIONS, f"backend/{folder}") == []


def lines_with(pattern: re.Pattern[str], folder: str) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in python_files(folder)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]

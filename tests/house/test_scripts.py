"""`bin/system-packages`: installs what is missing, or says how."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.house.source import ROOT


class Machine:
    """A machine whose commands are played by small scripts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked = folder / "asked"
        self.list = folder / "packages.txt"
        self.list.write_text("# what is needed\nlibpango-1.0-0  # text\nfonts-noto-core\n")
        self.has("apt-get", f'echo "$@" >> {self.asked}')

    def has(self, command: str, script: str) -> None:
        path = self.folder / command
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def install(self) -> subprocess.CompletedProcess[str]:
        path = f"{self.folder}:{os.environ['PATH']}"
        return subprocess.run(
            [ROOT / "bin/system-packages", self.list], env={"PATH": path}, capture_output=True, text=True
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_nothing_happens_where_everything_is_there(machine: Machine) -> None:
    machine.has("dpkg-query", 'echo "install ok installed"')
    done = machine.install()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert not machine.asked.exists()


def test_root_gets_what_is_missing_and_only_that(machine: Machine) -> None:
    machine.has("dpkg-query", 'case "$*" in *pango*) echo "install ok installed";; *) exit 1;; esac')
    machine.has("id", "echo 0")
    assert machine.install().returncode == 0
    installing = machine.asked.read_text().splitlines()[-1]
    assert installing.startswith("install ")
    assert installing.endswith(" fonts-noto-core")


def test_a_list_that_is_out_of_date_is_fetched_once_more(machine: Machine) -> None:
    machine.has("dpkg-query", "exit 1")
    machine.has("id", "echo 0")
    machine.has("apt-get", f'echo "$1" >> {machine.asked}; test "$1" = update || test $(wc -l < {machine.asked}) -gt 2')
    assert machine.install().returncode == 0
    assert machine.asked.read_text().split()[-2:] == ["update", "install"]


def test_others_are_told_what_root_should_type(machine: Machine) -> None:
    machine.has("dpkg-query", "exit 1")
    machine.has("id", "echo 1000")
    told = machine.install()
    assert told.returncode == 1
    assert "apt-get install libpango-1.0-0 fonts-noto-core" in told.stderr

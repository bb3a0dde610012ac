"""`shubbak keys`: made once, listed without secrets, exported whole and only for the owner's eyes."""

import json
import tarfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from backend.commands import main
from backend.storage.keys import KeyFolder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "keys"


def test_keys_are_made_once(folder: Path) -> None:
    assert str(folder) in run(folder, "create").output
    made = held(folder)
    assert run(folder, "create", "--quiet").output == ""
    assert held(folder) == made


def test_the_list_shows_ids_and_no_secret(folder: Path) -> None:
    keys = KeyFolder.create(folder)
    shown = run(folder, "list").output
    assert keys.current("receipt").kid in shown
    assert keys.current("receipt").secret.hex() not in shown


def test_a_rotated_key_stands_beside_the_old_one(folder: Path) -> None:
    KeyFolder.create(folder)
    made = run(folder, "rotate", "receipt").output.strip()
    assert held(folder)["receipt"][1:] == [made]


def test_the_key_by_which_things_are_found_again_does_not_rotate(folder: Path) -> None:
    KeyFolder.create(folder)
    assert run(folder, "rotate", "blind").exit_code == 2


def test_an_export_restores_every_key_and_every_series_mark(folder: Path, tmp_path: Path) -> None:
    KeyFolder.create(folder).raise_series_mark("CB-49-2026", 4131)
    archive, restored = tmp_path / "keys.tar.gz", tmp_path / "restored"
    run(folder, "export", str(archive))
    assert archive.stat().st_mode & 0o777 == 0o600
    with tarfile.open(archive) as opened:
        opened.extractall(restored, filter="data")
    assert held(restored) == held(folder)
    assert KeyFolder.open(restored).series_mark("CB-49-2026") == 4131


def test_an_export_never_overwrites(folder: Path, tmp_path: Path) -> None:
    KeyFolder.create(folder)
    archive = tmp_path / "keys.tar.gz"
    archive.write_text("something dear")
    assert run(folder, "export", str(archive)).exit_code == 1
    assert archive.read_text() == "something dear"


def test_an_export_to_nowhere_says_so(folder: Path, tmp_path: Path) -> None:
    KeyFolder.create(folder)
    assert "cannot be written" in run(folder, "export", str(tmp_path / "absent" / "keys.tar.gz")).output


def test_an_absent_key_folder_is_refused(folder: Path) -> None:
    assert "keys.absent" in run(folder, "list").output


def held(folder: Path) -> dict[str, list[str]]:
    return dict(json.loads(run(folder, "list", "--json").output))


def run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["keys", *words], env={"SHUBBAK_KEY_DIR": str(folder)}, catch_exceptions=False)

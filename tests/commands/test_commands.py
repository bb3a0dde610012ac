"""The command line: what it lists, what it does, and how it says no."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from backend.commands import main

COMMANDS = sorted(path.stem for path in Path("backend/commands").glob("[a-z]*.py"))


@pytest.fixture
def installation(tmp_path: Path) -> dict[str, str]:
    return {"SHUBBAK_DATA_DIR": str(tmp_path / "data"), "SHUBBAK_KEY_DIR": str(tmp_path / "keys")}


def test_help_lists_every_command_with_one_line() -> None:
    lines = run("--help").output.splitlines()
    listed = [line.split()[0] for line in lines[lines.index("Commands:") + 1 :]]
    assert listed == COMMANDS


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str) -> None:
    explained = run(name, "--help")
    assert explained.exit_code == 0
    assert "Usage:" in explained.output


def test_the_version_is_told() -> None:
    assert run("--version").output.startswith("shubbak 0.")


def test_an_unknown_command_is_refused() -> None:
    assert "No such command" in run("serv").output


def test_a_fresh_installation_is_migrated_and_loaded_and_again_harmlessly(installation: dict[str, str]) -> None:
    first = run("migrate", env=installation)
    assert "Migrated places.m0001_first" in first.output
    assert run("migrate", env=installation).output == "The tables are those of this version.\n"
    for _ in range(2):
        assert run("load", env=installation).output.startswith("69 wilayas, 3 bodies, 207 agencies")


def test_what_has_nothing_to_say_is_quiet(installation: dict[str, str]) -> None:
    run("migrate", env=installation)
    assert run("migrate", "--quiet", env=installation).output == ""
    assert run("load", "--quiet", env=installation).output == ""


def test_one_command_makes_a_fresh_installation_ready(installation: dict[str, str]) -> None:
    assert "Migrated places.m0001_first" in run("prepare", env=installation).output
    assert run("prepare", env=installation).output == ""
    assert run("migrate", env=installation).output == "The tables are those of this version.\n"
    assert Path(installation["SHUBBAK_KEY_DIR"], "receipt").is_dir()


def test_the_data_folder_is_its_owners_only(installation: dict[str, str]) -> None:
    run("migrate", env=installation)
    assert Path(installation["SHUBBAK_DATA_DIR"]).stat().st_mode & 0o777 == 0o700


def test_a_wrong_setting_stops_with_its_name_and_no_traceback() -> None:
    stopped = run("migrate", env={"PORT": "eighty"})
    assert (stopped.exit_code, stopped.output) == (1, "Error: PORT is 'eighty'; a port from 1 to 65535 is expected.\n")


def test_a_refusal_stops_with_its_code(tmp_path: Path) -> None:
    stopped = run("migrate", env={"SHUBBAK_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"})
    assert stopped.exit_code == 1
    assert stopped.output.startswith("Error: storage.unavailable")


def run(*words: str, env: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(main, words, env=env, catch_exceptions=False)

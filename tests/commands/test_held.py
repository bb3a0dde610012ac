"""What staff do on the command line until they have accounts: end a quarantine, let in a kiosk, revoke a device."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from backend.commands import main
from backend.domains.sync.operations.push import push
from backend.program import put_together, running
from backend.settings import Settings
from tests.databases import now_in_a_thread
from tests.people import Phone, an_hour_before, stoppage
from tests.sync.conftest import enrolled


@pytest.fixture
def environment(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """An installation that the commands find."""
    found = {
        "SHUBBAK_DATABASE_URL": database_url,
        "SHUBBAK_DATA_DIR": str(tmp_path / "data"),
        "SHUBBAK_KEY_DIR": str(tmp_path / "keys"),
    }
    for name, value in found.items():
        monkeypatch.setenv(name, value)
    assert said("keys", "create").exit_code == 0
    return found


def said(*words: str) -> Result:
    """What a command answers."""
    return CliRunner().invoke(main, words)


async def _held(environment: dict[str, str]) -> str:
    program = put_together(Settings.from_environment(environment))
    now = datetime.now(UTC)
    async with running(program):
        phone = await enrolled(program.centre, Phone("Hadj Belkacem"), now)
        filled = an_hour_before(now)
        envelope = phone.envelope(filled_at=filled, answers=stoppage(filled), person="somebody")
        (outcome,) = await push(program.centre, carrier=phone.id, items=[envelope], now=now)
        assert outcome["outcome"] == "quarantined"
    return str(phone.id)


def test_a_named_person_ends_a_quarantine_once(environment: dict[str, str]) -> None:
    now_in_a_thread(_held(environment))

    (held,) = json.loads(said("quarantine", "list", "--json").stdout)
    nobody = said("quarantine", "resolve", held["entry"], "applied", "--by", " ")
    first = said("quarantine", "resolve", held["entry"], "applied", "--by", "Fatiha Saadi")
    again = said("quarantine", "resolve", held["entry"], "refused", "--by", "Fatiha Saadi")

    assert held["code"] == "person.not_bound"
    assert (nobody.exit_code, first.stdout.strip(), again.exit_code) == (1, "applied", 1)
    assert "quarantine.resolved" in again.output
    assert said("quarantine", "list").stdout.strip() == "Nothing waits."


@pytest.mark.usefixtures("environment")
def test_a_code_is_made_for_a_kiosk() -> None:
    code = said("devices", "code", "kiosk").stdout.strip()

    assert len(code) == 10


def test_a_device_is_revoked_and_listed(environment: dict[str, str]) -> None:
    phone = now_in_a_thread(_held(environment))

    revoked = said("devices", "revoke", phone)
    unknown = said("devices", "revoke", "01a20000-0000-7000-8000-000000000000")

    assert revoked.exit_code == 0
    assert "device.unknown" in unknown.output
    listed = json.loads(said("devices", "list", "--json").stdout)
    assert {row["id"]: row["revoked_at"] is not None for row in listed}[phone]

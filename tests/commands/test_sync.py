"""`shubbak quarantine`, `shubbak devices`, `shubbak epoch`: what staff accounts will do later, done by hand."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from backend.commands import main
from backend.domains.sync.operations.devices import enrol
from backend.domains.sync.operations.push import push
from backend.domains.sync.ports import Centre
from backend.domains.sync.queries import outcomes
from backend.domains.sync.rules.devices import read_enrolment
from backend.domains.sync.rules.envelope import read_envelope
from backend.kernel.ids import uuid7
from backend.program import put_together, running
from backend.settings import Settings
from tests.people import Phone, an_hour_before, stoppage

NOW = datetime.now(UTC)
SITE = "ورشة أدرار"


class Installation:
    """One prepared installation: commands run in it, and the contract is spoken to its centre."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.environment = {
            "SHUBBAK_DATA_DIR": str(folder / "data"),
            "SHUBBAK_KEY_DIR": str(folder / "keys"),
            "SHUBBAK_DATABASE_URL": database_url,
        }
        assert self.run("prepare").exit_code == 0

    def run(self, *words: str) -> Result:
        return CliRunner().invoke(main, words, env=self.environment, catch_exceptions=False)

    def json(self, *words: str) -> Any:
        return json.loads(self.run(*words).output)

    def at_the_centre(self, act: Callable[[Centre], Coroutine[Any, Any, Any]]) -> Any:
        async def opened() -> Any:
            async with running(put_together(Settings.from_environment(self.environment))) as program:
                return await act(program.centre)

        return asyncio.run(opened())

    def enrol(self, phone: Phone, code: str | None = None) -> bool:
        enrolment = read_enrolment(phone.enrolment(NOW, code))
        return bool(self.at_the_centre(lambda centre: enrol(centre, enrolment=enrolment, now=datetime.now(UTC))))

    def push(self, phone: Phone, *items: Any) -> Any:
        later = datetime.now(UTC) + timedelta(seconds=1)
        return self.at_the_centre(lambda centre: push(centre, carrier=phone.id, items=items, now=later))

    def outcome(self, phone: Phone, envelope: dict[str, Any]) -> Any:
        asked = read_envelope(envelope).id
        return self.at_the_centre(lambda centre: outcomes(centre, phone.id, [asked]))[asked]


@pytest.fixture
def installation(tmp_path: Path, database_url: str) -> Installation:
    return Installation(tmp_path, database_url)


@pytest.fixture
def belkacem(installation: Installation) -> Phone:
    phone = Phone("Hadj Belkacem")
    installation.enrol(phone)
    return phone


def held(phone: Phone) -> dict[str, Any]:
    """An envelope in the name of somebody the device was never bound to."""
    filled = an_hour_before(NOW)
    return phone.envelope(filled_at=filled, answers=stoppage(filled, site=SITE), person="somebody")


# quarantine


def test_nothing_waits_for_a_person(installation: Installation) -> None:
    assert installation.run("quarantine", "list").output == "Nothing waits for a person.\n"
    assert installation.json("quarantine", "list", "--json") == []


def test_what_is_held_is_listed_without_what_it_says(installation: Installation, belkacem: Phone) -> None:
    envelope = held(belkacem)
    installation.push(belkacem, envelope)

    (listed,) = installation.json("quarantine", "list", "--json")
    shown = installation.run("quarantine", "list").output

    assert (listed["id"], listed["code"]) == (envelope["id"], "person.not_bound")
    assert listed["entry"] in shown
    assert "person.not_bound" in shown
    assert SITE not in shown + json.dumps(listed)


def test_what_it_says_is_shown_on_request(installation: Installation, belkacem: Phone) -> None:
    envelope = held(belkacem)
    installation.push(belkacem, envelope)
    (listed,) = installation.json("quarantine", "list", "--json")
    assert installation.json("quarantine", "show", listed["entry"]) == envelope


@pytest.mark.parametrize("outcome", ["applied", "refused"])
def test_a_named_person_ends_it_once(installation: Installation, belkacem: Phone, outcome: str) -> None:
    envelope = held(belkacem)
    installation.push(belkacem, envelope)
    (listed,) = installation.json("quarantine", "list", "--json")
    resolve = ("quarantine", "resolve", listed["entry"])

    nameless = installation.run(*resolve, outcome)
    resolved = installation.run(*resolve, outcome, "--by", "Samia, agent")
    again = installation.run(*resolve, "applied", "--by", "Samia, agent")

    assert nameless.exit_code == 2
    assert (resolved.exit_code, resolved.output) == (0, f"{outcome}\n")
    assert (again.exit_code, again.output) == (1, "Error: quarantine.resolved\n")
    assert installation.outcome(belkacem, envelope)["outcome"] == outcome
    assert installation.json("quarantine", "list", "--json") == []


@pytest.mark.parametrize("words", [("show",), ("resolve", "applied", "--by", "Samia")])
def test_an_unknown_entry_is_refused(installation: Installation, words: tuple[str, ...]) -> None:
    act, *rest = words
    said = installation.run("quarantine", act, str(uuid7()), *rest)
    assert (said.exit_code, said.output) == (1, "Error: quarantine.unknown\n")


# devices


def test_kiosks_desks_and_what_is_revoked_are_listed(installation: Installation, belkacem: Phone) -> None:
    desk = Phone("Barika", kind="desk")
    installation.enrol(desk, installation.run("devices", "code", "desk").output.strip())

    before = installation.json("devices", "list", "--json")
    installation.run("devices", "revoke", str(belkacem.id))
    after = installation.json("devices", "list", "--json")

    assert {each["kind"] for each in before} == {"counter", "desk"}
    assert [each["id"] for each in after if each["revoked_at"]] == [str(belkacem.id)]
    assert str(desk.id) in installation.run("devices", "list").output


def test_what_a_revoked_device_sends_is_held(installation: Installation, belkacem: Phone) -> None:
    filled = an_hour_before(NOW)

    said = installation.run("devices", "revoke", str(belkacem.id))
    (outcome,) = installation.push(belkacem, belkacem.envelope(filled_at=filled, answers=stoppage(filled)))

    assert said.output == f"{belkacem.id} is revoked.\n"
    assert (outcome["outcome"], outcome["code"]) == ("quarantined", "device.revoked")
    assert "revoked" in installation.run("devices", "list").output
    assert installation.run("devices", "revoke", str(belkacem.id)).exit_code == 0


def test_an_unknown_device_is_not_revoked(installation: Installation) -> None:
    said = installation.run("devices", "revoke", str(uuid7()))
    assert (said.exit_code, said.output) == (1, "Error: device.unknown\n")


def test_a_code_enrols_one_kiosk(installation: Installation) -> None:
    code = installation.run("devices", "code", "kiosk").output.strip()
    assert installation.enrol(Phone("Barika", kind="kiosk"), code.lower())
    assert installation.run("devices", "code", "phone").exit_code == 2


# epoch


def test_the_life_of_the_database_is_shown(installation: Installation) -> None:
    shown = installation.json("epoch", "--json")
    assert shown["restored_to"] is None
    assert shown["epoch"] in installation.run("epoch").output


def test_a_new_life_goes_on_from_where_the_old_one_was(installation: Installation, belkacem: Phone) -> None:
    installation.push(belkacem, held(belkacem))
    before = installation.json("epoch", "--json")

    said = installation.run("epoch", "--begin").output
    after = installation.json("epoch", "--json")

    assert "restored to position 1" in said
    assert after["epoch"] != before["epoch"]
    assert (after["restored_to"], after["position"]) == (1, 1)


def test_the_first_administrator_is_invited_with_a_code(installation: Installation) -> None:
    invited = installation.json("admin", "invite", "--body", "cacobatph", "--name", "Malika", "--json")
    assert len(invited["code"]) == 11
    assert invited["url"].endswith("/ar/account/post")
    assert invited["code"] not in installation.run("admin", "invite", "--body", "fnpos", "--name", "Malika").output


def test_nobody_is_invited_to_a_body_that_is_none(installation: Installation) -> None:
    refused = installation.run("admin", "invite", "--body", "nowhere", "--name", "Malika")
    assert refused.exit_code == 1
    assert "places.unknown_body" in refused.output

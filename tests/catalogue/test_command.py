"""`shubbak services` at the command line."""

import json
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from backend.commands import main
from backend.domains.catalogue import lock
from backend.domains.catalogue.loader import load_catalogue
from backend.domains.catalogue.rules import check_answers
from backend.kernel.days import ALGIERS


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["services", *arguments])


def test_check_finds_every_service_in_order() -> None:
    assert run("check").output == "14 services, all in order.\n"


def test_check_says_what_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backend.commands.services.lock_faults", lambda: ["x/form.v1.toml: listed and gone"])
    monkeypatch.setattr("backend.commands.services.word_keys", lambda form: [f"{form.code}.nothing"])
    checked = run("check")
    assert checked.exit_code == 1
    assert "x/form.v1.toml: listed and gone" in checked.output
    assert "ministry.concern.nothing: no words in ar" in checked.output


def test_list_names_every_service_in_words_or_as_json() -> None:
    assert "Déclarer un arrêt de chantier" in run("list").output
    assert "إيداع انشغال" in run("list", "--lang", "ar").output
    rows = json.loads(run("list", "--json").output)
    assert [row["code"] for row in rows] == list(load_catalogue().codes())
    assert {"code", "version", "versions", "body", "title"} == set(rows[0])


def test_show_prints_the_questions_or_their_schema() -> None:
    shown = run("show", "cacobatph.bad-weather-stoppage").output
    assert "  cause: Qu’est-ce qui a arrêté le travail\u00a0? (one_of)" in shown
    assert "    nss: Numéro de sécurité sociale (nss)" in shown
    schema = json.loads(run("show", "cacobatph.bad-weather-stoppage", "--json").output)
    assert schema["properties"]["cause"]["enum"] == ["rain", "snow", "wind", "heat"]


@pytest.mark.parametrize("code", load_catalogue().codes())
def test_the_example_could_be_filed_today(code: str) -> None:
    answers = json.loads(run("example", code).output)
    form = load_catalogue().service(code).form
    assert check_answers(form, answers, [], today=datetime.now(ALGIERS).date()).errors == {}


def test_a_service_that_does_not_exist_is_refused() -> None:
    for name in ("show", "example"):
        refused = run(name, "cacobatph.lottery")
        assert refused.exit_code == 1
        assert "service.unknown" in refused.output


def test_lock_lists_new_forms(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("backend.commands.services.add_to_lock", lambda: ["ministry/new/form.v1.toml"])
    assert run("lock").output == "ministry/new/form.v1.toml is listed.\n"
    assert lock.add_to_lock(tmp_path) == []

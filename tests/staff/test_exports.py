"""Lists and registers as files: within one's reach, for whoever asked, and no cell of them runs."""

from __future__ import annotations

import json
import re
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from litestar.testing import AsyncTestClient

from backend.adapters.paper import Paper
from backend.adapters.pdf import PdfKey, Press
from backend.adapters.sheets import CsvFile
from backend.domains.dossiers.queries import Wanted
from backend.domains.identity.rules import Scope
from backend.domains.reports.operations import WRITE
from backend.kernel.ids import uuid7
from backend.program import ROOT, Program, facts
from backend.reporting import Reports
from backend.settings import Settings
from backend.storage import jobs
from tests.identity.browser import Browser
from tests.identity.test_devices import known, now
from tests.people import an_hour_before
from tests.receipts.pdf_text import texts
from tests.staff.serving import serving
from tests.staff.test_concerns import CONCERN, answers, raised, said
from tests.staff.test_queue import ADRAR, ALL, ORAN, acts, dossier
from tests.sync.calling import pushed

HERE = "/fr/desk/exports"


def writes(counter: AsyncTestClient[Any]) -> None:
    """The worker writes what was asked for."""
    centre = counter.app.state.centre
    program = Program(Settings.from_environment({}), facts()[3], centre)
    key = centre.keys.current("pdf")
    press = Press(ROOT / "frontend", PdfKey(key.secret, key.certificate or b""))
    reports = Reports(program, press, Paper(ROOT / "frontend", program.words))

    async def go_on() -> None:
        for job in await jobs.claim([WRITE], 10, 120, now()):
            await reports.write(job)

    try:
        counter.blocking_portal.call(go_on)
    finally:
        press.close()


async def fetched(agent: Browser, counter: AsyncTestClient[Any], **asked: str) -> bytes:
    assert (await agent.presses(HERE, **asked)).status_code == 303
    writes(counter)
    (address, *_) = re.findall(r'href="(/fr/desk/exports/[0-9a-f-]{36})"', (await agent.opens(HERE)).text)
    answer = await agent.opens(address)
    assert answer.status_code == 200
    assert "attachment" in answer.headers["content-disposition"]
    return answer.content


async def test_a_list_has_what_lies_within_reach(counter: AsyncTestClient[Any], browser: Browser) -> None:
    here, there = await dossier(browser), await dossier(browser, "31")
    supervisor = await serving(counter, "supervisor", ADRAR)
    text = (await fetched(supervisor, counter, kind="list", format="csv", view="all")).decode("utf-8-sig")
    assert here in text
    assert there not in text
    assert text.startswith("Numéro,Démarche,De,Wilaya")
    assert "01 Adrar" in text


async def test_a_list_of_one_counter_is_written_as_it_is_shown(counter: AsyncTestClient[Any], browser: Browser) -> None:
    here, there = await dossier(browser), await dossier(browser, "31")
    (row,) = browser.database("SELECT agency FROM dossier WHERE number = $1", here)
    supervisor = await serving(counter, "supervisor", ALL)
    asked = {"kind": "list", "format": "csv", "view": "all", "agency": str(row["agency"])}
    text = (await fetched(supervisor, counter, **asked)).decode("utf-8-sig")
    assert (here in text, there in text) == (True, False)


def test_what_a_list_asks_is_read_as_it_was_written() -> None:
    every = Wanted("cacobatph", ("01",), ("A",), "s", "filed", "01", "A", date(2026, 1, 2), uuid7(), now(), None)
    assert Wanted.read(json.loads(json.dumps(every.written))) == replace(every, free_at=None)
    assert Wanted.read({"body": "fnpos", "first": "2026-01-01"}) == Wanted("fnpos")


@pytest.mark.parametrize("name", ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3"])
async def test_no_cell_is_a_formula(counter: AsyncTestClient[Any], browser: Browser, name: str) -> None:
    await dossier(browser, employer_name=name)
    supervisor = await serving(counter, "supervisor", ADRAR)
    text = (await fetched(supervisor, counter, kind="list", format="csv", view="all")).decode("utf-8-sig")
    assert f"'{name}" in text
    book = await fetched(supervisor, counter, kind="list", format="xlsx", view="all")
    with zipfile.ZipFile(BytesIO(book)) as opened:
        sheet = opened.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet


async def test_the_register_of_concerns_is_numbered(counter: AsyncTestClient[Any], browser: Browser) -> None:
    numbers = [(await raised(browser))[0], (await raised(browser, "cacobatph"))[0]]
    supervisor = await serving(counter, "supervisor", Scope("fnpos", "01"))
    month = f"{now():%Y-%m}"
    wrong = await supervisor.presses(HERE, kind="register", format="pdf", body="fnpos", month="novembre")
    assert "Indiquez un mois" in wrong.text
    other = await supervisor.presses(HERE, kind="register", format="pdf", body="cacobatph", month=month)
    assert other.status_code == 422
    pdf = await fetched(supervisor, counter, kind="register", format="pdf", body="fnpos", month=month)
    with pikepdf.open(BytesIO(pdf)) as opened:
        said = " ".join(texts(opened).values())
    assert numbers[0] in said
    assert numbers[1] not in said
    assert "Registre des préoccupations" in said
    assert "Toutes les wilayas" not in said


async def test_the_register_has_what_a_superior_let_pass_as_it_was_filled_in(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    phone, carrier = await known(browser, "phone"), await known(browser, "carrier")
    answered = {name: value for name, value in said("cnas").items() if name != "subject"}
    held = phone.envelope(filled_at=an_hour_before(now()), service=CONCERN, answers=answered)
    await pushed(counter, carrier, held)
    supervisor = await serving(counter, "supervisor", Scope("ministry", "01"))
    (row,) = browser.database("SELECT entry FROM envelope WHERE outcome = 'quarantined'")
    done = await supervisor.presses(f"/fr/desk/quarantine/{row['entry']}/resolution", to="applied")
    assert done.status_code == 303, done.text
    month = f"{now():%Y-%m}"
    book = await fetched(supervisor, counter, kind="register", format="xlsx", body="ministry", month=month)
    with zipfile.ZipFile(BytesIO(book)) as opened:
        assert "MT-01-" in "".join(opened.read(name).decode() for name in opened.namelist())


async def test_the_register_counts_what_concerns_came_from(counter: AsyncTestClient[Any], browser: Browser) -> None:
    officer = await serving(counter, "case_officer", Scope("fnpos", "01"))
    for phone, cause in enumerate(("time_limit", "time_limit", "form")):
        number, _ = await raised(browser, phone=str(phone))
        await acts(officer, number, "take_up")
        await answers(officer, number, text="Votre dossier passe en commission.", cause=cause)
    await raised(browser, phone="open")
    supervisor = await serving(counter, "supervisor", Scope("fnpos", "01"))
    asked = {"kind": "register", "body": "fnpos", "month": f"{now():%Y-%m}"}
    with pikepdf.open(BytesIO(await fetched(supervisor, counter, format="pdf", **asked))) as opened:
        said = " ".join(texts(opened).values())
    assert "Causes, d’après les réponses" in said
    with zipfile.ZipFile(BytesIO(await fetched(supervisor, counter, format="xlsx", **asked))) as opened:
        sheet = opened.read("xl/worksheets/sheet1.xml").decode()
    rows = [re.findall(r"<(?:t|v)[^>]*>([^<]*)</", row) for row in re.findall("<row .*?</row>", sheet)]
    assert rows[0][-1] == "Cause"
    title = "Demander l’aide à l’habitat rural"
    assert [row[-1] for row in rows[1:4]] == [f"{title}, Un délai"] * 2 + [f"{title}, Le formulaire"]
    assert rows[-2:] == [[f"{title}, Un délai", "2"], [f"{title}, Le formulaire", "1"]]


async def test_a_file_is_for_whoever_asked(counter: AsyncTestClient[Any], browser: Browser) -> None:
    await dossier(browser)
    supervisor = await serving(counter, "supervisor", ADRAR)
    await fetched(supervisor, counter, kind="list", format="csv", view="all")
    (row,) = browser.database("SELECT id FROM export")
    colleague = await serving(counter, "supervisor", ALL)
    assert (await colleague.opens(f"{HERE}/{row['id']}")).status_code == 404
    browser.database("UPDATE post SET ended_at = $1", now())
    assert (await supervisor.opens(f"{HERE}/{row['id']}")).status_code == 403


@pytest.mark.parametrize(
    ("asked_in", "narrowed", "moved_to", "status"),
    [
        (ADRAR, "", ORAN, 404),
        (ADRAR, "", ADRAR, 200),
        (ADRAR, "", ALL, 200),
        (ADRAR, "", Scope("cacobatph", "01", "CB-01"), 404),
        (ALL, "", ADRAR, 404),
        (ALL, "01", ADRAR, 200),
        (ALL, "31", ADRAR, 404),
        (Scope("cacobatph", "01", "CB-01"), "", ADRAR, 200),
        (Scope("cacobatph", "01", "CB-01"), "", ORAN, 404),
    ],
)
async def test_whoever_moved_on_takes_nothing_of_the_old_place(
    counter: AsyncTestClient[Any], browser: Browser, asked_in: Scope, narrowed: str, moved_to: Scope, status: int
) -> None:
    await dossier(browser)
    supervisor = await serving(counter, "supervisor", asked_in)
    await fetched(supervisor, counter, kind="list", format="csv", view="all", wilaya=narrowed)
    (row,) = browser.database("SELECT id FROM export")
    browser.database("UPDATE post SET wilaya_code = $1, agency = $2", moved_to.wilaya_code, moved_to.agency)
    assert (await supervisor.opens(f"{HERE}/{row['id']}")).status_code == status


async def test_no_register_is_written_of_a_wilaya_that_is_none(counter: AsyncTestClient[Any], browser: Browser) -> None:
    supervisor = await serving(counter, "supervisor", Scope("fnpos"))
    asked = {"kind": "register", "format": "pdf", "body": "fnpos", "month": f"{now():%Y-%m}"}
    for wilaya in ("99", "Adrar"):
        refused = await supervisor.presses(HERE, wilaya=wilaya, **asked)
        assert refused.status_code == 422
        assert "Choisissez" in refused.text
    assert browser.database("SELECT 1 FROM export") == []
    assert (await supervisor.presses(HERE, wilaya="01", **asked)).status_code == 303


async def test_a_phone_left_open_takes_nothing_away(counter: AsyncTestClient[Any], browser: Browser) -> None:
    supervisor = await serving(counter, "supervisor", ADRAR)
    refused = await supervisor.presses(HERE, kind="list", format="exe", view="all")
    assert "format proposé" in refused.text
    browser.database("UPDATE session SET verified_at = $1", now() - timedelta(minutes=11))
    stale = await supervisor.presses(HERE, kind="list", format="csv", view="all")
    assert "montrez à nouveau" in stale.text
    assert browser.database("SELECT 1 FROM export") == []


async def test_the_forms_ask_for_a_passkey_before_they_go(counter: AsyncTestClient[Any], browser: Browser) -> None:
    agent = await serving(counter, "supervisor", ADRAR)
    for path in (HERE, "/fr/desk/dossiers"):
        page = (await agent.opens(path)).text
        forms = re.findall(r'<form[^>]*action="/fr/desk/exports"[^>]*>', page)
        assert forms
        assert all("data-fresh" in form for form in forms)


def test_no_text_becomes_a_formula_where_a_spreadsheet_splits_at_semicolons(tmp_path: Path) -> None:
    file = CsvFile(tmp_path / "list.csv", rtl=False, title="list")
    file.write([["CB-01", "Ali;=HYPERLINK(1)", "Omar\t+1"]])
    file.close()
    text = (tmp_path / "list.csv").read_text(encoding="utf-8-sig")
    assert ";=" not in text
    assert "\t+" not in text

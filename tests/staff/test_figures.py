"""How concerns are answered, for everybody to read: counted once an hour, and nothing of fewer than five people."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from litestar.testing import AsyncTestClient

from backend.domains.dossiers.rules import Cause, Marks, Outcome, answered_in_time
from backend.domains.reports.rules import begun_on, figures_of
from backend.domains.sync.operations.counting import count_concerns
from backend.kernel.days import day_in_algiers
from tests.form.page import Element, read
from tests.identity.browser import Browser
from tests.identity.test_devices import now
from tests.staff.serving import serving
from tests.staff.test_concerns import ADRAR, answers, does, raised
from tests.staff.test_queue import acts

DAY = date(2026, 3, 1)
FORM, PAYMENT = Cause("fnpos.rural-housing-aid", "form"), Cause("none", "payment")


def outcome(filer: int, **changed: Any) -> Outcome:
    said: dict[str, Any] = {
        "answered_on": DAY + timedelta(days=10),
        "in_time": True,
        "cause": FORM,
        "marks": Marks(4, 5, 2),
    }
    return Outcome("fnpos", str(filer), DAY, **said | changed)


def cells(*outcomes: Outcome) -> Any:
    return figures_of(outcomes, ["fnpos", "cacobatph"])["fnpos"]


def test_five_people_are_shown_and_four_are_not() -> None:
    five, four = cells(*map(outcome, range(5))), cells(*map(outcome, range(4)))
    assert five == {
        "received": 5,
        "answered": 5,
        "in_time": 100,
        "days": "10",
        "reopened": None,
        "rated": 5,
        "causes": [{"service": "fnpos.rural-housing-aid", "step": "form", "count": 5}],
        "clear": "4.0",
        "polite": "5.0",
        "solved": "2.0",
    }
    assert four == dict.fromkeys(five) | {"causes": []}
    assert figures_of(map(outcome, range(5)), ["cacobatph"]) == {"cacobatph": four}


def test_one_person_who_writes_often_is_one_person() -> None:
    assert cells(*[outcome(1)] * 20)["received"] is None
    assert cells(*[outcome(1)] * 20, *map(outcome, range(2, 6)))["received"] == 24


def test_each_cell_has_people_of_its_own() -> None:
    waiting = {"answered_on": None, "in_time": None, "cause": None, "marks": None}
    some = [
        *(outcome(each, cause=PAYMENT, in_time=False) for each in range(5)),
        *(outcome(each, answered_on=DAY + timedelta(days=31), reopened=True) for each in range(5, 10)),
        *(outcome(each, **waiting) for each in range(10, 14)),
        *(outcome(each, cause=Cause("none", "other"), marks=None, in_time=None) for each in range(14, 18)),
    ]
    found = cells(*some)
    assert (found["received"], found["answered"], found["in_time"], found["reopened"]) == (18, 14, 50, 5)
    assert (found["days"], found["rated"]) == ("10.0", 10)
    assert [each["step"] for each in found["causes"]] == ["form", "payment"]


def test_an_answer_is_measured_by_the_day_that_stood_when_it_came() -> None:
    by, on = DAY + timedelta(days=30), DAY + timedelta(days=31)
    assert not answered_in_time(on, by, [("answer", on)], {"reopen"})
    assert answered_in_time(by, by, [("answer", by)], {"reopen"})
    again = on + timedelta(days=20)  # the limit was put off by twenty days
    steps = [("answer", on), ("reopen", again), ("answer", again)]
    assert not answered_in_time(on, by + timedelta(days=20), steps, {"reopen"})


@pytest.mark.parametrize(
    ("today", "since"),
    [(date(2026, 11, 27), date(2025, 11, 27)), (date(2028, 2, 29), date(2027, 2, 28))],
)
def test_twelve_months_end_today(today: date, since: date) -> None:
    assert begun_on(today) == since


def counted(counter: AsyncTestClient[Any], at: datetime) -> bool:
    async def go_on() -> bool:
        return await count_concerns(counter.app.state.centre, at)

    return bool(counter.blocking_portal.call(go_on))


async def page(counter: AsyncTestClient[Any], lang: str = "fr") -> Element:
    answer = await counter.get(f"/{lang}/figures")
    assert answer.status_code == 200
    return read(answer.text)


def shown(page: Element, body: str) -> dict[str, str]:
    rows = [row for row in page.one("aria-labelledby", body).all("tr") if row.all("td")]
    return {row.all("th")[0].text: row.all("td")[0].text for row in rows}


async def test_everybody_reads_how_concerns_were_answered(counter: AsyncTestClient[Any], browser: Browser) -> None:
    assert "en cours de calcul" in (await page(counter)).text
    officer = await serving(counter, "case_officer", ADRAR)
    for each in range(5):
        number, secret = await raised(browser, phone=str(each))
        await acts(officer, number, "take_up")
        await answers(officer, number, text="Votre dossier passe en commission mardi.")
        await does(counter, number, secret, "rating", clear="4", polite="5", solved="2")
    await does(counter, number, secret, act="reopen", text="Quel mardi ? Rien n’est dit.", revision="3")
    await raised(browser, "cacobatph")
    at = now()
    assert counted(counter, at)
    read_by_all = await page(counter)
    found = shown(read_by_all, "fnpos")
    assert found["Préoccupations reçues"] == found["Ayant une réponse"] == "5"
    assert found["Réponse dans le délai légal"] == "100\u00a0%"
    assert found["Jours jusqu’à la réponse (la moitié attend moins)"] == "0"
    assert found["Soulevées à nouveau"] == "Moins de 5"
    assert found["Traité avec respect"] == "5,0 sur 5"
    assert found["Demander l’aide à l’habitat rural, Un délai"] == "5"
    assert set(shown(read_by_all, "cacobatph").values()) == {"Moins de 5"}
    for table in read_by_all.all("table"):
        assert table.all("caption")[0].text
        assert all(head.marks["scope"] in ("row", "col") for head in table.all("th"))
    arabic = await page(counter, "ar")
    assert shown(arabic, "fnpos")["الانشغالات الواردة"] == "5"
    assert not re.search("[٠-٩]", arabic.text)


async def test_an_answer_that_came_late_stays_late_when_it_is_brought_up_again(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    officer, yesterday = await serving(counter, "case_officer", ADRAR), day_in_algiers(now()) - timedelta(days=1)
    for each in range(10):
        number, secret = await raised(browser, phone=str(each))
        await acts(officer, number, "take_up")
        if each < 5:
            browser.database("UPDATE dossier SET answer_by = $1 WHERE number = $2", yesterday, number)
        await answers(officer, number, text="Votre dossier passe en commission mardi.")
        if each < 5:  # whoever answers anew has the days of a step at least
            await does(counter, number, secret, act="reopen", text="Quel mardi ? Rien n’est dit.", revision="3")
    assert counted(counter, now())
    assert shown(await page(counter), "fnpos")["Réponse dans le délai légal"] == "50\u00a0%"


async def test_it_is_worked_out_at_most_once_an_hour(counter: AsyncTestClient[Any], browser: Browser) -> None:
    at = now()
    assert counted(counter, at)
    assert not counted(counter, at + timedelta(minutes=59))
    assert counted(counter, at + timedelta(minutes=61))
    (row,) = browser.database("SELECT made_at FROM figures")
    browser.database("UPDATE figures SET begun_at = $1", at + timedelta(hours=3))  # somebody is at it, or was
    assert not counted(counter, at + timedelta(hours=3, minutes=9))
    assert counted(counter, at + timedelta(hours=3, minutes=11))
    (later,) = browser.database("SELECT made_at FROM figures")
    assert later["made_at"] > row["made_at"]


async def test_the_last_twelve_months_are_counted(counter: AsyncTestClient[Any], browser: Browser) -> None:
    for each in range(6):
        await raised(browser, phone=str(each))
    browser.database("UPDATE dossier SET received_at = $1", now() - timedelta(days=360))
    assert counted(counter, now())
    assert shown(await page(counter), "fnpos")["Préoccupations reçues"] == "6"
    browser.database("UPDATE dossier SET received_at = $1", now() - timedelta(days=370))
    assert counted(counter, now() + timedelta(hours=2))
    assert shown(await page(counter), "fnpos")["Préoccupations reçues"] == "Moins de 5"


async def test_the_way_there(counter: AsyncTestClient[Any]) -> None:
    for lang in ("ar", "fr", "kab"):
        for path in ("", "services/ministry.concern"):
            assert f'href="/{lang}/figures"' in (await counter.get(f"/{lang}/{path}")).text
    assert "/figures" not in (await counter.get("/fr/services/cacobatph.leave-claim")).text
    assert (await counter.get("/xx/figures")).status_code == 404

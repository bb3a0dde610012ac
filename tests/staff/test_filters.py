"""Filters of the queue: kept under a name of one's own, seen and removed by nobody else, wider than no right."""

from __future__ import annotations

import re
from typing import Any

import pytest
from litestar.testing import AsyncTestClient

from backend.domains.dossiers.rules import MOST_KEPT
from backend.domains.identity.rules import Scope
from tests.identity.browser import Browser
from tests.staff.serving import serving
from tests.staff.test_queue import ADRAR, ALL, ORAN, dossier

STOPPAGES = {"view": "all", "body": "cacobatph", "service": "cacobatph.bad-weather-stoppage", "wilaya": "01"}
QUEUE = "/fr/desk/dossiers?view=all"


async def kept(agent: Browser) -> dict[str, tuple[str, str]]:
    """What stands beside the views: by its name its address and its count."""
    page = (await agent.opens(QUEUE)).text
    links = re.findall(r'<a href="([^"]+)"[^>]*><bdi>([^<]*)</bdi><span><bdi[^>]*>(\d+)</bdi>', page)
    return {name: (address.replace("&amp;", "&"), count) for address, name, count in links}


async def drops(agent: Browser, id_: Any) -> int:
    return int((await agent.presses(f"/fr/desk/filters/{id_}/removal", view="all")).status_code)


async def test_what_no_database_keeps_is_no_filter(counter: AsyncTestClient[Any], browser: Browser) -> None:
    number = await dossier(browser)
    supervisor = await serving(counter, "supervisor", ALL)
    for name in ("service", "state", "wilaya", "body", "view", "after"):
        assert number in (await supervisor.opens(f"{QUEUE}&{name}=%00")).text, name
    assert (await supervisor.presses("/fr/desk/filters", name="\0", service="\0")).status_code == 422


async def test_a_filter_is_kept_counted_opened_and_removed(counter: AsyncTestClient[Any], browser: Browser) -> None:
    number, other = await dossier(browser), await dossier(browser, wilaya="31")
    supervisor = await serving(counter, "supervisor", ALL)
    answer = await supervisor.presses("/fr/desk/filters", name="  Intempéries   d’Adrar ", **STOPPAGES)
    assert answer.status_code == 303
    ((name, (address, count)),) = (await kept(supervisor)).items()
    assert (name, count) == ("Intempéries d’Adrar", "1")
    page = (await supervisor.opens(address)).text
    assert number in page
    assert other not in page
    assert page.count('aria-current="page"') == 1
    for lang, word in (("ar", "تصفياتي"), ("kab", "Mes filtres")):
        assert word in (await supervisor.opens(f"/{lang}/desk/dossiers")).text
    (row,) = browser.database("SELECT id, name FROM saved_filter")
    assert b"Adrar" not in bytes(row["name"])  # what people wrote lies sealed
    assert await drops(supervisor, row["id"]) == 303
    assert await kept(supervisor) == {}
    assert await drops(supervisor, row["id"]) == 422


async def test_one_counter_of_many_is_looked_at_alone(counter: AsyncTestClient[Any], browser: Browser) -> None:
    number, other = await dossier(browser), await dossier(browser, wilaya="31")
    (row,) = browser.database("SELECT agency FROM dossier WHERE number = $1", number)
    supervisor = await serving(counter, "supervisor", ALL)
    assert f'<option value="{row["agency"]}">' in (await supervisor.opens(QUEUE)).text
    page = (await supervisor.opens(f"{QUEUE}&agency={row['agency']}")).text
    assert (number in page, other in page) == (True, False)
    assert f'<option value="{row["agency"]}" selected>' in page
    elsewhere = await serving(counter, "supervisor", ORAN, "Omar Saïd")
    page = (await elsewhere.opens(f"{QUEUE}&agency={row['agency']}")).text
    assert (number in page, f'<option value="{row["agency"]}"' in page) == (False, False)


async def test_the_same_name_replaces_and_twelve_are_the_most(counter: AsyncTestClient[Any], browser: Browser) -> None:
    officer = await serving(counter, "case_officer", ADRAR)
    for each in range(MOST_KEPT):
        assert (await officer.presses("/fr/desk/filters", name=f"Filtre {each}", view="late")).status_code == 303
    full = await officer.presses("/fr/desk/filters", name="Encore un", view="late", state="filed")
    assert full.status_code == 422
    assert "filtres au plus" in full.text
    assert 'value="Encore un"' in full.text  # what was typed stays
    assert (await officer.presses("/fr/desk/filters", name="FILTRE 3", view="new")).status_code == 303
    names = await kept(officer)
    assert len(names) == MOST_KEPT
    assert "view=new" in names["FILTRE 3"][0]
    assert "Filtre 3" not in names


@pytest.mark.parametrize("name", ["", "   ", "x" * 41, "\u200b\u200e"])
async def test_a_filter_wants_a_name(counter: AsyncTestClient[Any], browser: Browser, name: str) -> None:
    officer = await serving(counter, "case_officer", ADRAR)
    answer = await officer.presses("/fr/desk/filters", name=name, **STOPPAGES)
    assert answer.status_code == 422
    assert "Donnez au filtre un nom" in answer.text
    assert await kept(officer) == {}


async def test_nobody_sees_or_removes_anothers(counter: AsyncTestClient[Any], browser: Browser) -> None:
    mine, theirs = await serving(counter, "case_officer", ADRAR), await serving(counter, "case_officer", ADRAR)
    await mine.presses("/fr/desk/filters", name="À moi", **STOPPAGES)
    (row,) = browser.database("SELECT id FROM saved_filter")
    assert await kept(theirs) == {}
    answer = await theirs.presses(f"/fr/desk/filters/{row['id']}/removal", view="all")
    assert answer.status_code == 422
    assert "pas le vôtre" in answer.text
    assert list(await kept(mine)) == ["À moi"]
    await theirs.presses("/fr/desk/filters", name="À moi", view="late")  # the same name of somebody else's
    assert "view=all" in (await kept(mine))["À moi"][0]


async def test_a_filter_widens_no_right(counter: AsyncTestClient[Any], browser: Browser) -> None:
    number = await dossier(browser)
    for scope in (ORAN, Scope("fnpos", "01")):
        agent = await serving(counter, "case_officer", scope)
        answer = await agent.presses("/fr/desk/filters", name="Ailleurs", **STOPPAGES)
        assert number not in (await agent.opens(answer.headers["location"])).text
        assert (await kept(agent))["Ailleurs"][1] == "0"


async def test_what_is_none_of_ours_is_not_kept(counter: AsyncTestClient[Any], browser: Browser) -> None:
    officer = await serving(counter, "case_officer", ADRAR)
    odd = {"view": "x", "body": "<b>", "service": "nobody's", "state": "no such", "wilaya": "99", "after": "x"}
    await officer.presses("/fr/desk/filters", name="<b>Étrange</b>", **odd)
    (row,) = browser.database("SELECT asked FROM saved_filter")
    assert row["asked"] == '{"agency":"","body":"cacobatph","service":"","state":"","view":"all","wilaya":""}'
    page = (await officer.opens(QUEUE)).text
    assert "<b>" not in page


async def test_where_somebody_serves_no_longer_a_filter_can_only_be_removed(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    officer = await serving(counter, "case_officer", ADRAR)
    await officer.presses("/fr/desk/filters", name="Autrefois", **STOPPAGES)
    browser.database(
        "UPDATE saved_filter SET asked = $1", '{"body":"fnpos","service":"","state":"","view":"all","wilaya":""}'
    )
    assert await kept(officer) == {}
    page = (await officer.opens(QUEUE)).text
    assert "Autrefois" in page
    (row,) = browser.database("SELECT id FROM saved_filter")
    assert await drops(officer, row["id"]) == 303

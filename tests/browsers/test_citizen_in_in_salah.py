"""Firefox and WebKit without network: the site, the search, a form never seen, typing that lasts; then one filing."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from PIL import Image

from tests.browsers.citizen import MESSAGE, Citizen
from tests.browsers.firefox import Firefox
from tests.browsers.tab import Tab, until
from tests.browsers.webkit import WebKit
from tests.counter import Counter

SENT = """
const end = Date.now() + 5000;
while (!document.querySelector(".official") && Date.now() < end) await new Promise((then) => setTimeout(then, 50));
return !!document.querySelector(".official");
"""

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_citizen_writes_without_network_and_is_heard_once(
    browser: Firefox | WebKit, counter: Counter, tmp_path: Path
) -> None:
    tab = Tab(browser.start(), counter.address)
    citizen = Citizen(tab, "ar")
    citizen.visits_home()
    assert not tab.ask("return 'SyncManager' in globalThis"), "this browser sends by itself: the test proves nothing"
    before = dossiers(counter)

    counter.kill()
    citizen.searches()
    citizen.opens_the_form()
    citizen.tells_what_happened()
    tab.reload()
    citizen.finds_it_again()
    if isinstance(browser, Firefox):  # a driven WebKitGTK keeps nothing beyond its own end
        browser.kill()
        tab = citizen.tab = Tab(browser.start(), counter.address)
        citizen.takes_up_the_draft()
    citizen.adds(photo(tmp_path))
    citizen.files()
    tab.waits_for(".provisional")
    assert not tab.sees(".official")

    counter.start()
    until(lambda: is_filed(tab), "the official receipt")
    assert dossiers(counter) == before + 1
    number = citizen.number()
    assert number.startswith("MT-53-")
    tab.tap(".plain-form .second")
    until(lambda: tab.ask("return location.pathname") == f"/r/{number}", "the page to follow it")
    tab.waits_for("main", number)
    assert dossiers(counter) == before + 1


def test_a_language_chosen_later_is_kept_beside_the_first(browser: Firefox | WebKit, counter: Counter) -> None:
    tab = Tab(browser.start(), counter.address)
    Citizen(tab, "ar").visits_home()
    citizen = Citizen(tab, "fr")
    citizen.visits_home()
    counter.kill()
    citizen.searches()
    citizen.opens_the_form()
    citizen.tells_what_happened()
    tab.tap("a[data-switch]")
    tab.waits_for("html[lang=ar] #form[data-ready]")
    assert tab.value("[name=message]") == MESSAGE["fr"]
    Citizen(tab, "ar").searches()


def is_filed(tab: Tab) -> bool:
    """A page load is what makes these browsers send; the next one would cut off what this one is sending."""
    tab.reload()
    tab.waits_for("#requests h1")
    return bool(tab.ask(SENT))


def photo(folder: Path) -> Path:
    path = folder / "counter.jpg"
    Image.radial_gradient("L").resize((2000, 1500)).save(path, "JPEG", quality=95)
    return path


def dossiers(counter: Counter) -> int:
    with sqlite3.connect(f"file:{counter.folder}/data/shubbak.sqlite3?mode=ro", uri=True) as database:
        return int(database.execute("SELECT count(*) FROM dossier").fetchone()[0])

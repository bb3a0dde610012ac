"""Below the floor: where scripts are not understood, the pages of the server do all that cannot wait."""

from __future__ import annotations

import pytest

from tests.browsers.citizen import FORM, MESSAGE, SEARCHED
from tests.browsers.firefox import Firefox
from tests.browsers.old import old_road
from tests.browsers.tab import Tab
from tests.browsers.webkit import WebKit
from tests.counter import Counter

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("lang", ["fr"])
def test_an_old_browser_finds_fills_and_files(browser: Firefox | WebKit, counter: Counter, lang: str) -> None:
    with old_road(counter.address) as address:
        tab = Tab(browser.start(), address)
        tab.visit(f"/{lang}/")
        tab.type("#q", SEARCHED[lang])
        tab.tap(".search button")
        tab.waits_for(f"[data-results] a[href='/{lang}/services/ministry.concern']")

        tab.visit(f"/{lang}{FORM}")
        tab.choose("about", "cacobatph")
        tab.choose("wilaya", "53")
        tab.choose("subject", "payment")
        tab.type("[name=message]", MESSAGE[lang])
        tab.tap("#go")
        tab.waits_for("#faults li")
        assert tab.value("[name=message]") == MESSAGE[lang]
        tab.tap("label:has([name=named][value=no])")
        tab.tap("#go")
        tab.waits_for("input[name=declaration]")
        tab.tap("label:has([name=declaration])")
        tab.tap("main form > .button")
        tab.waits_for(".official .number")
        assert tab.says(".official-head .number").strip().startswith("MT-53-")
        assert not tab.ask("return !!(await navigator.serviceWorker?.getRegistration('/'))"), "a script ran after all"

        tab.visit(f"/{lang}/requests")
        tab.waits_for(f"main a[href='/{lang}/follow']")

"""A page left in the middle of a save. WebKit keeps such pages frozen in memory, with all that they had begun."""

from __future__ import annotations

import pytest

from tests.browsers.citizen import Citizen
from tests.browsers.firefox import Firefox
from tests.browsers.tab import Tab
from tests.browsers.webkit import WebKit
from tests.counter import Counter

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SAVING = """const page = document.querySelector("script[type=module]").src;
  const { $drafts: { newDraft, saveDraft } } = await import(new URL("common.js", page).href);
  const draft = newDraft("ministry.concern", 1, "fr");
  const again = () => saveDraft(draft).then(again, again);
  again();"""


def test_a_page_left_while_it_saves_holds_nobody_up(browser: Firefox | WebKit, counter: Counter) -> None:
    tab = Tab(browser.start(), counter.address)
    citizen = Citizen(tab, "fr")
    for path in ("/fr/help", "/fr/services", "/fr/"):
        tab.visit(path)
        tab.ask(SAVING)
    citizen.opens_the_form()
    citizen.tells_what_happened()

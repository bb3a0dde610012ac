"""The background work goes on where one part of it cannot."""

from __future__ import annotations

from typing import Any

from litestar.testing import AsyncTestClient

from backend.program import Program, facts
from backend.settings import Settings
from backend.worker import Worker
from tests.front import PUBLIC_URL
from tests.identity.browser import Browser
from tests.staff.test_clocks import late_by
from tests.staff.test_queue import dossier


async def test_a_dossier_of_no_known_service_holds_up_no_receipt(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    number = await dossier(browser)
    late_by(browser, number, 9)
    browser.database("UPDATE dossier SET service = 'cacobatph.gone' WHERE number = $1", number)
    other = await dossier(browser, site="Autre chantier")
    settings = Settings.from_environment({"SHUBBAK_PUBLIC_URL": PUBLIC_URL})
    program = Program(settings, facts()[3], counter.app.state.centre)

    async def works() -> None:
        await Worker(program).work_once()

    counter.blocking_portal.call(works)
    (row,) = browser.database("SELECT pdf FROM receipt WHERE number = $1", other)
    assert row["pdf"]

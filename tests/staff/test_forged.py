"""Every address that changes something for whoever is signed in refuses a press that no page of ours made."""

from __future__ import annotations

import re
from typing import Any

import pytest
from litestar.testing import AsyncTestClient

from backend.domains.identity.rules import Scope
from backend.kernel.ids import uuid7
from tests.identity.browser import Browser
from tests.staff.serving import serve

# Who is signed in is looked at there only for what was filed for another: tests/identity/test_mandates.py forges that.
OPEN = (
    re.compile(r"/sync/.*|/r/.*|/r|/claims|/V.*|/verify/.*|/\{lang:str\}/verify.*"),
    re.compile(r"/\{lang:str\}/services/.*|/\{lang:str\}/follow.*"),
)
FORGED = [
    {"Sec_Fetch_Site": "cross-site"},
    {"Sec_Fetch_Site": "same-site"},
    {"Sec_Fetch_Site": "none sent", "Origin": "https://evil.test"},
    {"Sec_Fetch_Site": "none sent", "Origin": "null"},
    {"Sec_Fetch_Site": "none sent", "Origin": "none sent"},
]


def addresses(app: Any) -> list[str]:
    """Every POST that a cookie goes with."""
    paths = [
        route.path
        for route in app.routes
        for handler in getattr(route, "route_handlers", ())
        if handler.http_methods & {"POST", "PUT", "PATCH", "DELETE"}
    ]
    return sorted({path for path in paths if not any(one.fullmatch(path) for one in OPEN)})


async def test_forged_presses_do_nothing(counter: AsyncTestClient[Any], browser: Browser) -> None:
    await browser.registers()
    for role in ("administrator", "agent", "supervisor", "case_officer"):
        await serve(browser, role, Scope("cacobatph"))
    found = addresses(counter.app)
    assert len(found) > 20
    before = everything(browser)
    for path in found:
        address = re.sub(r"\{\w+:uuid\}", str(uuid7()), path.replace("{lang:str}", "fr"))
        for headers in FORGED:
            # a form, or JSON: whatever the address takes
            for content in ({"data": {"name": "x"}}, {"json": {"name": "x"}}):
                answer = await browser._sends("POST", address, headers, **content)
                said = answer.text
                assert answer.status_code == 403, (path, headers, answer.status_code)
                assert "counter.forbidden" in said or "autre site" in said, (path, headers, said[:200])
    assert everything(browser) == before


def everything(browser: Browser) -> list[int]:
    tables = (
        "person",
        "passkey",
        "challenge",
        "employer",
        "mandate",
        "post",
        "recovery",
        "one_time_code",
        "announced_day",
    )
    return [len(browser.database(f"SELECT 1 FROM {table}")) for table in tables]


@pytest.mark.parametrize("path", ["/fr/account/mandates", "/fr/account/employers", "/fr/staff", "/fr/desk/recovery"])
async def test_what_is_no_form_is_told_so(counter: AsyncTestClient[Any], browser: Browser, path: str) -> None:
    await browser.registers()
    for role in ("administrator", "agent"):
        await serve(browser, role, Scope("cacobatph"))
    for content in ({"json": {"a": 1}}, {"content": b"\xff\xfe"}, {"data": {"odd": "\x00\u202e" * 50}}):
        answer = await browser._sends("POST", path, {}, **content)
        assert answer.status_code in (400, 422), (path, answer.status_code)

"""When it cannot be: a page in the person's language, or a code for a program; never a bare fault."""

import logging

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

Client = AsyncTestClient[Litestar]


async def test_a_missing_page_says_so_in_the_language_of_the_address(client: Client) -> None:
    for path, said in (
        ("/ar/nowhere", "لا توجد صفحة بهذا العنوان"),
        ("/fr/services/nobody.nothing", "Aucune page à cette adresse"),
        ("/fr/services/nobody.nothing/paper", "Aucune page à cette adresse"),
        ("/de/help", "لا توجد صفحة بهذا العنوان"),
        ("/nowhere", "لا توجد صفحة بهذا العنوان"),
    ):
        answer = await client.get(path)
        assert answer.status_code == 404, path
        assert said in answer.text
        assert answer.headers["cache-control"] == "no-store"


async def test_a_language_that_is_not_ours_has_no_search(client: Client) -> None:
    for path in ("/de/", "/de/services", "/de/services/found"):
        assert (await client.get(path, params={"q": "regen"})).status_code == 404


async def test_a_refusal_is_a_sentence_for_people_and_a_code_for_programs(client: Client) -> None:
    page = await client.get("/fr/refused")
    assert page.status_code == 404
    assert "Aucune démarche ne porte ce nom." in page.text
    call = await client.get("/api/refused")
    assert call.json() == {"code": "service.unknown", "details": {"service": "nobody.nothing"}}


async def test_a_refused_call_of_a_device_is_flat_as_the_contract_says(client: Client) -> None:
    call = await client.get("/sync/refused")
    assert call.status_code == 401
    assert call.json() == {"code": "clock.skew", "server_time": "2026-02-11T14:05:00+01:00"}


async def test_a_missing_call_is_a_code_too(client: Client) -> None:
    assert (await client.get("/api/nothing")).json() == {"code": "http.404", "details": {}}


async def test_a_fault_says_that_nothing_is_lost_and_is_logged_once(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "shubbak.web"):
        page = await client.get("/broken", headers={"accept-language": "fr"})
    assert page.status_code == 500
    assert "Rien n’est perdu" in page.text
    assert "bolt" not in page.text
    lines = [record for record in caplog.records if record.name == "shubbak.web"]
    assert len(lines) == 1
    number = lines[0].getMessage().rsplit(" ", 1)[1]
    assert number in page.text


async def test_a_fault_of_a_call_is_a_code_with_its_number(client: Client) -> None:
    answer = (await client.get("/api/broken")).json()
    assert answer["code"] == "server.fault"
    assert len(answer["details"]["request"]) == 36


async def test_a_wrong_method_is_refused_in_words(client: Client) -> None:
    answer = await client.post("/fr/help")
    assert answer.status_code == 405
    assert "n’accepte pas" in answer.text

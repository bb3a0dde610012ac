"""A claim code: what a phone showed before any server answered fetches the receipt later, from any phone."""

from __future__ import annotations

import hashlib
import logging
from typing import Any
from uuid import UUID

import pytest
from httpx import Response
from litestar.testing import AsyncTestClient

from backend.domains.sync import queries
from backend.domains.sync.operations.quarantine import resolve
from backend.storage.database import fetch
from tests.people import Phone, an_hour_before, photo, stoppage
from tests.sync.calling import now, pushed
from tests.sync.test_files import PICTURE, created, patched

Counter = AsyncTestClient[Any]
CODE = "ABCDEFGHIJKL2345"
ANOTHER = "ABCDEFGHIJKL2346"
CONCERN = {
    "about": "cacobatph",
    "wilaya": "64",
    "subject": "payment",
    "message": "لم أقبض عطلتي منذ شهرين.",
    "named": False,
    "declaration": True,
}


def claim_of(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


async def filed(counter: Counter, phone: Phone, code: str, *, site: str = "Adrar", **changed: Any) -> dict[str, Any]:
    filled = an_hour_before(now())
    answers = stoppage(filled, site=site)
    said: dict[str, Any] = {"filled_at": filled, "answers": answers, "claim": claim_of(code)}
    envelope = phone.envelope(**said | changed)
    (outcome,) = await pushed(counter, phone, envelope)
    return envelope | {"outcome": outcome}


async def typed(counter: Counter, code: str, lang: str = "fr") -> Response:
    """What a page without scripts sends from another phone."""
    return await counter.post("/claims", data={"claim": code, "lang": lang})


async def test_the_code_noted_from_the_dead_phone_opens_the_receipt_on_another(counter: Counter, phone: Phone) -> None:
    receipt = (await filed(counter, phone, CODE))["outcome"]["receipt"]

    page = await typed(counter, CODE)

    assert page.status_code == 200
    assert receipt["number"] in page.text
    assert "Déposé, en attente d’un agent" in page.text
    assert f'action="/r/{receipt["number"]}/receipt.pdf"' in page.text
    assert page.text.count(f'name="secret" value="{receipt["secret"]}"') == 4, (
        "for the PDF, the roll, a message, taking it back"
    )
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"


async def test_it_is_read_as_people_write_it_down(counter: Counter, phone: Phone) -> None:
    number = (await filed(counter, phone, "OOOOIIIIBBBB2345"))["outcome"]["dossier"]["number"]
    for written in ("oooo iiii bbbb 2345", "0000-1111-8888-2345", "٠٠٠٠ iiii bbbb ٢٣٤٥"):
        assert number in (await typed(counter, written)).text, written


async def test_a_code_opens_its_own_request_and_nothing_else(counter: Counter, phone: Phone) -> None:
    mine = (await filed(counter, phone, CODE, site="Reggane"))["outcome"]["dossier"]["number"]
    hers = (await filed(counter, phone, ANOTHER, site="Tamentit"))["outcome"]["dossier"]["number"]
    without = (await filed(counter, phone, CODE, site="Zaouiet", claim=None))["outcome"]["dossier"]["number"]

    page = (await typed(counter, CODE)).text

    assert mine in page
    assert "Reggane" in page
    for other in (hers, without, "Tamentit", "Zaouiet"):
        assert other not in page


async def test_nobody_learns_whether_a_code_is_unknown_or_wrong(counter: Counter, phone: Phone) -> None:
    await filed(counter, phone, CODE)
    codes = (ANOTHER, "ZZZZZZZZZZZZZZZZ", "no code at all", "")
    answers = [await typed(counter, code) for code in codes]
    assert [answer.status_code for answer in answers] == [403] * 4
    # What was typed stays in its field; all else is the same.
    pages = [
        answer.text.replace(f'name="claim" dir="ltr" value="{code}"', "")
        for code, answer in zip(codes, answers, strict=True)
    ]
    assert set(pages) == {pages[0]}
    assert "Ce code n’ouvre rien" in pages[0]


async def test_a_number_with_a_claim_code_opens_nothing(counter: Counter, phone: Phone) -> None:
    number = (await filed(counter, phone, CODE))["outcome"]["dossier"]["number"]
    assert (await counter.post("/r", data={"number": number, "secret": CODE})).status_code == 403


async def test_a_sixth_wrong_try_waits_and_so_does_the_right_one_beside_it(counter: Counter, phone: Phone) -> None:
    await filed(counter, phone, CODE)
    far = (await filed(counter, phone, "ZYXW" + CODE[4:]))["outcome"]["dossier"]["number"]

    statuses = [(await typed(counter, f"ABCD222222222{last}")).status_code for last in range(222, 228)]

    assert statuses == [403] * 5 + [429]
    late = await typed(counter, CODE)
    assert late.status_code == 429
    assert "Cinq essais en une heure pour ce code" in late.text
    assert far in (await typed(counter, "ZYXW" + CODE[4:])).text, "others are not made to wait"


async def test_the_right_code_counts_no_try(counter: Counter, phone: Phone) -> None:
    await filed(counter, phone, CODE)
    assert [(await typed(counter, CODE)).status_code for _ in range(7)] == [200] * 7


async def test_while_photos_are_missing_it_says_since_when_the_request_is_there(counter: Counter, phone: Phone) -> None:
    envelope = await filed(counter, phone, CODE, files=[photo(PICTURE)])
    assert envelope["outcome"]["outcome"] == "need_files"

    page = (await typed(counter, CODE)).text

    for said in ("Arrivée, sa date est acquise", "Il manque des photos", "pas encore", "Gardez ce code"):
        assert said in page, said
    assert 'name="secret" value' not in page

    target = (await created(counter, phone, envelope)).headers["location"]
    await patched(counter, phone, target, 0, PICTURE)
    (outcome,) = await pushed(counter, phone, {key: envelope[key] for key in envelope if key != "outcome"})
    assert outcome["receipt"]["number"] in (await typed(counter, CODE)).text


async def test_whoever_read_a_claim_does_not_answer_its_code_with_a_request_of_his_own(
    counter: Counter, phone: Phone
) -> None:
    held = await filed(counter, phone, CODE, files=[photo(PICTURE)])
    assert held["outcome"]["outcome"] == "need_files"
    carrier = Phone("whoever carried it")
    await counter.post("/sync/devices", json=carrier.enrolment(now()))
    other = await filed(counter, carrier, CODE, site="Oran")
    assert other["outcome"]["outcome"] == "applied"

    page = await typed(counter, CODE)

    assert "Arrivée, sa date est acquise" in page.text
    assert other["outcome"]["receipt"]["number"] not in page.text


async def test_what_waits_for_another_request_says_so(counter: Counter, phone: Phone) -> None:
    first = await filed(counter, phone, CODE, files=[photo()])
    await filed(counter, phone, ANOTHER, site="Tamentit", depends_on=[first["id"]])
    assert "ينتظر طلبا آخر مُلئ قبله" in (await typed(counter, ANOTHER, "ar")).text


async def test_in_quarantine_it_waits_for_an_agent_and_then_it_is_filed_or_not(counter: Counter, phone: Phone) -> None:
    kept = await filed(counter, phone, CODE, person="somebody")
    lost = await filed(counter, phone, ANOTHER, site="Tamentit", person="somebody")
    assert "Un agent l’examine" in (await typed(counter, CODE)).text

    async def samia_judges() -> None:
        entries = await queries.entries([UUID(each["id"]) for each in (kept, lost)])
        centre, by = counter.app.state.centre, "Samia, agent"
        await resolve(centre, entry=entries[UUID(kept["id"])][0].entry, to="applied", by=by, now=now())
        await resolve(centre, entry=entries[UUID(lost["id"])][0].entry, to="refused", by=by, now=now())

    counter.blocking_portal.call(samia_judges)  # where the server runs, and its database with it

    assert "Reçu de dépôt" in (await typed(counter, CODE)).text
    page = (await typed(counter, ANOTHER)).text
    assert "Pas acceptée telle quelle" in page
    assert "Gardez ce code" not in page


async def test_a_concern_without_a_name_is_followed_by_its_code_alone(counter: Counter, phone: Phone) -> None:
    alone = Phone("nobody")
    assert (await counter.post("/sync/devices", json=alone.enrolment(now()))).status_code == 201
    filing = await filed(counter, alone, CODE, service="ministry.concern", answers=CONCERN)
    number = filing["outcome"]["dossier"]["number"]

    page = (await typed(counter, CODE, "ar")).text

    assert number in page
    assert "لم أقبض عطلتي منذ شهرين." in page


async def test_an_act_that_has_no_receipt_of_its_own_leads_to_its_dossier(counter: Counter, phone: Phone) -> None:
    number = (await filed(counter, phone, CODE))["outcome"]["dossier"]["number"]
    act = {"kind": "dossier.withdraw", "dossier": number, "base_revision": 1, "answers": {}}
    assert (await filed(counter, phone, ANOTHER, **act))["outcome"]["outcome"] == "applied"

    page = (await typed(counter, ANOTHER)).text

    assert "Elle est jointe au dossier" in page
    assert number in page
    assert 'name="secret" value' not in page


async def test_no_code_reaches_a_log_or_an_address(
    counter: Counter, phone: Phone, caplog: pytest.LogCaptureFixture
) -> None:
    await filed(counter, phone, CODE)
    with caplog.at_level(logging.DEBUG):
        page = await typed(counter, CODE)
        await typed(counter, ANOTHER)
    served = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("http"))
    assert CODE not in served + page.text
    assert ANOTHER not in served
    again = await counter.get("/claims", headers={"Accept-Language": "fr"}, follow_redirects=False)
    assert (again.status_code, again.headers["Location"]) == (302, "/fr/follow")


async def test_the_database_finds_a_claim_by_its_index(database: str) -> None:
    asked = f"SELECT id FROM envelope WHERE claim = {'$1' if database.startswith('postgres') else '?'}"
    if database.startswith("postgres"):
        await fetch("SET enable_seqscan = off")
        plan = await fetch(f"EXPLAIN {asked}", b"claim")
    else:
        plan = await fetch(f"EXPLAIN QUERY PLAN {asked}", b"claim")
    assert "envelope_claim" in str(plan)

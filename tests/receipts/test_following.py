"""The way back for a lost phone: number and secret, from anywhere, and nothing without both."""

import logging
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from httpx import Response
from litestar import Litestar
from litestar.testing import AsyncTestClient

from backend.domains.dossiers.operations import Filed
from backend.domains.receipts import operations
from backend.domains.receipts.rules import grouped, same_secret
from tests.receipts.conftest import NSS, Counter

Client = AsyncTestClient[Litestar]
FR = {"Accept-Language": "fr"}
NOW = datetime(2026, 2, 11, 15, 23, tzinfo=UTC)


async def opened(client: Client, number: str, secret: str, **form: str) -> Response:
    return await client.post(f"/r/{number}", data={"secret": secret, "lang": "fr"} | form)


async def test_the_number_alone_opens_nothing(client: Client, counter: Counter, filed: Filed) -> None:
    known = await client.get(f"/r/{filed.standing.number}", headers=FR)
    unknown = await client.get("/r/CB-49-2026-004131-48", headers=FR)
    assert known.status_code == unknown.status_code == 200
    assert known.text == unknown.text.replace("CB-49-2026-004131-48", filed.standing.number).replace(
        f"exemple {filed.standing.number}", "exemple CB-49-2026-004131-48"
    )
    assert known.headers["Referrer-Policy"] == "no-referrer"
    assert known.headers["Cache-Control"] == "no-store"


async def test_number_and_secret_show_state_story_and_receipt(client: Client, counter: Counter, filed: Filed) -> None:
    number = filed.standing.number
    page = await opened(client, number, counter.secret(number))
    assert page.status_code == 200
    for said in (
        number,
        "Déposé, en attente d’un agent",
        "Vous avez déposé la demande",
        counter.words.of("fr").moment(datetime(2026, 2, 11, 15, 22, tzinfo=UTC)),
        "Agence d’Adrar",
        "SARL El Waha Bâtiment",
        "Ce reçu prouve le dépôt",
        "<svg",
        sha256(b"photo").hexdigest(),
    ):
        assert said in page.text, said
    assert NSS not in page.text
    assert "661234567" not in page.text
    assert page.headers["Cache-Control"] == "no-store"


async def test_it_speaks_the_language_asked_for(client: Client, counter: Counter, filed: Filed) -> None:
    number = filed.standing.number
    page = await opened(client, number, counter.secret(number), lang="ar")
    assert 'lang="ar"' in page.text
    assert "أودعتَ الطلب" in page.text


async def test_number_and_secret_may_both_be_typed(client: Client, counter: Counter, filed: Filed) -> None:
    number, secret = filed.standing.number, counter.secret(filed.standing.number)
    page = await client.post("/r", data={"number": number.lower().replace("-", " "), "secret": secret.lower()})
    assert page.status_code == 200
    assert number in page.text


async def test_an_unknown_number_and_a_wrong_secret_get_the_same_page(client: Client, filed: Filed) -> None:
    wrong = await opened(client, filed.standing.number, "A" * 16)
    unknown = await opened(client, "CB-49-2026-004131-48", "A" * 16)
    assert wrong.status_code == unknown.status_code == 403
    same = unknown.text.replace('value="CB-49-2026-004131-48"', f'value="{filed.standing.number}"')
    assert wrong.text == same


async def test_an_unknown_number_takes_the_work_of_a_wrong_secret(
    client: Client, filed: Filed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How long the answer takes tells nobody which numbers there are."""
    compared: list[str] = []

    def same(right: str, typed: str) -> bool:
        compared.append(typed)
        return same_secret(right, typed)

    monkeypatch.setattr(operations, "same_secret", same)
    for number in (filed.standing.number, "CB-49-2026-004131-48"):
        compared.clear()
        await opened(client, number, "A" * 16)
        assert len(compared) == 1, number


async def test_what_is_no_number_is_answered_like_an_unknown_one(client: Client, sqlite: str) -> None:
    page = await opened(client, "<script>", "A" * 16)
    assert page.status_code == 403
    assert "<script>" not in page.text


async def test_what_was_typed_wrong_stays_to_be_compared(client: Client, sqlite: str) -> None:
    page = await client.post("/r", data={"number": "CB-49-2026-4131", "secret": "<ABCD>"})
    assert page.status_code == 403
    assert 'value="CB-49-2026-4131"' in page.text
    assert 'value="&lt;ABCD&gt;"' in page.text


async def test_a_sixth_try_waits(client: Client, counter: Counter, filed: Filed) -> None:
    number = filed.standing.number
    statuses = [(await opened(client, number, "A" * 16)).status_code for _ in range(6)]
    assert statuses == [403] * 5 + [429]
    assert (await opened(client, number, counter.secret(number))).status_code == 429


async def test_a_body_that_is_no_form_is_refused(client: Client, filed: Filed) -> None:
    page = await client.post(f"/r/{filed.standing.number}", json={"secret": "A" * 16})
    assert page.status_code == 422


async def test_neither_number_nor_secret_reaches_a_log(
    client: Client, counter: Counter, filed: Filed, caplog: pytest.LogCaptureFixture
) -> None:
    number, secret = filed.standing.number, counter.secret(filed.standing.number)
    # the test client is the one that calls: its own lines are not the server's
    with caplog.at_level(logging.DEBUG):
        await opened(client, number, secret)
        await opened(client, number, "A" * 16)
    served = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("http"))
    assert secret not in served
    assert number not in served


async def test_the_document_is_awaited_with_a_page_a_fragment_or_json(
    client: Client, counter: Counter, filed: Filed
) -> None:
    number = filed.standing.number
    form, address = {"secret": counter.secret(number), "lang": "fr"}, f"/r/{number}/receipt.pdf"
    page = await client.post(address, data=form)
    assert page.status_code == 202
    assert "Le reçu se prépare" in page.text
    assert 'hx-trigger="load delay:2s"' in page.text
    script = await client.post(address, data=form, headers={"Accept": "application/json"})
    assert (script.status_code, script.json(), script.headers["Retry-After"]) == (202, {"state": "preparing"}, "2")
    fragment = await client.post(address, data=form, headers={"HX-Request": "true"})
    assert fragment.status_code == 200
    assert "<html" not in fragment.text
    assert "hx-post" in fragment.text


async def test_the_document_comes_when_it_is_made(client: Client, counter: Counter, filed: Filed) -> None:
    number = filed.standing.number
    form, address = {"secret": counter.secret(number), "lang": "fr"}, f"/r/{number}/receipt.pdf"
    pdf = b"%PDF-1.7 kept"
    blob = counter.centre.blobs.put(pdf)
    await operations.keep_pdf(number=number, blob=blob, sha256=sha256(pdf).digest(), made_at=NOW)
    answer = await client.post(address, data=form)
    assert (answer.status_code, answer.content) == (200, pdf)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{number}.pdf"'
    fragment = await client.post(address, data=form, headers={"HX-Request": "true"})
    assert "hx-post" not in fragment.text
    assert "Télécharger le reçu PDF" in fragment.text


async def test_the_document_asks_for_the_secret_too(client: Client, filed: Filed) -> None:
    address = f"/r/{filed.standing.number}/receipt.pdf"
    assert (await client.get(address)).status_code == 200
    assert (await client.post(address, data={"secret": "A" * 16})).status_code == 403
    refused = await client.post(address, data={"secret": "B" * 16}, headers={"Accept": "application/json"})
    assert (refused.status_code, refused.json()) == (403, {"code": "receipt.not_opened"})


async def test_the_small_roll_is_the_same_receipt_with_number_and_secret(
    client: Client, counter: Counter, filed: Filed
) -> None:
    number = filed.standing.number
    secret = counter.secret(number)
    page = await opened(client, number, secret)
    assert f'action="/r/{number}/roll"' in page.text
    roll = await client.post(f"/r/{number}/roll", data={"secret": secret, "lang": "fr"})
    assert roll.status_code == 200
    for said in (
        number,
        grouped(secret),
        "وصل إيداع",
        "SARL El Waha Bâtiment",
        "data:image/png;base64,",
        "css/thermal.css",
        "<main>",
    ):
        assert said in roll.text, said
    assert NSS not in roll.text
    assert roll.headers["Cache-Control"] == "no-store"
    assert roll.headers["Referrer-Policy"] == "no-referrer"


async def test_the_roll_asks_for_the_secret_too(client: Client, filed: Filed) -> None:
    address = f"/r/{filed.standing.number}/roll"
    assert (await client.get(address)).status_code == 200
    assert (await client.post(address, data={"secret": "A" * 16})).status_code == 403


async def test_the_page_that_asks_stands_in_every_language(client: Client) -> None:
    for lang in ("ar", "fr", "kab"):
        page = await client.get(f"/{lang}/follow")
        assert page.status_code == 200
        assert f'lang="{lang}"' in page.text
    short = await client.get("/r", headers=FR, follow_redirects=False)
    assert (short.status_code, short.headers["Location"]) == (302, "/fr/follow")
    assert (await client.get("/en/follow")).status_code == 404

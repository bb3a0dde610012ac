"""Whether a receipt that somebody shows is true: what the server says of it, with and without scripts."""

from datetime import UTC, datetime
from hashlib import sha256

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from backend.adapters.tokens import CoseSigner
from backend.domains.dossiers.operations import Filed
from backend.domains.receipts import operations
from backend.domains.receipts.rules import Kind, TokenFacts, verify_url
from tests.receipts.conftest import Counter
from tests.receipts.keys import HeldKeys

Client = AsyncTestClient[Litestar]
NOW = datetime(2026, 2, 12, 8, 0, tzinfo=UTC)


def address(token: bytes) -> str:
    return verify_url("https://counter.example", token)


async def standing(client: Client, token: bytes, **more: str) -> dict[str, str | None]:
    answer = await client.post("/verify/standing", json={"code": address(token)} | more)
    assert answer.status_code == 200
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    said: dict[str, str | None] = answer.json()
    return said


def altered(token: bytes) -> bytes:
    return token[:-1] + bytes([token[-1] ^ 1])


async def test_a_true_receipt_in_force(client: Client, filed: Filed) -> None:
    assert await standing(client, filed.token) == {"reading": "valid", "standing": "valid", "document": None}


async def test_what_became_of_a_receipt_is_told(client: Client, filed: Filed) -> None:
    number = filed.standing.number
    await operations.correct(number=number, at=NOW)
    assert (await standing(client, filed.token))["standing"] == "corrected"
    await operations.withdraw(number=number, at=NOW)
    assert (await standing(client, filed.token))["standing"] == "withdrawn"


async def test_an_altered_code_a_foreign_key_and_nonsense(client: Client, filed: Filed) -> None:
    foreign = CoseSigner(HeldKeys("another")).token(TokenFacts("n", "s", bytes(16), NOW, NOW))
    assert (await standing(client, altered(filed.token)))["reading"] == "altered"
    assert (await standing(client, foreign))["reading"] == "unknown_key"
    assert (await standing(client, b"\x00" * 100))["reading"] == "malformed"


async def test_a_true_signature_on_a_receipt_the_server_lost_is_told_as_unknown(
    client: Client, counter: Counter, sqlite: str
) -> None:
    token = counter.centre.signer.token(TokenFacts("CB-49-2026-004131-48", "s", bytes(16), NOW, NOW, Kind.FILED))
    assert await standing(client, token) == {"reading": "valid", "standing": "unknown", "document": None}


async def test_the_pdf_itself_is_recognised(client: Client, filed: Filed) -> None:
    pdf = sha256(b"the PDF")
    await operations.keep_pdf(number=filed.standing.number, blob="b", sha256=pdf.digest(), made_at=NOW)
    assert (await standing(client, filed.token, sha256=pdf.hexdigest()))["document"] == "same"
    assert (await standing(client, filed.token, sha256="0" * 64))["document"] == "other"
    assert (await standing(client, filed.token, sha256="nonsense"))["document"] is None


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"code": 7}', b"\xff"])
async def test_a_question_of_another_shape_is_refused(client: Client, body: bytes) -> None:
    answer = await client.post("/verify/standing", content=body)
    assert (answer.status_code, answer.json()) == (400, {"code": "verify.malformed"})


async def test_without_scripts_the_server_reads_a_pasted_address(
    client: Client, counter: Counter, filed: Filed
) -> None:
    filled = counter.words.of("fr").moment(datetime(2026, 2, 11, 12, 40, tzinfo=UTC))
    page = await client.post("/fr/verify", files={"code": (None, address(filed.token))})
    assert page.status_code == 200
    for said in ("Reçu authentique", filed.standing.number, filled, "reçu en vigueur"):
        assert said in page.text, said
    assert address(filed.token)[-40:] not in page.text


async def test_without_scripts_the_server_reads_a_pdf(client: Client, filed: Filed) -> None:
    pdf = f"%PDF-1.7 <pdf:Keywords>{address(filed.token)}</pdf:Keywords>".encode()
    await operations.keep_pdf(number=filed.standing.number, blob="b", sha256=sha256(pdf).digest(), made_at=NOW)
    page = await client.post("/fr/verify", files={"file": ("receipt.pdf", pdf, "application/pdf")})
    assert "Le fichier PDF est exactement celui du guichet." in page.text
    changed = await client.post("/fr/verify", files={"file": ("receipt.pdf", pdf + b" ", "application/pdf")})
    assert "n’est pas celui du guichet" in changed.text


@pytest.mark.parametrize("lang", ["ar", "fr", "kab"])
async def test_without_scripts_nonsense_is_answered_with_what_to_do(client: Client, sqlite: str, lang: str) -> None:
    for form in ({"code": (None, "CB-49")}, {"file": ("x.pdf", b"", "application/pdf")}, {"nothing": (None, "")}):
        page = await client.post(f"/{lang}/verify", files=form)
        assert page.status_code == 200
        assert 'class="card verdict"' in page.text


async def test_the_page_of_a_code_is_the_same_bytes_for_every_code(client: Client, filed: Filed) -> None:
    bare = await client.get("/V/")
    code = address(filed.token).rsplit("/", 1)[1]
    for path in (f"/V/{code}", f"/V/{code}/", "/V/AAAA", "/V/a/b/c"):
        page = await client.get(path)
        assert (page.status_code, page.content) == (200, bare.content)
        assert page.headers["Referrer-Policy"] == "no-referrer"
    assert 'lang="ar"' in bare.text
    assert 'lang="fr"' in bare.text


async def test_every_device_keeps_the_pages_that_verify(counter: Counter) -> None:
    for lang in ("ar", "fr", "kab"):
        assert {f"/{lang}/verify", "/V/"} <= set(counter.pages.paths(lang))


async def test_the_short_address_leads_to_the_page(client: Client) -> None:
    answer = await client.get("/verify", headers={"Accept-Language": "fr"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/fr/verify")
    assert (await client.get("/fr/verify")).status_code == 200
    assert (await client.get("/en/verify")).status_code == 404
    assert (await client.post("/en/verify", files={"code": (None, "")})).status_code == 404

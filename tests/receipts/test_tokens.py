"""The token is checked by other hands than those that made it: CBOR spelled out here, the signature by openssl."""

import subprocess
from base64 import b32decode, urlsafe_b64decode
from datetime import UTC, datetime
from pathlib import Path

import cbor2
import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from backend.adapters.tokens import CoseSigner
from backend.domains.receipts.rules import Kind, TokenFacts, receipt_number, token_in, verify_url
from backend.kernel.base64url import base64url
from backend.kernel.refusal import Refusal
from tests.receipts.keys import HeldKeys

SIGNER = CoseSigner(HeldKeys("r2026"))
FACTS = TokenFacts(
    number=receipt_number("CB", "49", 2026, 4131),
    service="cacobatph.bad-weather-stoppage",
    digest16=bytes(range(16)),
    filled_at=datetime(2026, 2, 11, 12, 40, tzinfo=UTC),
    received_at=datetime(2026, 2, 11, 15, 22, 5, tzinfo=UTC),
)
TOKEN = SIGNER.token(FACTS)


def head(major: int, value: int) -> bytes:
    """One CBOR head, shortest form, from RFC 8949 section 3."""
    if value < 24:
        return bytes([major << 5 | value])
    for code, width in ((24, 1), (25, 2), (26, 4)):
        if value < 256**width:
            return bytes([major << 5 | code]) + value.to_bytes(width, "big")
    raise ValueError(value)


def text(value: str) -> bytes:
    return head(3, len(value.encode())) + value.encode()


def octets(value: bytes) -> bytes:
    return head(2, len(value)) + value


PROTECTED = b"\xa2\x01\x27\x04" + octets(b"r2026")
PAYLOAD = (
    b"\x88\x01"
    + text(FACTS.number)
    + text(FACTS.service)
    + octets(FACTS.digest16)
    + head(0, 1770813600)
    + head(0, 1770823325)
    + b"\x01\xf6"
)
SIGNED = b"\x84" + text("Signature1") + octets(PROTECTED) + octets(b"") + octets(PAYLOAD)


def test_the_token_is_tagged_cose_sign1_spelled_byte_by_byte() -> None:
    signature = TOKEN[-64:]
    assert b"\xd2\x84" + octets(PROTECTED) + b"\xa0" + octets(PAYLOAD) + octets(signature) == TOKEN


def test_openssl_verifies_the_signature(tmp_path: Path) -> None:
    spki = bytes.fromhex("302a300506032b6570032100") + urlsafe_b64decode(SIGNER.public_keys()[0]["x"] + "==")
    (tmp_path / "key.der").write_bytes(spki)
    (tmp_path / "signed").write_bytes(SIGNED)
    (tmp_path / "signature").write_bytes(TOKEN[-64:])

    def verified() -> bool:
        command = "openssl pkeyutl -verify -pubin -keyform DER -inkey key.der -rawin -in signed -sigfile signature"
        return subprocess.run(command.split(), cwd=tmp_path, capture_output=True, check=False).returncode == 0

    assert verified()
    (tmp_path / "signed").write_bytes(SIGNED.replace(b"004131", b"004132"))
    assert not verified()


def test_the_token_reads_back_as_its_facts() -> None:
    assert SIGNER.read(TOKEN) == FACTS


def test_a_certificate_says_until_when_it_holds() -> None:
    until = datetime(2026, 12, 31, 23, 0, tzinfo=UTC)
    facts = TokenFacts(FACTS.number, FACTS.service, FACTS.digest16, FACTS.filled_at, FACTS.received_at,
                       Kind.CERTIFICATE, until)  # fmt: skip
    assert SIGNER.read(SIGNER.token(facts)) == facts


def test_equal_facts_give_equal_bytes() -> None:
    assert SIGNER.token(FACTS) == TOKEN


def test_a_token_of_a_retired_key_still_reads() -> None:
    assert CoseSigner(HeldKeys("r2026", "r2027")).read(TOKEN) == FACTS


def test_a_token_of_a_key_nobody_knows_is_refused_by_name() -> None:
    with pytest.raises(Refusal) as refusal:
        CoseSigner(HeldKeys("r2027")).read(TOKEN)
    assert (refusal.value.code, refusal.value.details) == ("token.unknown_key", {"kid": "r2026"})


@given(st.integers(0, len(TOKEN) * 8 - 1))
def test_no_single_bit_can_be_changed(bit: int) -> None:
    changed = bytearray(TOKEN)
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Refusal) as refusal:
        SIGNER.read(bytes(changed))
    assert refusal.value.code in {"token.altered", "token.malformed", "token.unknown_key"}


@given(st.binary(max_size=300))
def test_any_bytes_are_answered_with_a_refusal(noise: bytes) -> None:
    with pytest.raises(Refusal) as refusal:
        SIGNER.read(noise)
    assert refusal.value.code == "token.malformed"


def other_spellings() -> list[bytes]:
    parts = [PROTECTED, {}, PAYLOAD, TOKEN[-64:]]
    return [
        TOKEN + b"\x00",
        TOKEN[1:],
        TOKEN.replace(b"\xa0", b"\xbf\xff", 1),
        cbor2.dumps(cbor2.CBORTag(18, [*parts, 0])),
        cbor2.dumps(cbor2.CBORTag(18, [parts[0], {4: b"r"}, *parts[2:]])),
        cbor2.dumps(cbor2.CBORTag(17, parts)),
        b"\x00" * 2000,
    ]


@pytest.mark.parametrize("token", other_spellings())
def test_one_token_has_one_spelling(token: bytes) -> None:
    with pytest.raises(Refusal) as refusal:
        SIGNER.read(token)
    assert refusal.value.code == "token.malformed"


@pytest.mark.parametrize(
    "payload",
    [
        [2, "n", "s", bytes(16), 0, 0, 1, None],
        [1, "n", "s", bytes(15), 0, 0, 1, None],
        [1, "n", "s", bytes(16), 0, 0, 9, None],
        [1, "n", "s", bytes(16), 2**60, 0, 1, None],
        [1, "n", "s", bytes(16), 0, 0, 1],
        "n",
    ],
)
def test_a_signed_payload_of_another_shape_is_malformed(payload: object) -> None:
    body = cbor2.dumps(payload, canonical=True)
    signed = cbor2.dumps(["Signature1", PROTECTED, b"", body], canonical=True)
    signature = SIGNER._private.sign(signed)
    token = cbor2.dumps(cbor2.CBORTag(18, [PROTECTED, {}, body, signature]), canonical=True)
    with pytest.raises(Refusal) as refusal:
        SIGNER.read(token)
    assert refusal.value.code == "token.malformed"


def test_facts_need_sixteen_bytes_and_zones() -> None:
    with pytest.raises(ValueError, match="5 bytes"):
        TokenFacts("n", "s", b"short", FACTS.filled_at, FACTS.received_at)
    with pytest.raises(ValueError, match="zone"):
        TokenFacts("n", "s", bytes(16), datetime(2026, 2, 11), FACTS.received_at)


def test_public_keys_never_show_a_secret() -> None:
    keys = CoseSigner(HeldKeys("r2026", "r2027")).public_keys()
    assert [key["kid"] for key in keys] == ["r2026", "r2027"]
    assert all(set(key) == {"kid", "kty", "crv", "x", "from", "to"} for key in keys)


def test_the_qr_address_is_alphanumeric_and_leads_back_to_the_token() -> None:
    url = verify_url("https://shubbak.example.dz", TOKEN)
    assert url.startswith("HTTPS://SHUBBAK.EXAMPLE.DZ/V/")
    code = url.rsplit("/", 1)[1]
    assert b32decode(code + "=" * (-len(code) % 8)) == TOKEN
    qr = segno.make_qr(url, error="m", boost_error=False)
    assert qr.mode == "alphanumeric"
    assert int(qr.version) <= 11


def test_json_carries_base64url_without_padding() -> None:
    assert base64url(b"\xff\xfe\xfd\xfc") == "__79_A"


def test_a_token_is_found_in_whatever_people_paste() -> None:
    url = verify_url("https://shubbak.example.dz", TOKEN)
    code = url.rsplit("/", 1)[1]
    for pasted in (url, url.lower(), f" {url[:50]}\n{url[50:]} ", code, f"%PDF-1.7 ({url}) Tj"):
        assert token_in(pasted) == TOKEN


@pytest.mark.parametrize("pasted", ["", "CB-49-2026-004131-48", "https://shubbak.example.dz/V/", "/V/" + "1" * 200])
def test_a_text_without_a_token_has_none(pasted: str) -> None:
    assert token_in(pasted) is None

"""What the browser's own code signs and reads is what the server checks and signs."""

import base64
import hashlib
import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from backend.adapters.signatures import verify_p256
from backend.adapters.tokens import CoseSigner
from backend.domains.receipts.rules import Kind, TokenFacts
from backend.domains.sync.rules.devices import read_call_signature, read_enrolment, unbase64url
from backend.domains.sync.rules.envelope import read_envelope, signed_digest
from backend.kernel.base64url import base64url
from backend.kernel.canonical import canonical
from tests.receipts.keys import HeldKeys

RUNNER = Path(__file__).parents[1] / "js" / "contract_runner.mjs"
NOON = datetime(2026, 2, 11, 12, tzinfo=UTC)
FACTS = TokenFacts("CB-49-2026-004131-27", "cacobatph.leave-claim", b"d" * 16, NOON, NOON, Kind.FILED, None)


def said_by_browser(given: dict[str, Any] | None = None) -> Any:
    done = subprocess.run(
        ["node", str(RUNNER), json.dumps(given or {})],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def browser() -> Any:
    return said_by_browser()


def test_the_envelope_has_the_shape_and_digest_that_the_server_reads(browser: Any) -> None:
    envelope = read_envelope(browser["envelope"])
    assert signed_digest(browser["envelope"]) == envelope.digest
    assert canonical(browser["envelope"]).decode() == browser["canonical"]


def test_the_envelope_is_signed_over_its_digest_by_the_enrolled_key(browser: Any) -> None:
    envelope, enrolment = read_envelope(browser["envelope"]), read_enrolment(browser["enrolment"])
    assert enrolment.device_id == envelope.device_id
    assert verify_p256(enrolment.key, enrolment.signed, enrolment.signature)
    assert verify_p256(enrolment.key, envelope.digest, unbase64url(envelope.signature))


def test_a_call_is_signed_over_what_is_sent(browser: Any) -> None:
    signature = read_call_signature(browser["header"], datetime(2026, 2, 11, 17, tzinfo=UTC))
    message = signature.message("POST", "/sync/outcomes?a=b", browser["body"].encode())
    assert verify_p256(read_enrolment(browser["enrolment"]).key, message, signature.signature)


def test_the_claim_code_fits_its_hash(browser: Any) -> None:
    assert len(browser["claim_code"]) == 16
    assert hashlib.sha256(browser["claim_code"].encode()).hexdigest() == browser["envelope"]["claim"]


def test_the_browser_reads_the_server_s_token_from_json_and_from_the_qr_code() -> None:
    signer = CoseSigner(HeldKeys("first", "second"))
    token = signer.token(FACTS)
    code = base64.b32encode(token).rstrip(b"=").decode()
    said = said_by_browser({"token": base64url(token), "code": code, "keys": signer.public_keys()})
    facts = {
        "number": FACTS.number,
        "service": FACTS.service,
        "digest16": FACTS.digest16.hex(),
        "filled_at": int(NOON.timestamp()),
        "received_at": int(NOON.timestamp()),
        "kind": "filed",
        "valid_until": None,
    }
    assert said["reading"] == said["readingCode"] == {"valid": True, "kid": "second", "facts": facts}

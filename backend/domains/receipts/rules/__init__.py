"""The rules of receipts: numbers, secrets, the facts a token states, and what a receipt says."""

from backend.domains.receipts.rules.address import token_in, verify_url
from backend.domains.receipts.rules.content import (
    Document,
    Grid,
    Limits,
    Line,
    Passage,
    Proof,
    ReceiptContent,
    Section,
)
from backend.domains.receipts.rules.facts import DIGEST_BYTES, Kind, TokenFacts
from backend.domains.receipts.rules.filing import receipt_content
from backend.domains.receipts.rules.numbers import (
    SECRET_LENGTH,
    number_from,
    receipt_number,
    same_secret,
    secret_from,
    tracking_secret,
    valid_number,
)
from backend.domains.receipts.rules.receipt import Receipt, Standing
from backend.domains.receipts.rules.values import Value

__all__ = [
    "DIGEST_BYTES",
    "SECRET_LENGTH",
    "Document",
    "Grid",
    "Kind",
    "Limits",
    "Line",
    "Passage",
    "Proof",
    "Receipt",
    "ReceiptContent",
    "Section",
    "Standing",
    "TokenFacts",
    "Value",
    "number_from",
    "receipt_content",
    "receipt_number",
    "same_secret",
    "secret_from",
    "token_in",
    "tracking_secret",
    "valid_number",
    "verify_url",
]

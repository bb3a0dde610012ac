"""The rules of receipts: numbers, secrets, the facts a token states, and what a receipt says."""

from backend.domains.receipts.rules.address import token_in, verify_url
from backend.domains.receipts.rules.content import Limits, Proof, ReceiptContent, Section
from backend.domains.receipts.rules.facts import DIGEST_BYTES, Kind, TokenFacts
from backend.domains.receipts.rules.filing import receipt_content, sections
from backend.domains.receipts.rules.letter import Letter, LetterContent
from backend.domains.receipts.rules.numbers import (
    grouped,
    number_from,
    receipt_number,
    same_secret,
    secret_from,
    tracking_secret,
    valid_number,
)
from backend.domains.receipts.rules.receipt import Receipt, Standing
from backend.domains.receipts.rules.values import written

__all__ = [
    "DIGEST_BYTES",
    "Kind",
    "Letter",
    "LetterContent",
    "Limits",
    "Proof",
    "Receipt",
    "ReceiptContent",
    "Section",
    "Standing",
    "TokenFacts",
    "grouped",
    "number_from",
    "receipt_content",
    "receipt_number",
    "same_secret",
    "secret_from",
    "sections",
    "token_in",
    "tracking_secret",
    "valid_number",
    "verify_url",
    "written",
]

"""The rules of receipts: numbers, secrets and the facts a token states."""

from backend.domains.receipts.rules.facts import DIGEST_BYTES, Kind, TokenFacts
from backend.domains.receipts.rules.numbers import (
    SECRET_LENGTH,
    number_from,
    receipt_number,
    same_secret,
    secret_from,
    tracking_secret,
    valid_number,
)

__all__ = [
    "DIGEST_BYTES",
    "SECRET_LENGTH",
    "Kind",
    "TokenFacts",
    "number_from",
    "receipt_number",
    "same_secret",
    "secret_from",
    "tracking_secret",
    "valid_number",
]

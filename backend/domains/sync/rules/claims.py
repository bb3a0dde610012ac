"""Claim codes: what a device shows before any server answered, and what fetches the receipt later from any phone.

Source: the sync contract, Envelope, `claim`.
"""

import hashlib
import re
import secrets
from base64 import b32encode

from backend.domains.receipts.rules import secret_from

GROUP = 4
_CODE = re.compile(r"[A-Z2-7]{16}")


def code_from(typed: str) -> str | None:
    """The claim code a person meant, or None for what is none; read as generously as a tracking secret."""
    code = secret_from(typed)
    return code if _CODE.fullmatch(code) else None


def new_code() -> str:
    """A code that nobody can guess: eighty bits of chance."""
    return b32encode(secrets.token_bytes(10)).decode()


def claim_of(code: str) -> bytes:
    """What of the code travels in an envelope and is kept: its SHA-256."""
    return hashlib.sha256(code.encode()).digest()


def counted_for(code: str) -> str:
    """What wrong codes are counted for: their first group of four.

    A code has no number beside it, and people of one hall or one village share an address: so its first group stands
    for the number, and the twelve characters after it for the secret.
    """
    return f"claim {code[:GROUP]}"

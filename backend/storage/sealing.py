"""Sealed columns: what people wrote is never in clear in the database or in a file.

Sealed bytes: `01` · 6 bytes key id · 12 bytes nonce · AES-256-GCM ciphertext and tag. Table, column and row are the
associated data, so a value moved to another place does not open. A key seals at most 2³² values (NIST SP 800-38D, 8.3).
"""

import hmac
import os
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from backend.kernel.refusal import Refusal
from backend.storage.keys import KeyFolder

_VERSION = b"\x01"
_KID, _NONCE, _TAG = 6, 12, 16
_HEAD = len(_VERSION) + _KID
OVERHEAD = _HEAD + _NONCE + _TAG


class Sealer:
    """Seals with the current column key, opens with any of them."""

    def __init__(self, keys: KeyFolder) -> None:
        self._ciphers = {bytes.fromhex(key.kid): AESGCM(key.secret) for key in keys.all("column")}
        current = keys.current("column")
        self._head = _VERSION + bytes.fromhex(current.kid)
        self._cipher = AESGCM(current.secret)
        self._blind = keys.first("blind").secret

    def seal(self, plain: bytes, *, table: str, column: str, row: str) -> bytes:
        """`plain` sealed for this place; `OVERHEAD` bytes longer, never twice the same."""
        nonce = os.urandom(_NONCE)
        return self._head + nonce + self._cipher.encrypt(nonce, plain, _place(table, column, row))

    def open(self, sealed: bytes, *, table: str, column: str, row: str) -> bytes:
        """What was sealed for this place. Refuses `sealed.unknown_key` and `sealed.altered` (changed or moved)."""
        cipher = self._ciphers.get(sealed[len(_VERSION) : _HEAD])
        if not sealed.startswith(_VERSION) or len(sealed) < OVERHEAD:
            raise Refusal("sealed.altered", table=table, column=column)
        if cipher is None:
            raise Refusal("sealed.unknown_key", table=table, column=column)
        try:
            return cipher.decrypt(sealed[_HEAD : _HEAD + _NONCE], sealed[_HEAD + _NONCE :], _place(table, column, row))
        except InvalidTag:
            raise Refusal("sealed.altered", table=table, column=column) from None

    def blind(self, value: str, *, purpose: str) -> bytes:
        """32 bytes, equal for equal values of one purpose: finds a value without keeping it in clear."""
        return hmac.digest(self._blind, f"{purpose}\0{value}".encode(), sha256)


def _place(table: str, column: str, row: str) -> bytes:
    return f"{table}|{column}|{row}".encode()

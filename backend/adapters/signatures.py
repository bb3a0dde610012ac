"""ECDSA P-256: the signatures of devices are verified, the server's own counter signs."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from backend.storage.keys import Key

ALGORITHM = ECDSA(SHA256())


def verify_p256(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether `signature` (64 bytes, r‖s, high s accepted) over `message` is by the point `key` (64 bytes, x‖y)."""
    public = _public(key)
    if public is None or len(signature) != 64:
        return False
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    try:
        public.verify(encode_dss_signature(r, s), message, ALGORITHM)
    except InvalidSignature:
        return False
    return True


@lru_cache(maxsize=10_000)
def _public(key: bytes) -> EllipticCurvePublicKey | None:
    try:
        return EllipticCurvePublicKey.from_encoded_point(SECP256R1(), b"\x04" + key)
    except ValueError:  # not a point of the curve
        return None


class CounterKey:
    """The key of the server's own counter: it signs what people fill in on pages without scripts."""

    def __init__(self, key: Key) -> None:
        private = load_pem_private_key(key.secret, password=None)
        assert isinstance(private, EllipticCurvePrivateKey)
        self._private = private
        numbers = private.public_key().public_numbers()
        self.point = numbers.x.to_bytes(32, "big") + numbers.y.to_bytes(32, "big")
        self.id = _device_id(key.kid)

    def sign(self, message: bytes) -> bytes:
        """64 bytes, r‖s."""
        r, s = decode_dss_signature(self._private.sign(message, ALGORITHM))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def _device_id(kid: str) -> UUID:
    """The same UUIDv7 each time for a key: its second of birth, then bits of its id's hash."""
    value = int(kid[:8], 16) * 1000 << 80 | int.from_bytes(sha256(kid.encode()).digest()[:10], "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    return UUID(int=value & ~(0x3 << 62) | 0x2 << 62)

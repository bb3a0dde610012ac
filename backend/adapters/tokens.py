"""Receipt tokens: tagged COSE_Sign1 (RFC 9052) with Ed25519 over deterministic CBOR.

Payload: `[1, number, service, digest16, filled_at, received_at, kind, valid_until|null]`, times in epoch seconds.
"""

from datetime import UTC, datetime
from typing import Any, Protocol

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from backend.domains.receipts.rules import Kind, TokenFacts
from backend.kernel.base64url import base64url
from backend.kernel.refusal import Refusal

PURPOSE = "receipt"
VERSION = 1
MAX_TOKEN_BYTES = 1024
_COSE_SIGN1 = 18
_ALG, _KID, _EDDSA = 1, 4, -8


class SigningKey(Protocol):
    """One Ed25519 key: its id and the 32 bytes of its seed."""

    @property
    def kid(self) -> str: ...
    @property
    def secret(self) -> bytes: ...


class SigningKeys(Protocol):
    """The part of the key folder that signing needs."""

    def current(self, purpose: str) -> SigningKey: ...
    def all(self, purpose: str) -> list[Any]: ...


class CoseSigner:
    """A `ReceiptSigner` whose keys were loaded once, when the program started."""

    def __init__(self, keys: SigningKeys) -> None:
        self._keys = list(keys.all(PURPOSE))
        current = keys.current(PURPOSE)
        self._private = Ed25519PrivateKey.from_private_bytes(current.secret)
        self._protected = cbor2.dumps({_ALG: _EDDSA, _KID: current.kid.encode()}, canonical=True)
        self._public = {key.kid.encode(): _public(key) for key in self._keys}

    def token(self, facts: TokenFacts) -> bytes:
        """The signed token of these facts, about 180 bytes; equal facts give equal bytes."""
        payload = cbor2.dumps(
            [
                VERSION,
                facts.number,
                facts.service,
                facts.digest16,
                int(facts.filled_at.timestamp()),
                int(facts.received_at.timestamp()),
                int(facts.kind),
                None if facts.valid_until is None else int(facts.valid_until.timestamp()),
            ],
            canonical=True,
        )
        signature = self._private.sign(_signed_bytes(self._protected, payload))
        return cbor2.dumps(cbor2.CBORTag(_COSE_SIGN1, [self._protected, {}, payload, signature]), canonical=True)

    def read(self, token: bytes) -> TokenFacts:
        """What the token states. Refuses `token.malformed`, `token.unknown_key` (kid), `token.altered`.

        One token has one spelling: any other encoding of the same content is malformed.
        """
        protected, payload, signature = _parts(token)
        public = self._public.get(_kid(protected))
        if public is None:
            raise Refusal("token.unknown_key", kid=_kid(protected).decode("ascii", "replace"))
        try:
            public.verify(signature, _signed_bytes(protected, payload))
        except InvalidSignature:
            raise Refusal("token.altered") from None
        return _facts(payload)

    def public_keys(self) -> list[dict[str, Any]]:
        """Every receipt key, public part only, as the sync manifest lists them."""
        return [
            {
                "kid": key.kid,
                "kty": "OKP",
                "crv": "Ed25519",
                "x": base64url(self._public[key.kid.encode()].public_bytes(Encoding.Raw, PublicFormat.Raw)),
                "from": _day(getattr(key, "created_at", None)),
                "to": _day(getattr(key, "retired_at", None)),
            }
            for key in self._keys
        ]


def _public(key: SigningKey) -> Ed25519PublicKey:
    return Ed25519PrivateKey.from_private_bytes(key.secret).public_key()


def _signed_bytes(protected: bytes, payload: bytes) -> bytes:
    return cbor2.dumps(["Signature1", protected, b"", payload], canonical=True)


def _decode(data: bytes) -> Any:
    try:
        value = cbor2.loads(data)
        if cbor2.dumps(value, canonical=True) == data:
            return value
    except (cbor2.CBORError, ValueError, TypeError):
        pass
    raise Refusal("token.malformed")


def _parts(token: bytes) -> tuple[bytes, bytes, bytes]:
    if len(token) > MAX_TOKEN_BYTES:
        raise Refusal("token.malformed")
    match _decode(token):
        case cbor2.CBORTag(tag=18, value=[bytes(protected), {**unprotected}, bytes(payload), bytes(signature)]) if (
            not unprotected
        ):
            return protected, payload, signature
    raise Refusal("token.malformed")


def _kid(protected: bytes) -> bytes:
    match _decode(protected):
        case {1: -8, 4: bytes(kid), **rest} if not rest:
            return kid
    raise Refusal("token.malformed")


def _facts(payload: bytes) -> TokenFacts:
    match _decode(payload):
        case [
            1,
            str(number),
            str(service),
            bytes(digest16),
            int(filled_at),
            int(received_at),
            int(kind),
            (int() | None) as valid_until,
        ]:
            try:
                return TokenFacts(
                    number=number,
                    service=service,
                    digest16=digest16,
                    filled_at=_moment(filled_at),
                    received_at=_moment(received_at),
                    kind=Kind(kind),
                    valid_until=None if valid_until is None else _moment(valid_until),
                )
            except (ValueError, OverflowError, OSError):
                pass
    raise Refusal("token.malformed")


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _day(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()

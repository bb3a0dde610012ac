"""What a key of each purpose is made of."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

CERTIFICATE_YEARS = 10


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret just made, and its certificate (PEM) where it has one."""

    secret: bytes
    certificate: bytes | None = None


def _bytes() -> Secret:
    return Secret(os.urandom(32))


def _p256() -> Secret:
    return Secret(_pem(ec.generate_private_key(ec.SECP256R1())))


def _signer() -> Secret:
    """A P-256 key with a certificate signed by itself: for signing documents, not for certifying others."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "DZ"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Shubbak"),
            x509.NameAttribute(NameOID.COMMON_NAME, "Shubbak receipts"),
        ]
    )
    now = datetime.now(UTC)
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(days=365 * CERTIFICATE_YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, SHA256())
    )
    return Secret(_pem(key), certificate.public_bytes(Encoding.PEM))


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


KINDS: dict[str, Callable[[], Secret]] = {
    "column": _bytes,
    "blind": _bytes,
    "tracking": _bytes,
    "time": _bytes,
    "receipt": _bytes,  # any 32 bytes are the seed of an Ed25519 key (RFC 8032)
    "device": _p256,
    "pdf": _signer,
    "push": _p256,
}

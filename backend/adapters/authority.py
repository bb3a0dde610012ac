"""A local certificate authority, so that phones on the same network trust this machine and may keep its pages.

For trying out and for a site's own network: a public installation has certificates of a public authority.
"""

from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY_DAYS = 3650
SERVER_DAYS = 397  # the most that browsers accept


@dataclass(frozen=True, slots=True)
class Trust:
    """Where the files lie: the authority that phones install, the server's certificate and key."""

    authority: Path
    certificate: Path
    key: Path


def local_trust(folder: Path, host: str) -> Trust:
    """Makes what is missing in `folder`: the authority once, a certificate for each host; keys are 0600."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = host.replace(":", "_")
    trust = Trust(folder / "authority.crt", folder / f"{name}.crt", folder / f"{name}.key")
    authority_key = folder / "authority.key"
    if not trust.authority.exists():
        key = generate_private_key(SECP256R1())
        _write(authority_key, _pem(key))
        _write(trust.authority, _authority(key).public_bytes(Encoding.PEM))
    if not trust.certificate.exists():
        issuer = x509.load_pem_x509_certificate(trust.authority.read_bytes())
        signer = load_pem_private_key(authority_key.read_bytes(), password=None)
        if not isinstance(signer, EllipticCurvePrivateKey):
            raise TypeError("the authority's key is not an elliptic curve key")
        key = generate_private_key(SECP256R1())
        _write(trust.key, _pem(key))
        _write(trust.certificate, _server(host, key, issuer, signer).public_bytes(Encoding.PEM))
    return trust


def _authority(key: EllipticCurvePrivateKey) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Shubbak, local authority of this machine")])
    usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
    return (
        _begun(name, name, key, AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, SHA256())
    )


def _server(
    host: str, key: EllipticCurvePrivateKey, issuer: x509.Certificate, signer: EllipticCurvePrivateKey
) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    return (
        _begun(name, issuer.subject, key, SERVER_DAYS)
        .add_extension(x509.SubjectAlternativeName([_address(host), x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(signer, SHA256())
    )


def _begun(subject: x509.Name, issuer: x509.Name, key: EllipticCurvePrivateKey, days: int) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=days))
    )


def _address(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _pem(key: EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)

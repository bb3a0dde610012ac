"""PAdES signatures (baseline B-B, ECDSA P-256 with SHA-256) through pyHanko.

No time-stamp authority is at hand, so the signature says who and that nothing changed, not when.
"""

import asyncio
from hashlib import sha256

from asn1crypto import algos, pem, x509
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from backend.adapters.pdf.press import PdfKey

# what the printer leaves in a document for its signature: where the signed bytes stand, and the signature in hex
BYTE_RANGE = b"[0 " + b" ".join([b"*" * 10] * 3) + b"]"
CONTENTS = b"<" + b"0" * 8192 + b">"


class PdfSigner:
    """Signs documents that were printed with `BYTE_RANGE` and `CONTENTS` in them. The key is loaded once.

    pyHanko puts the signature's structure together once, with its key, certificate and attributes. Only two values in
    it differ from document to document, the digest and the signature itself, and these are put in their places:
    to have pyHanko read each document again and write a second revision cost as much as a third of the printing.
    """

    def __init__(self, key: PdfKey) -> None:
        signer = _KeptKey(key)
        self._private = signer.private
        self._digest = sha256(b"the digest of no document").digest()
        made = asyncio.run(signer.async_sign(self._digest, "sha256", use_pades=True))
        (info,) = made["content"]["signer_infos"]
        self._structure: bytes = made.dump()
        if 2 * len(self._structure) > len(CONTENTS) - 2:
            raise ValueError("the certificate is too large for the place kept in a document")
        self._attributes: bytes = info["signed_attrs"].untag().dump()
        self._signature: bytes = info["signature"].native

    def sign(self, pdf: bytes) -> bytes:
        """The document with a certifying signature over all of it: any later change shows."""
        start = pdf.index(CONTENTS)
        end = start + len(CONTENTS)
        span = b"[0 %10d %10d %10d]" % (start, end, len(pdf) - end)
        before, after = pdf[:start].replace(BYTE_RANGE, span), pdf[end:].replace(BYTE_RANGE, span)
        signature = self._signed(sha256(before + after).digest()).hex().encode()
        return before + b"<" + signature.ljust(len(CONTENTS) - 2, b"0") + b">" + after

    def _signed(self, digest: bytes) -> bytes:
        attributes = self._attributes.replace(self._digest, digest)
        signature = b""
        # an ECDSA signature has 70 to 72 bytes; one of the length that the structure was made for comes soon
        while len(signature) != len(self._signature):
            signature = self._private.sign(attributes, ECDSA(SHA256()))
        return self._structure.replace(self._digest, digest).replace(self._signature, signature)


class _KeptKey(Signer):
    """pyHanko's own signer reads the key anew at each signature; this one keeps it."""

    def __init__(self, key: PdfKey) -> None:
        private = load_pem_private_key(key.key_pem, None)
        if not isinstance(private, EllipticCurvePrivateKey):
            raise TypeError("the PDF key is an EC key")
        self.private = private
        super().__init__(
            signing_cert=x509.Certificate.load(_der(key.certificate_pem)),
            cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]
            signature_mechanism=algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"}),
        )

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        return self.private.sign(data, ECDSA(SHA256()))


def _der(text: bytes) -> bytes:
    der: bytes = pem.unarmor(text)[2]
    return der

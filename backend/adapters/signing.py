"""PAdES signatures (baseline B-B, ECDSA P-256 with SHA-256) through pyHanko.

No time-stamp authority is at hand, so the signature says who and that nothing changed, not when.
"""

from dataclasses import dataclass
from io import BytesIO

from asn1crypto import algos, pem, x509
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, Signer
from pyhanko.sign.signers import PdfSigner as HankoSigner
from pyhanko.sign.signers.constants import ESIC_EXTENSION_1
from pyhanko_certvalidator.registry import SimpleCertificateStore

SIGNATURE_FIELD = "Signature"
_CONTENTS_BYTES = 8192


@dataclass(frozen=True, slots=True)
class PdfKey:
    """A private key and its certificate, both as PEM."""

    key_pem: bytes
    certificate_pem: bytes


class PdfSigner:
    """Signs documents that have an empty field `Signature`. The key is loaded once."""

    def __init__(self, key: PdfKey) -> None:
        self._signer = _KeptKey(key)

    def sign(self, pdf: bytes) -> bytes:
        """The document with a certifying signature: any later change to it shows."""
        writer = _KeptMetadata(BytesIO(pdf))
        signed: BytesIO = _Pdf17Signer(
            PdfSignatureMetadata(
                field_name=SIGNATURE_FIELD,
                md_algorithm="sha256",
                subfilter=SigSeedSubFilter.PADES,
                certify=True,
                docmdp_permissions=MDPPerm.NO_CHANGES,
            ),
            signer=self._signer,
        ).sign_pdf(writer, existing_fields_only=True, bytes_reserved=_CONTENTS_BYTES)
        return signed.getvalue()


class _KeptMetadata(IncrementalPdfFileWriter):
    """pyHanko would write the XMP anew, and turn what it says of PDF/UA into something a validator does not accept."""

    def _update_meta(self) -> None:
        pass


class _Pdf17Signer(HankoSigner):
    """pyHanko would lift the file to PDF 2.0 to name the curve; PDF/A-3 stays at 1.7."""

    def register_extensions(self, pdf_out: BasePdfFileWriter, *, md_algorithm: str) -> None:
        pdf_out.register_extension(ESIC_EXTENSION_1)


class _KeptKey(Signer):
    """pyHanko's own signer reads the key anew at each signature; this one keeps it."""

    def __init__(self, key: PdfKey) -> None:
        private = load_pem_private_key(key.key_pem, None)
        if not isinstance(private, EllipticCurvePrivateKey):
            raise TypeError("the PDF key is an EC key")
        self._private = private
        super().__init__(
            signing_cert=x509.Certificate.load(_der(key.certificate_pem)),
            cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]
            signature_mechanism=algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"}),
        )

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        return self._private.sign(data, ECDSA(SHA256()))


def _der(text: bytes) -> bytes:
    der: bytes = pem.unarmor(text)[2]
    return der

"""The signature of the document, checked by poppler and by openssl: other hands than those that made it."""

import re
import subprocess
from pathlib import Path

import pytest

from backend.adapters.pdf import Press
from tests.receipts.printed import key, paper, receipt_pdf, written
from tests.receipts.samples import FRONTEND, content, dossier


def pdfsig(pdf: bytes, folder: Path) -> str:
    out = subprocess.run(["pdfsig", "-nocert", written(pdf, folder)], capture_output=True, check=False)
    return out.stdout.decode()


def parts(pdf: bytes) -> tuple[bytes, bytes]:
    """The signed bytes and the CMS signature, taken out by the byte range alone."""
    found = re.search(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]", pdf)
    assert found
    first, length, second, rest = map(int, found.groups())
    assert (first, second + rest) == (0, len(pdf)), "the whole file is signed"
    hexed = pdf[length:second].strip(b"<>")
    der = bytes.fromhex(hexed.decode())
    size = int.from_bytes(der[2:4], "big") + 4
    return pdf[:length] + pdf[second:], der[:size]


def openssl(*args: str | Path, folder: Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["openssl", *map(str, args)], cwd=folder, capture_output=True, check=False)


def test_poppler_finds_one_valid_signature_over_the_whole_file(tmp_path: Path) -> None:
    said = pdfsig(receipt_pdf("ar"), tmp_path)
    assert said.count("Signature #") == 1
    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert "Signature Type: ETSI.CAdES.detached" in said
    assert "SHA-256" in said


def test_poppler_sees_a_changed_byte(tmp_path: Path) -> None:
    pdf = bytearray(receipt_pdf("ar"))
    pdf[len(pdf) // 2 - 20_000] ^= 1
    assert "Signature is Valid." not in pdfsig(bytes(pdf), tmp_path)


def verified(signed: bytes, cms: bytes, folder: Path) -> subprocess.CompletedProcess[bytes]:
    for name, data in (("signed", signed), ("cms.der", cms), ("cert.pem", key().certificate_pem)):
        (folder / name).write_bytes(data)
    command = "cms -verify -inform DER -in cms.der -content signed -binary -CAfile cert.pem -purpose any -no_check_time"
    return openssl(*command.split(), folder=folder)


def test_openssl_verifies_it_with_the_certificate_of_the_installation(tmp_path: Path) -> None:
    signed, cms = parts(receipt_pdf("fr"))
    assert verified(signed, cms, tmp_path).returncode == 0, verified(signed, cms, tmp_path).stderr
    assert verified(signed.replace(b"Shubbak", b"Shubbuk", 1), cms, tmp_path).returncode != 0


def test_it_is_ecdsa_p256_and_names_its_certificate_inside(tmp_path: Path) -> None:
    _, cms = parts(receipt_pdf("fr"))
    (tmp_path / "cms.der").write_bytes(cms)
    told = openssl("cms", "-cmsout", "-print", "-inform", "DER", "-in", "cms.der", folder=tmp_path).stdout.decode()
    assert "ecdsa-with-SHA256" in told
    assert "id-smime-aa-signingCertificateV2" in told
    assert "signingTime" not in told, "PAdES keeps the claimed time in the dictionary"


@pytest.mark.slow
async def test_the_press_prints_signed_documents_in_its_own_process(tmp_path: Path) -> None:
    press = Press(FRONTEND, key())
    said = content(dossier("fr"))
    try:
        first = await press.render(paper().filing(said), paper().attachments(said))
        roll = await press.render(paper().thermal(said), style="thermal.css")
    finally:
        press.close()
    assert "Signature is Valid." in pdfsig(first, tmp_path)
    assert "Signature is Valid." in pdfsig(roll, tmp_path)


@pytest.mark.slow
async def test_a_press_whose_process_died_prints_the_next_document() -> None:
    press = Press(FRONTEND, key())
    try:
        assert (await press.render("<html lang='fr'><title>un</title><p>un")).startswith(b"%PDF")
        (process,) = press._pool._processes.values()  # type: ignore[union-attr]
        process.kill()
        process.join()
        with pytest.raises(Exception, match="terminated abruptly"):
            await press.render("<html lang='fr'><title>deux</title><p>deux")
        assert (await press.render("<html lang='fr'><title>trois</title><p>trois")).startswith(b"%PDF")
    finally:
        press.close()

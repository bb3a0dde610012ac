"""The key folder: private, remembered, never lowered."""

import stat
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from backend.kernel.refusal import Refusal
from backend.storage.key_kinds import KINDS
from backend.storage.key_use import check_keys
from backend.storage.keys import KeyFolder


@pytest.fixture
def keys(tmp_path: Path) -> KeyFolder:
    return KeyFolder.create(tmp_path / "keys")


def files(keys: KeyFolder) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in keys.path.rglob("*") if path.is_file()}


def test_only_this_account_can_read_the_folder(keys: KeyFolder) -> None:
    keys.raise_series_mark("CB-49-2026", 1000)
    keys.bear_witness(7)
    for path in (keys.path, *keys.path.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)


def test_creating_again_changes_nothing(keys: KeyFolder) -> None:
    before = files(keys)
    again = KeyFolder.create(keys.path)
    assert files(keys) == before
    assert [again.current(purpose) for purpose in KINDS] == [keys.current(purpose) for purpose in KINDS]


def test_secrets_are_what_their_purpose_needs(keys: KeyFolder) -> None:
    for purpose in ("column", "blind", "tracking", "time", "receipt"):
        assert len(keys.current(purpose).secret) == 32
    signer = keys.current("pdf")
    for key in (signer, keys.current("device")):
        private = load_pem_private_key(key.secret, None)
        assert isinstance(private, EllipticCurvePrivateKey)
        assert isinstance(private.curve, SECP256R1)
    assert signer.certificate is not None
    certificate = x509.load_pem_x509_certificate(signer.certificate)
    certificate.verify_directly_issued_by(certificate)


def test_a_secret_does_not_show_when_a_key_is_printed(keys: KeyFolder) -> None:
    assert keys.current("column").secret.hex() not in repr(keys.current("column"))
    assert "secret" not in repr(keys.current("column"))


def test_a_rotated_key_becomes_the_current_one_and_the_old_one_stays(keys: KeyFolder) -> None:
    old = keys.current("time")
    new = keys.rotate("time")
    newest = keys.rotate("time")
    opened = KeyFolder.open(keys.path)
    assert opened.all("time") == [old, new, newest]
    assert opened.current("time") == newest
    assert opened.key("time", old.kid) == old


def test_the_key_that_recognises_is_not_rotated(keys: KeyFolder) -> None:
    with pytest.raises(Refusal, match=r"keys\.not_rotated"):
        keys.rotate("blind")


def test_an_unknown_key_id_is_refused(keys: KeyFolder) -> None:
    with pytest.raises(Refusal, match=r"keys\.unknown"):
        keys.key("time", "0" * 12)


def test_an_absent_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"keys\.absent") as refused:
        KeyFolder.open(tmp_path / "nowhere")
    assert refused.value.details["purposes"] == list(KINDS)


def test_a_key_that_others_can_read_is_refused(keys: KeyFolder) -> None:
    (keys.path / "time" / f"{keys.current('time').kid}.key").chmod(0o640)
    with pytest.raises(Refusal, match=r"keys\.exposed"):
        KeyFolder.open(keys.path)


def test_a_file_that_is_no_key_is_refused(keys: KeyFolder) -> None:
    stray = keys.path / "time" / "notes.key"
    stray.touch(0o600)
    with pytest.raises(Refusal, match=r"keys\.unknown"):
        KeyFolder.open(keys.path)


def test_marks_are_remembered_and_never_lowered(keys: KeyFolder) -> None:
    keys.raise_series_mark("CB-49-2026", 2000)
    keys.raise_series_mark("CB-49-2026", 1000)
    keys.raise_series_mark("FN-01-2026", 1000)
    assert KeyFolder.open(keys.path).series() == {"CB-49-2026": 2000, "FN-01-2026": 1000}
    assert keys.series_mark("CB-01-2026") == 0


@pytest.mark.parametrize("name", ["../escape", "", "a b", "x" * 65])
def test_a_series_name_cannot_leave_the_folder(keys: KeyFolder, name: str) -> None:
    with pytest.raises(ValueError, match="number series"):
        keys.raise_series_mark(name, 1)


@pytest.mark.usefixtures("database")
async def test_a_database_written_with_other_keys_is_refused(keys: KeyFolder, tmp_path: Path) -> None:
    await check_keys(keys)
    keys.rotate("column")
    await check_keys(keys)
    with pytest.raises(Refusal, match=r"keys\.missing") as refused:
        await check_keys(KeyFolder.create(tmp_path / "other"))
    assert refused.value.details["keys"] == sorted(
        f"{purpose} {key.kid}" for purpose in KINDS for key in keys.all(purpose)
    )

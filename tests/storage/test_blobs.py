"""Files are kept sealed and whole, whatever is cut, moved or full."""

import errno
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from backend.kernel.ids import uuid7
from backend.kernel.refusal import Refusal
from backend.storage.blobs import BlobStore
from backend.storage.keys import KeyFolder
from backend.storage.sealing import Sealer

NOW = datetime.now(UTC)
PHOTO = b"photo of the flooded site " * 400


@pytest.fixture(scope="module")
def sealer(tmp_path_factory: pytest.TempPathFactory) -> Sealer:
    return Sealer(KeyFolder.create(tmp_path_factory.mktemp("keys")))


@pytest.fixture
def store(tmp_path: Path, sealer: Sealer) -> BlobStore:
    return BlobStore(tmp_path / "files", sealer)


@pytest.fixture
def upload() -> str:
    return str(uuid7())


def files(tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / "files").rglob("*") if path.is_file()]


def test_a_file_is_kept_sealed_and_opens_as_it_was(store: BlobStore, tmp_path: Path) -> None:
    blob = store.put(PHOTO)
    assert store.open(blob) == PHOTO
    (file,) = files(tmp_path)
    assert b"photo" not in file.read_bytes()
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_file_moved_over_another_is_refused(store: BlobStore, tmp_path: Path) -> None:
    first, second = store.put(b"one"), store.put(b"two")
    paths = {path.name: path for path in files(tmp_path)}
    paths[second].write_bytes(paths[first].read_bytes())
    with pytest.raises(Refusal, match=r"sealed\.altered"):
        store.open(second)


def test_a_deleted_file_is_gone(store: BlobStore) -> None:
    blob = store.put(PHOTO)
    store.delete(blob)
    store.delete(blob)
    with pytest.raises(Refusal, match=r"blob\.not_found"):
        store.open(blob)


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "nothing", "65F0C2A1-0000-7000-8000-000000000000"])
def test_a_name_that_is_no_id_finds_nothing(store: BlobStore, name: str) -> None:
    for ask in (store.open, store.delete, store.length, store.begin):
        with pytest.raises(Refusal, match=r"blob\.not_found"):
            ask(name)


def test_a_file_that_arrives_in_pieces_is_never_in_clear(store: BlobStore, tmp_path: Path, upload: str) -> None:
    store.begin(upload)
    for start in range(0, len(PHOTO), 1000):
        assert store.append(upload, PHOTO[start : start + 1000]) == min(start + 1000, len(PHOTO))
    store.flush(upload)
    (file,) = files(tmp_path)
    assert b"photo" not in file.read_bytes()
    assert store.finish(upload) == PHOTO
    store.discard(upload)
    assert files(tmp_path) == []
    with pytest.raises(Refusal, match=r"upload\.not_found"):
        store.length(upload)


def test_an_upload_goes_on_after_a_restart(store: BlobStore, sealer: Sealer, tmp_path: Path, upload: str) -> None:
    store.begin(upload)
    store.append(upload, PHOTO[:5000])
    reopened = BlobStore(tmp_path / "files", sealer)
    assert reopened.length(upload) == 5000
    reopened.append(upload, PHOTO[5000:])
    assert store.finish(upload) == PHOTO
    assert store.length(upload) == len(PHOTO)


@pytest.mark.parametrize("damage", ["cut", "cut in the length", "zeros", "changed"])
def test_a_piece_that_a_crash_damaged_is_not_counted_and_is_written_again(
    store: BlobStore, sealer: Sealer, tmp_path: Path, upload: str, damage: str
) -> None:
    store.begin(upload)
    store.append(upload, b"whole ")
    store.append(upload, b"damaged")
    (file,) = files(tmp_path)
    data = bytearray(file.read_bytes())
    last = len(data) - (4 + 35 + len(b"damaged"))
    match damage:
        case "cut":
            del data[-3:]
        case "cut in the length":
            del data[last + 2 :]
        case "zeros":
            data[last:] = bytes(len(data) - last)
        case "changed":
            data[-1] ^= 1
    file.write_bytes(data)
    reopened = BlobStore(tmp_path / "files", sealer)
    assert reopened.length(upload) == len(b"whole ")
    reopened.append(upload, b"again")
    assert BlobStore(tmp_path / "files", sealer).finish(upload) == b"whole again"


def test_an_upload_that_nobody_goes_on_with_is_forgotten(store: BlobStore, tmp_path: Path, upload: str) -> None:
    going = str(uuid7())
    for each in (upload, going):
        store.begin(each)
        store.append(each, PHOTO)
    week = timedelta(days=7)
    os.utime(tmp_path / "files" / "partial" / upload, times=((NOW - 2 * week).timestamp(),) * 2)

    assert store.forget_uploads(NOW - week) == 1
    assert store.length(going) == len(PHOTO)
    with pytest.raises(Refusal, match=r"upload\.not_found"):
        store.length(upload)


def test_an_upload_begins_once_and_an_empty_piece_adds_nothing(store: BlobStore, upload: str) -> None:
    store.begin(upload)
    with pytest.raises(Refusal, match=r"upload\.exists"):
        store.begin(upload)
    assert store.append(upload, b"") == store.length(upload) == 0


def full(*_: object) -> int:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("call", ["write", "fsync", "open"])
def test_a_full_disk_is_told_and_leaves_nothing_behind(
    store: BlobStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(f"backend.storage.durable.os.{call}", full)
        with pytest.raises(Refusal, match=r"storage\.full"):
            store.put(PHOTO)
    assert files(tmp_path) == []
    assert store.open(store.put(PHOTO)) == PHOTO


def test_a_disk_that_fills_up_in_a_piece_keeps_those_before(
    store: BlobStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, upload: str
) -> None:
    store.begin(upload)
    store.append(upload, b"first ")
    written: list[int] = []
    really_write = os.write

    def half(descriptor: int, data: bytes) -> int:
        if written:
            full()
        written.append(really_write(descriptor, data[:10]))
        return written[0]

    with monkeypatch.context() as patch:
        patch.setattr("backend.storage.durable.os.write", half)
        with pytest.raises(Refusal, match=r"storage\.full"):
            store.append(upload, b"second")
    assert store.length(upload) == len(b"first ")
    store.append(upload, b"second")
    assert store.finish(upload) == b"first second"

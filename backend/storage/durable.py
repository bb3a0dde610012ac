"""Files that are on the disk when the call returns: the bytes, and the name in its folder."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from backend.kernel.ids import uuid7
from backend.kernel.refusal import Refusal

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def refusing_when_full() -> Iterator[None]:
    """A full disk is foreseen: refuses `storage.full`."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise Refusal("storage.full") from error
        raise


def sync_folder(folder: Path) -> None:
    """The names in `folder` are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Makes `folder` and those above it, readable by this account alone. Refuses `storage.full`."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    for path in reversed(missing):
        with refusing_when_full():
            path.mkdir(mode=0o700, exist_ok=True)
            try:
                sync_folder(path.parent)
            except BaseException:
                path.rmdir()  # or the next call would find it there and trust it
                raise


def write_all(descriptor: int, data: bytes) -> None:
    """Writes every byte: `write` may take fewer when the disk fills up."""
    left = memoryview(data)
    while left:
        left = left[os.write(descriptor, left) :]


def write_durably(path: Path, data: bytes) -> None:
    """Replaces `path` whole or not at all, mode 0600. Refuses `storage.full`; nothing half-written stays behind."""
    draft = path.with_name(f".{path.name}.{uuid7().hex}")
    with refusing_when_full():
        try:
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            try:
                write_all(descriptor, data)
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
            draft.replace(path)
            sync_folder(path.parent)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise

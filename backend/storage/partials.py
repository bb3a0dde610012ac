"""Files still arriving: a row of sealed frames, so that nothing lies in clear even half-sent.

A frame is 4 bytes of length (big endian) and the sealed piece, bound to the upload and its place in the row. What a
crash cut short, or a power cut filled with zeros, does not open: it is not counted, and the next piece goes over it.
"""

import os
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from backend.kernel.refusal import Refusal
from backend.storage.durable import make_folder, refusing_when_full, sync_folder, write_all
from backend.storage.sealing import OVERHEAD, Sealer

_PREFIX = 4
_REMEMBERED = 1000


@dataclass(frozen=True, slots=True)
class _Read:
    """What is known of an upload: whole frames, their plain bytes, and where the file ends after them."""

    frames: int
    length: int
    end: int


class Partials:
    """The uploads in one folder."""

    def __init__(self, folder: Path, sealer: Sealer) -> None:
        self._folder = folder
        self._sealer = sealer
        self._read: OrderedDict[str, _Read] = OrderedDict()
        make_folder(folder)

    def begin(self, upload: str) -> None:
        with refusing_when_full():
            try:
                os.close(os.open(self._path(upload), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            except FileExistsError:
                raise Refusal("upload.exists") from None
            sync_folder(self._folder)

    def append(self, upload: str, chunk: bytes) -> int:
        known = self._known(upload)
        if not chunk:
            return known.length
        sealed = self._sealer.seal(chunk, table="upload", column="frame", row=f"{upload}/{known.frames}")
        frame = len(sealed).to_bytes(_PREFIX, "big") + sealed
        descriptor = os.open(self._path(upload), os.O_WRONLY)
        try:
            with refusing_when_full():
                os.ftruncate(descriptor, known.end)
                os.lseek(descriptor, known.end, os.SEEK_SET)
                try:
                    write_all(descriptor, frame)
                except BaseException:
                    os.ftruncate(descriptor, known.end)
                    raise
        finally:
            os.close(descriptor)
        return self._remember(upload, _Read(known.frames + 1, known.length + len(chunk), known.end + len(frame))).length

    def flush(self, upload: str) -> None:
        descriptor = os.open(self._existing(upload), os.O_RDONLY)
        try:
            with refusing_when_full():
                os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def length(self, upload: str) -> int:
        return self._known(upload).length

    def content(self, upload: str) -> bytes:
        return b"".join(self._pieces(upload, self._existing(upload).read_bytes())[0])

    def discard(self, upload: str) -> None:
        self._read.pop(upload, None)
        if self._path(upload).exists():
            self._path(upload).unlink()
            sync_folder(self._folder)

    def forget(self, before: datetime) -> int:
        """Removes what nothing was added to since a moment; how many."""
        old = [path.name for path in self._folder.iterdir() if path.stat().st_mtime < before.timestamp()]
        for upload in old:
            self.discard(upload)
        return len(old)

    def _known(self, upload: str) -> _Read:
        """What is remembered, if the file is as it was left; else it is read whole."""
        path, known = self._existing(upload), self._read.get(upload)
        if known is not None and path.stat().st_size == known.end:
            return known
        pieces, end = self._pieces(upload, path.read_bytes())
        return self._remember(upload, _Read(len(pieces), sum(map(len, pieces)), end))

    def _pieces(self, upload: str, data: bytes) -> tuple[list[bytes], int]:
        """The pieces up to the first frame that is cut or does not open, and where that one begins."""
        pieces: list[bytes] = []
        at = 0
        while at + _PREFIX + OVERHEAD <= len(data):
            end = at + _PREFIX + int.from_bytes(data[at : at + _PREFIX], "big")
            if end > len(data):
                break
            try:
                row = f"{upload}/{len(pieces)}"
                pieces.append(self._sealer.open(data[at + _PREFIX : end], table="upload", column="frame", row=row))
            except Refusal:
                break
            at = end
        return pieces, at

    def _remember(self, upload: str, read: _Read) -> _Read:
        self._read[upload] = read
        self._read.move_to_end(upload)
        while len(self._read) > _REMEMBERED:
            self._read.popitem(last=False)
        return read

    def _existing(self, upload: str) -> Path:
        path = self._path(upload)
        if not path.exists():
            raise Refusal("upload.not_found")
        return path

    def _path(self, upload: str) -> Path:
        return self._folder / upload

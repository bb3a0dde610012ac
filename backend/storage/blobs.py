"""Files: sealed, on the disk when a call returns, found by an id that says nothing.

Calls wait for the disk: from a coroutine use `asyncio.to_thread`.
"""

from datetime import datetime
from pathlib import Path
from uuid import UUID

from backend.kernel.ids import uuid7
from backend.kernel.refusal import Refusal
from backend.storage.durable import make_folder, sync_folder, write_durably
from backend.storage.partials import Partials
from backend.storage.sealing import Sealer


class BlobStore:
    """A folder of sealed files, and of those still arriving."""

    def __init__(self, root: Path, sealer: Sealer) -> None:
        self._root = root
        self._sealer = sealer
        self._partials = Partials(root / "partial", sealer)
        make_folder(root)

    def put(self, data: bytes) -> str:
        """Keeps `data` and returns its id. Refuses `storage.full`, leaving nothing behind."""
        blob = str(uuid7())
        path = self._path(blob)
        make_folder(path.parent)
        write_durably(path, self._sealer.seal(data, table="blob", column="content", row=blob))
        return blob

    def open(self, blob: str) -> bytes:
        """The bytes that were put. Refuses `blob.not_found`, and `sealed.altered` when the file is not what was put."""
        try:
            sealed = self._path(blob).read_bytes()
        except FileNotFoundError:
            raise Refusal("blob.not_found") from None
        return self._sealer.open(sealed, table="blob", column="content", row=blob)

    def delete(self, blob: str) -> None:
        """Removes a file; harmless when it is gone already."""
        path = self._path(blob)
        if path.exists():
            path.unlink()
            sync_folder(path.parent)

    def begin(self, upload: str) -> None:
        """Starts a file that arrives in pieces, on the disk when it returns. Refuses `upload.exists`."""
        self._partials.begin(_checked(upload))

    def append(self, upload: str, chunk: bytes) -> int:
        """Adds a piece, sealed; returns the new length. Safe from a power cut after `flush`. Refuses `storage.full`."""
        return self._partials.append(_checked(upload), chunk)

    def flush(self, upload: str) -> None:
        """Every piece appended so far is on the disk."""
        self._partials.flush(_checked(upload))

    def length(self, upload: str) -> int:
        """How many bytes have arrived whole. Refuses `upload.not_found`."""
        return self._partials.length(_checked(upload))

    def finish(self, upload: str) -> bytes:
        """All the bytes that arrived. The upload stays until `discard`, so that a crash in between loses nothing."""
        return self._partials.content(_checked(upload))

    def discard(self, upload: str) -> None:
        """Removes an upload; harmless when it is gone already."""
        self._partials.discard(_checked(upload))

    def forget_uploads(self, before: datetime) -> int:
        """Removes the uploads that nothing was added to since a moment; how many."""
        return self._partials.forget(before)

    def _path(self, blob: str) -> Path:
        name = _checked(blob)
        return self._root / name[-2:] / name


def _checked(name: str) -> str:
    """`name` if it is a UUID in its usual spelling: it becomes a file name. Refuses `blob.not_found`."""
    try:
        if str(UUID(name)) == name:
            return name
    except ValueError:
        pass
    raise Refusal("blob.not_found")

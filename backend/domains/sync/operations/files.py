"""The files of held envelopes: where their bytes go, and what happens when the last one has come.

Source: the sync contract, `/sync/files`; tus 1.0.0.
"""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from backend.domains.sync.operations.settling import settle, wake
from backend.domains.sync.ports import Centre
from backend.domains.sync.rules.file_types import type_of
from backend.domains.sync.rules.judging import DeviceFacts
from backend.domains.sync.tables import EnvelopeCarrier, EnvelopeFile
from backend.kernel.refusal import Refusal
from backend.storage.counters import lock_position
from backend.storage.database import tx

LIFE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way. `token` is the unguessable end of its address."""

    token: str
    entry: UUID
    sha256: bytes
    size: int
    expires_at: datetime
    complete: bool


@tx
async def begin_upload(
    centre: Centre, *, device: DeviceFacts, envelope: UUID, sha256: bytes, size: int, now: datetime
) -> Upload:
    """Where the bytes of a file go; the same address each time it is asked for.

    Refusals: `file.unknown` (no stored envelope of this device, or carried by it, names this file), `file.size`.
    """
    await lock_position()  # two that ask at once get one address
    row = (
        await EnvelopeFile.select(*COLUMNS)
        .where((EnvelopeFile.entry.id == envelope) & (EnvelopeFile.sha256 == sha256))
        .order_by(EnvelopeFile.entry.first, ascending=False)
        .first()
    )
    if row is None or not await _may_bring(device, row):
        raise Refusal("file.unknown")
    if row["size"] != size:
        raise Refusal("file.size")
    if row["upload"] is not None and (row["complete_at"] is not None or row["expires_at"] > now):
        return _upload(row)
    token, expires_at = str(uuid4()), now + LIFE
    await EnvelopeFile.update({EnvelopeFile.upload: token, EnvelopeFile.expires_at: expires_at}).where(
        EnvelopeFile.id == row["id"]
    )
    return _upload(row | {"upload": token, "expires_at": expires_at})


async def upload(device: DeviceFacts, token: str) -> Upload:
    """An upload by its address; refuses `file.unknown`, also to every other device."""
    row = await EnvelopeFile.select(*COLUMNS).where(EnvelopeFile.upload == token).first()
    if row is None or not await _may_bring(device, row):
        raise Refusal("file.unknown")
    return _upload(row)


async def _may_bring(device: DeviceFacts, row: dict[str, Any]) -> bool:
    """Whether a file's envelope is this device's, or was carried by it."""
    if device.id in (row["entry.device"], row["entry.carrier"]):
        return True
    carried = (EnvelopeCarrier.entry == row["entry"]) & (EnvelopeCarrier.carrier == device.id)
    return bool(await EnvelopeCarrier.exists().where(carried))


async def renewed(going: Upload) -> Upload:
    """The upload as it stands after waiting for one's turn; refuses `file.unknown` when it was given up meanwhile."""
    row = await EnvelopeFile.select(*COLUMNS).where(EnvelopeFile.upload == going.token).first()
    if row is None:
        raise Refusal("file.unknown")
    return _upload(row)


async def end_upload(centre: Centre, going: Upload, *, now: datetime) -> None:
    """Keeps a file whose last byte has come, and applies its envelope when it was the last one missing.

    Refuses `file.altered`: the bytes are not those the envelope names; they are thrown away and asked for anew.
    """
    blob, seems = await asyncio.to_thread(_kept, centre, going)
    try:
        await _keep(centre, going, blob, seems, now)
    except Exception:
        await asyncio.to_thread(centre.blobs.delete, blob)
        raise
    await asyncio.to_thread(centre.blobs.discard, going.token)


def _kept(centre: Centre, going: Upload) -> tuple[str, str | None]:
    """Where the file's bytes lie, and the type that they are of."""
    data = centre.blobs.finish(going.token)
    if hashlib.sha256(data).digest() != going.sha256:
        centre.blobs.discard(going.token)
        raise Refusal("file.altered")
    return centre.blobs.put(data), type_of(data)


async def arrived(centre: Centre, going: Upload) -> int:
    """How many bytes of a file have come."""
    return going.size if going.complete else await asyncio.to_thread(_length, centre, going.token)


def _length(centre: Centre, token: str) -> int:
    try:
        return centre.blobs.length(token)
    except Refusal as refusal:
        if refusal.code != "upload.not_found":
            raise
    try:
        centre.blobs.begin(token)
    except Refusal as refusal:  # another call began it at the same moment
        if refusal.code != "upload.exists":
            raise
    return 0


async def resumed(centre: Centre, going: Upload, *, now: datetime) -> int:
    """How many bytes of a file have come; an upload that a crash left whole but not ended is ended."""
    come = await arrived(centre, going)
    if come == going.size and not going.complete:
        await end_upload(centre, going, now=now)
    return come


async def append(centre: Centre, going: Upload, chunk: bytes) -> None:
    """Adds bytes to a file; they are on the disk when it returns. Refuses `storage.full`."""
    await asyncio.to_thread(_append, centre, going.token, chunk)


def _append(centre: Centre, token: str, chunk: bytes) -> None:
    centre.blobs.append(token, chunk)
    centre.blobs.flush(token)


@tx
async def _keep(centre: Centre, going: Upload, blob: str, seems: str | None, now: datetime) -> None:
    await lock_position()
    await EnvelopeFile.update(
        {EnvelopeFile.complete_at: now, EnvelopeFile.blob: blob, EnvelopeFile.seems: seems}
    ).where((EnvelopeFile.upload == going.token) & EnvelopeFile.complete_at.is_null())
    await wake(centre, await settle(centre, [going.entry], now), now)


@tx
async def cancel_upload(centre: Centre, going: Upload) -> None:
    """Forgets what has come of a file so far; the envelope still waits for it."""
    await EnvelopeFile.update({EnvelopeFile.upload: None, EnvelopeFile.expires_at: None}).where(
        (EnvelopeFile.upload == going.token) & EnvelopeFile.complete_at.is_null()
    )
    centre.blobs.discard(going.token)


COLUMNS = (
    EnvelopeFile.id,
    EnvelopeFile.entry,
    EnvelopeFile.entry.device,
    EnvelopeFile.entry.carrier,
    EnvelopeFile.sha256,
    EnvelopeFile.size,
    EnvelopeFile.upload,
    EnvelopeFile.expires_at,
    EnvelopeFile.complete_at,
)


def _upload(row: dict[str, Any]) -> Upload:
    return Upload(
        token=str(row["upload"]),
        entry=row["entry"],
        sha256=bytes(row["sha256"]),
        size=row["size"],
        expires_at=row["expires_at"],
        complete=row["complete_at"] is not None,
    )

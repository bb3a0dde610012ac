"""Whom a request concerns: they never decide on it, whatever post they hold. And what lies in it as files."""

from __future__ import annotations

from uuid import UUID

from backend.domains.dossiers.rules import Standing
from backend.domains.identity import queries as identity
from backend.domains.sync.tables import Envelope as EnvelopeTable
from backend.domains.sync.tables import EnvelopeFile
from backend.kernel.ids import is_uuid7


async def concerns(person: UUID, by: str | None, on_behalf: str | None) -> bool:
    """Whether somebody filed it, or it was filed for them or for whom they act."""
    if str(person) in (by, on_behalf):
        return True
    if on_behalf is None or not is_uuid7(on_behalf):
        return False
    return any(each.ended_at is None for each in await identity.mandates_between([person], [UUID(on_behalf)]))


async def concerned(person: UUID, standing: Standing) -> bool:
    """The same of a dossier; also whoever filled it in at a counter for somebody else."""
    if standing.person == person:
        return True
    filed = await (
        EnvelopeTable.select(EnvelopeTable.person)
        .where((EnvelopeTable.number == standing.number) & (EnvelopeTable.kind == "dossier.file"))
        .first()
    )
    by = filed["person"] if filed else None
    return await concerns(person, by, str(standing.on_behalf) if standing.on_behalf else None)


async def blob_of(number: str, sha256: str) -> str | None:
    """The name of a dossier's file in the store, where it has come whole."""
    row = await (
        EnvelopeFile.select(EnvelopeFile.blob)
        .where(
            (EnvelopeFile.entry.number == number)
            & (EnvelopeFile.sha256 == bytes.fromhex(sha256))
            & EnvelopeFile.blob.is_not_null()
        )
        .first()
    )
    return row["blob"] if row else None

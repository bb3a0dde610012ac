"""Whom a request concerns: they never decide on it, whatever post they hold. And what lies in it as files."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from backend.domains.dossiers.rules import Standing
from backend.domains.identity import queries as identity
from backend.domains.sync.tables import Envelope as EnvelopeTable
from backend.domains.sync.tables import EnvelopeFile
from backend.kernel.ids import is_uuid7
from backend.storage.rows import rows_in


async def concerns(person: UUID, by: str | None, on_behalf: str | None) -> bool:
    """Whether somebody filed it, or it was filed for them or for whom they act."""
    if str(person) in (by, on_behalf):
        return True
    if on_behalf is None or not is_uuid7(on_behalf):
        return False
    return any(each.ended_at is None for each in await identity.mandates_between([person], [UUID(on_behalf)]))


async def concerned(person: UUID, standing: Standing) -> bool:
    """The same of a dossier; also whoever filled it in at a counter for somebody else."""
    return standing.id in await concerning(person, [standing])


async def concerning(person: UUID, standings: Collection[Standing]) -> set[UUID]:
    """Those of these dossiers that concern somebody, by id."""
    envelopes = await rows_in(
        EnvelopeTable, "number", [each.number for each in standings], columns=("number", "kind", "person")
    )
    filled_in = {row["number"] for row in envelopes if row["kind"] == "dossier.file" and row["person"] == str(person)}
    givers = {each.on_behalf for each in standings if each.on_behalf}
    mandates = await identity.mandates_between([person], givers) if givers else []
    theirs = {person, *(each.giver for each in mandates if each.ended_at is None)}
    return {
        each.id for each in standings if each.person == person or each.number in filled_in or each.on_behalf in theirs
    }


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

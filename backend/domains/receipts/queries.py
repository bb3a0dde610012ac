"""Receipts as they are kept."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from backend.domains.receipts.rules import Letter, Receipt, Standing
from backend.domains.receipts.tables import LetterTable, ReceiptTable
from backend.storage.rows import rows_in

_COLUMNS = (
    "number",
    "dossier",
    "digest",
    "token",
    "issued_at",
    "pdf",
    "pdf_sha256",
    "withdrawn_at",
    "corrected_at",
    "replaced_by",
)


async def receipt(number: str) -> Receipt | None:
    """The receipt of that number."""
    return (await receipts_of([number])).get(number)


async def receipts_of(numbers: Collection[str]) -> dict[str, Receipt]:
    """The receipts of these numbers, by number; one that was never issued is missing."""
    rows = await rows_in(ReceiptTable, "number", numbers, columns=_COLUMNS)
    return {row["number"]: _receipt(row) for row in rows}


async def standing(number: str, digest16: bytes) -> Standing:
    """What became of the receipt or letter with this number and this start of a digest; `UNKNOWN`: none was issued.

    A later decision takes the place of an earlier one.
    """
    found = await receipt(number)
    if found is not None and found.digest.startswith(digest16):
        return found.standing
    issued = await letters(number)
    mine = [each for each in issued if each.digest.startswith(digest16)]
    if not mine:
        return Standing.UNKNOWN
    return Standing.VALID if mine[-1] is issued[-1] else Standing.REPLACED


async def letters(number: str) -> list[Letter]:
    """The letters of a dossier, the first decision first."""
    rows = await rows_in(LetterTable, "number", [number], columns=Letter.__slots__)
    return sorted((_letter(row) for row in rows), key=lambda each: each.revision)


async def letter(id_: UUID) -> Letter | None:
    """One letter."""
    rows = await rows_in(LetterTable, "id", [id_], columns=Letter.__slots__)
    return _letter(rows[0]) if rows else None


def _letter(row: Mapping[str, Any]) -> Letter:
    return Letter(**{**row, "digest": bytes(row["digest"]), "token": bytes(row["token"])})


def _receipt(row: Mapping[str, Any]) -> Receipt:
    return Receipt(
        number=row["number"],
        dossier_id=row["dossier"],
        digest=bytes(row["digest"]),
        token=bytes(row["token"]),
        issued_at=row["issued_at"],
        pdf=row["pdf"],
        pdf_sha256=row["pdf_sha256"],
        withdrawn_at=row["withdrawn_at"],
        corrected_at=row["corrected_at"],
        replaced_by=row["replaced_by"],
    )

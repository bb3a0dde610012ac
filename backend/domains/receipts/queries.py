"""Receipts as they are kept."""

from collections.abc import Collection, Mapping
from typing import Any

from backend.domains.receipts.rules import Receipt, Standing
from backend.domains.receipts.tables import ReceiptTable
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
    """What became of the receipt with this number and this start of a digest; `UNKNOWN` when none was issued."""
    found = await receipt(number)
    return found.standing if found is not None and found.digest.startswith(digest16) else Standing.UNKNOWN


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

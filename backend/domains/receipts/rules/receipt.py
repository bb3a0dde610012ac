"""A receipt as it is kept, and what is said of one that somebody holds."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Standing(StrEnum):
    """What became of a receipt since it was issued."""

    VALID = "valid"
    CORRECTED = "corrected"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Receipt:
    """One issued receipt. `pdf` names the kept document, None until it is made; `digest` is that of the envelope."""

    number: str
    dossier_id: UUID
    digest: bytes
    token: bytes
    issued_at: datetime
    pdf: str | None = None
    pdf_sha256: bytes | None = None
    withdrawn_at: datetime | None = None
    corrected_at: datetime | None = None
    replaced_by: str | None = None

    @property
    def standing(self) -> Standing:
        """Computed from the dated facts; the gravest one is told."""
        if self.withdrawn_at is not None:
            return Standing.WITHDRAWN
        if self.replaced_by is not None:
            return Standing.REPLACED
        return Standing.VALID if self.corrected_at is None else Standing.CORRECTED

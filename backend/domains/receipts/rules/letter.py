"""A letter by which a body tells its decision: the same facts as the receipt of its dossier, and what was decided."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.domains.receipts.rules.content import ReceiptContent
from backend.domains.receipts.rules.values import Value


@dataclass(frozen=True, slots=True)
class Letter:
    """One issued letter, by the dossier's number and the revision that the decision made. `pdf`: None until made."""

    id: UUID
    number: str
    revision: int
    digest: bytes
    token: bytes
    issued_at: datetime
    pdf: str | None = None


@dataclass(frozen=True, slots=True)
class LetterContent:
    """Everything the letter says. `act`: the decision, a key of the words; `months`: within which a court is asked."""

    receipt: ReceiptContent
    act: str
    text: Value
    decided_at: datetime
    by: str
    role: str
    months: int

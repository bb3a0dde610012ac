"""What a receipt token states, and nothing more."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

DIGEST_BYTES = 16


class Kind(IntEnum):
    """What a token proves; the numbers are the wire and never change."""

    RECEIVED = 0
    FILED = 1
    DECIDED = 2
    CERTIFICATE = 3
    STATEMENT = 4


@dataclass(frozen=True, slots=True)
class TokenFacts:
    """The eight signed facts. Times carry a zone and whole seconds; `digest16` is the start of the digest.

    For kind RECEIVED the envelope's id stands for the number.
    """

    number: str
    service: str
    digest16: bytes
    filled_at: datetime
    received_at: datetime
    kind: Kind = Kind.FILED
    valid_until: datetime | None = None

    def __post_init__(self) -> None:
        if len(self.digest16) != DIGEST_BYTES:
            raise ValueError(f"digest16 has {len(self.digest16)} bytes, not {DIGEST_BYTES}")
        for moment in (self.filled_at, self.received_at, self.valid_until):
            if moment is not None and moment.tzinfo is None:
                raise ValueError("times of a token carry a zone")

"""What a dossier is, what is needed to file one, and which act may follow which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.kernel.refusal import Refusal

FILED = "filed"
NO_PLACE = "00"  # the wilaya of a dossier that belongs to no place


@dataclass(frozen=True, slots=True)
class FileRef:
    """A document of a dossier; `sha256` is hex, of the bytes as they were filled."""

    field: str
    name: str
    type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Acting:
    """Who filed and for whom, as both were called then."""

    by: str
    on_behalf: str


@dataclass(frozen=True, slots=True)
class Filing:
    """Everything a new dossier is made of, already checked. `number`: one issued before a restore, taken up again.

    `on_behalf`: for whom the person filed it; `acting` then names both.
    """

    envelope_id: UUID
    digest: bytes
    owner: UUID
    person: UUID | None
    body: str
    prefix: str
    agency: str | None
    wilaya_code: str
    service: str
    service_version: int
    lang: str
    filled_at: datetime
    received_at: datetime
    answers: Mapping[str, Any]
    files: tuple[FileRef, ...]
    flags: tuple[str, ...] = ()
    business_key: str | None = None
    depositor: str | None = None
    on_behalf: UUID | None = None
    acting: Acting | None = None
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a dossier stands, without what it says."""

    id: UUID
    number: str
    service: str
    service_version: int
    owner: UUID
    person: UUID | None
    on_behalf: UUID | None
    wilaya_code: str
    state: str
    revision: int
    position: int
    flags: tuple[str, ...] = ()

    @property
    def public(self) -> dict[str, Any]:
        """As the contract shows it to its filer."""
        return {"number": self.number, "state": self.state, "revision": self.revision}


@dataclass(frozen=True, slots=True)
class Dossier:
    """One request by one person or employer for one service, with what was answered."""

    id: UUID
    number: str
    service: str
    service_version: int
    body: str
    wilaya_code: str
    agency: str | None
    lang: str
    state: str
    revision: int
    filled_at: datetime
    received_at: datetime
    digest: bytes
    envelope_id: UUID
    answers: Mapping[str, Any]
    files: tuple[FileRef, ...]
    flags: tuple[str, ...]
    depositor: str | None
    acting: Acting | None


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a dossier's history. `actor` is `filer`, or names who acted for the body."""

    verb: str
    state: str
    revision: int
    actor: str
    at: datetime
    position: int


def same_revision(standing: Standing, base_revision: int) -> None:
    """Refuses `dossier.changed` for an act that was decided on an older state of the dossier."""
    if standing.revision != base_revision:
        raise Refusal("dossier.changed", current=standing.public)

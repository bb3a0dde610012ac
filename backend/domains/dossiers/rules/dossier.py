"""What a dossier is, what is needed to file one, and which act may follow which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.domains.dossiers.rules.clocks import Clock
from backend.domains.identity.rules import Scope
from backend.kernel.refusal import Refusal

BY_FILER = "filer"
"""The actor of what whoever filed does."""
DOUBLE = "possible_double"
"""The flag of a dossier that asks for what another asks for already."""
ASSISTED = "assisted"
"""The flag of what an agent filled in for whoever stood there: theirs by number and secret, never the agent's."""
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
    state: str
    clock: Clock
    flags: tuple[str, ...] = ()
    business_key: str | None = None
    depositor: str | None = None
    on_behalf: UUID | None = None
    acting: Acting | None = None
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Corrected:
    """What follows from a correction: where the answers lead if it is elsewhere now, the flags, the key of doubles."""

    to: Scope | None
    flags: tuple[str, ...]
    business_key: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a dossier stands, without what it says.

    `holder`: the agent who has it in hand, until `held_until`; `open_fields`: what its filer is asked to correct.
    """

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
    flags: tuple[str, ...]
    body: str
    agency: str | None
    holder: UUID | None
    held_until: datetime | None
    answer_by: date | None
    due_on: date | None
    paused_on: date | None
    escalated: int | None
    warned: int | None
    escalate_on: date | None
    closed_at: datetime | None
    open_fields: tuple[str, ...] | None

    @property
    def clock(self) -> Clock | None:
        """What it is measured by; nothing for one of before there were clocks."""
        if self.answer_by is None or self.due_on is None:
            return None
        return Clock(
            self.answer_by, self.due_on, self.paused_on, self.escalated or 0, self.warned or 0, self.escalate_on
        )

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
    """One line of a dossier's history. `actor` is `filer`, `clock`, or the id of who acted for the body.

    `beside`: it moved nothing. `content`: what was said, where it was asked for and is no filing.
    """

    verb: str
    state: str
    revision: int
    actor: str
    at: datetime
    position: int
    beside: bool = False
    content: Mapping[str, Any] | None = None

    @property
    def name(self) -> str:
        """The act, without its noun."""
        return self.verb.partition(".")[2]

    @property
    def told(self) -> bool:
        """Whether its text is for whoever filed, or by them."""
        return bool(self.content and self.content.get("text") and self.content.get("told"))


def same_revision(standing: Standing, base_revision: int) -> None:
    """Refuses `dossier.changed` for an act that was decided on an older state of the dossier."""
    if standing.revision != base_revision:
        raise Refusal("dossier.changed", current=standing.public)

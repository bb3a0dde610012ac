"""The content of the filing receipt: what it says, in what order, in no language yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from backend.domains.places.rules import Body
from backend.domains.receipts.rules.facts import Kind
from backend.domains.receipts.rules.values import Value


@dataclass(frozen=True, slots=True)
class Line:
    """A short answer beside its label; `label` is a key of the words."""

    label: str
    value: Value
    shape: str = "line"


@dataclass(frozen=True, slots=True)
class Passage:
    """A long text of the filer, written once, in the language it was written in."""

    label: str
    text: Value
    shape: str = "passage"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of rows with its column labels."""

    label: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value | None, ...], ...]
    shape: str = "grid"


@dataclass(frozen=True, slots=True)
class Section:
    """The answers of one page of the form, in the order they were asked."""

    label: str
    parts: tuple[Line | Passage | Grid, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A document of the dossier: under which question, its name, its size in bytes and its SHA-256 in hex."""

    label: str
    name: Value
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What proves the deposit: the signed token, the address that shows it, the secret that opens the dossier.

    `public_url` is where the counter is, for whoever types instead of scanning.
    """

    token: bytes
    secret: str
    verify_url: str
    public_url: str

    @property
    def place(self) -> str:
        """The counter's address as people type it."""
        return self.public_url.removeprefix("https://")


@dataclass(frozen=True, slots=True)
class Limits:
    """The time limits that apply: until when the person had to file, until when the body answers."""

    due_at: datetime | None = None
    answer_by: date | None = None


@dataclass(frozen=True, slots=True)
class ReceiptContent:
    """Everything the filing receipt says. Labels and sentences are keys of the words, in both languages."""

    number: str
    kind: Kind
    lang: str
    title: str
    object: tuple[Value, ...]
    body: Body
    counter: tuple[Value, ...]
    filled_at: datetime
    received_at: datetime
    depositor: Value | None
    acting: tuple[Value, Value] | None  # who filed, and for whom
    flags: tuple[str, ...]
    sections: tuple[Section, ...]
    documents: tuple[Document, ...]
    legal: tuple[str, ...]
    retention_years: int
    digest: str
    proof: Proof
    limits: Limits
    attachment: Mapping[str, Any]

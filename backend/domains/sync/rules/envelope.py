"""What an envelope is, and whether an item has its shape.

Source: the sync contract, sections Envelope and Order of checks.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from backend.kernel.canonical import check, written
from backend.kernel.ids import is_uuid7
from backend.kernel.languages import LANGUAGES
from backend.kernel.refusal import Refusal

VERSION = 1
KINDS = ("dossier.file", "dossier.correct", "dossier.act", "dossier.withdraw", "desk.act")
ACTS = ("dossier.act", "desk.act")
"""Those that name their act."""
LARGEST_ENVELOPE = 256 * 1024
MOST_FILES = 8
LARGEST_FILE = 12 * 1024 * 1024

HEX_64 = re.compile(r"[0-9a-f]{64}")
SIGNATURE = re.compile(r"[A-Za-z0-9_-]{86}")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)")
FIELD = re.compile(r"[a-z0-9_]{1,64}")
CODE = re.compile(r"[a-z0-9.-]{1,100}")
DOSSIER = re.compile(r"[0-9A-Za-z-]{1,64}")  # a number, or the id of an envelope
PLAIN = re.compile(r"[ -~]{1,255}")  # an id or a token that somebody issued


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A file that the envelope names; its bytes come afterwards."""

    field: str
    name: str
    type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Envelope:
    """One signed act of a device, as it was pressed. `digest`: as it says; `computed_digest`: as it is."""

    id: UUID
    device_id: UUID
    seq: int
    kind: str
    service: str
    service_version: int
    lang: str
    filled_at: datetime
    seen: str | None
    person: str | None
    on_behalf: str | None
    signer: str | None
    proof: Any
    answers: dict[str, Any]
    files: tuple[FileEntry, ...]
    depends_on: tuple[UUID, ...]
    corrects: UUID | None
    dossier: str | None
    base_revision: int | None
    act: str | None
    claim: str | None
    digest: bytes
    computed_digest: bytes
    signature: str
    raw: bytes
    held_receipt: str | None = None

    @property
    def kept(self) -> bytes:
        """What is kept to be read again: `raw`, with the receipt that its device showed when it offered it anew."""
        if self.held_receipt is None:
            return self.raw
        return b'{"item":%b,"receipt":%b}' % (self.raw, json.dumps(self.held_receipt).encode())


class Upgrade(Exception):
    """The item is of a later contract: kept on the device until the server is brought up to date."""


def moment(text: str) -> datetime | None:
    """The instant an RFC 3339 text with offset names, else None; also for one that no UTC calendar has."""
    if not MOMENT.fullmatch(text):
        return None
    try:
        named = datetime.fromisoformat(text)
        named.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return named


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _spelled(pattern: re.Pattern[str]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


def _whole(value: Any, least: int = 0) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= least


def _uuid(value: Any) -> bool:
    return isinstance(value, str) and is_uuid7(value)


def _or_null(test: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: value is None or test(value)


_hex = _spelled(HEX_64)
_field = _spelled(FIELD)


def _file(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and set(value) == {"field", "name", "type", "size", "sha256"}
        and _field(value["field"])
        and all(isinstance(value[key], str) and len(value[key]) <= 255 for key in ("name", "type"))
        and _whole(value["size"])
        and _hex(value["sha256"])
    )


SHAPE: dict[str, Callable[[Any], bool]] = {
    "v": _whole,
    "id": _uuid,
    "device_id": _uuid,
    "seq": lambda value: _whole(value, 1),
    "kind": _text,
    "service": _spelled(CODE),
    "service_version": lambda value: _whole(value, 1),
    "lang": lambda value: value in LANGUAGES,
    "filled_at": _spelled(MOMENT),
    "seen": _or_null(_spelled(PLAIN)),
    "person": _or_null(_spelled(PLAIN)),
    "for": _or_null(_spelled(PLAIN)),
    "signer": _or_null(_spelled(PLAIN)),
    "answers": lambda value: isinstance(value, dict),
    "files": lambda value: isinstance(value, list) and len(value) <= MOST_FILES and all(_file(each) for each in value),
    "depends_on": lambda value: isinstance(value, list) and len(value) <= 100 and all(_uuid(each) for each in value),
    "corrects": _or_null(_uuid),
    "dossier": _or_null(_spelled(DOSSIER)),
    "base_revision": _or_null(lambda value: _whole(value)),
    "claim": _or_null(_hex),
    "digest": _hex,
    "signature": _spelled(SIGNATURE),
    "proof": lambda value: value is None or isinstance(value, dict),
}
UNSIGNED = ("digest", "signature", "proof")
SEALED_KEYS = {"v", "id", "device_id", "kid", "enc", "ct", "files", "depends_on"}


def read_envelope(item: Any) -> Envelope:
    """The envelope in an item of a push, its digest not yet compared with what it says.

    Raises `Upgrade` for a later contract; refusals: `envelope.malformed`.
    """
    held = None
    if isinstance(item, dict) and set(item) == {"item", "receipt"} and isinstance(item["receipt"], str):
        item, held = item["item"], item["receipt"]
    if not _fit(item) or not isinstance(item, dict) or not _whole(item.get("v")) or not _text(item.get("id")):
        raise Refusal("envelope.malformed")
    if item["v"] != VERSION:
        raise Upgrade
    if set(item) == SEALED_KEYS:
        # Until sealing is switched on, nobody here could open it: it stays on its device.
        raise Upgrade
    expected = SHAPE | ({"act": _text} if item.get("kind") in ACTS else {})
    if _text(item.get("kind")) and item["kind"] not in KINDS:
        raise Upgrade
    if set(item) - set(expected):
        raise Upgrade
    if set(expected) - set(item) or not all(test(item[key]) for key, test in expected.items()):
        raise Refusal("envelope.malformed")
    if item["kind"] != "dossier.file" and (item["dossier"] is None or item["base_revision"] is None):
        raise Refusal("envelope.malformed")
    raw = written(item)
    if len(raw) > LARGEST_ENVELOPE:
        raise Refusal("envelope.malformed")
    return _envelope(item, raw, held)


def _envelope(item: dict[str, Any], raw: bytes, held: str | None) -> Envelope:
    filled_at = moment(item["filled_at"])
    if filled_at is None:
        raise Refusal("envelope.malformed")
    return Envelope(
        id=UUID(item["id"]),
        device_id=UUID(item["device_id"]),
        seq=item["seq"],
        kind=item["kind"],
        service=item["service"],
        service_version=item["service_version"],
        lang=item["lang"],
        filled_at=filled_at,
        seen=item["seen"],
        person=item["person"],
        on_behalf=item["for"],
        signer=item["signer"],
        proof=item["proof"],
        answers=item["answers"],
        files=tuple(FileEntry(**each) for each in item["files"]),
        depends_on=tuple(UUID(each) for each in item["depends_on"]),
        corrects=UUID(item["corrects"]) if item["corrects"] else None,
        dossier=item["dossier"],
        base_revision=item["base_revision"],
        act=item.get("act"),
        claim=item["claim"],
        digest=bytes.fromhex(item["digest"]),
        computed_digest=signed_digest(item),
        signature=item["signature"],
        raw=raw,
        held_receipt=held,
    )


def signed_digest(item: dict[str, Any]) -> bytes:
    """SHA-256 of the canonical JSON of an envelope without `digest`, `signature` and `proof`."""
    return hashlib.sha256(written({key: item[key] for key in item if key not in UNSIGNED})).digest()


def id_and_digest(item: Any) -> dict[str, Any]:
    """What an answer repeats of an item, however broken: its id and digest where they are texts, else null."""
    if isinstance(item, dict) and set(item) == {"item", "receipt"}:
        item = item["item"]
    known = item if isinstance(item, dict) else {}
    return {key: _sayable(known.get(key)) for key in ("id", "digest")}


def _sayable(value: Any) -> str | None:
    return value if isinstance(value, str) and len(value) <= 128 and (value.isascii() or _fit(value)) else None


def _fit(value: Any) -> bool:
    try:
        check(value)
    except Refusal:
        return False
    return True

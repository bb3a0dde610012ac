"""Filing at the server's own counter: a page without scripts becomes an envelope, and the same push files it."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from weakref import WeakValueDictionary

from backend.domains.sync.operations.files import append, arrived, begin_upload, end_upload
from backend.domains.sync.operations.push import push
from backend.domains.sync.ports import Centre
from backend.domains.sync.queries import devices, outcomes
from backend.domains.sync.rules.envelope import signed_digest
from backend.domains.sync.rules.outcomes import Outcome
from backend.domains.sync.rules.times import time_token
from backend.domains.sync.tables import Device
from backend.kernel.base64url import base64url
from backend.kernel.canonical import canonical
from backend.kernel.days import ALGIERS
from backend.storage.database import tx
from backend.storage.rows import insert_many


@dataclass(frozen=True, slots=True)
class Attached:
    """A document handed in with the page."""

    field: str
    name: str
    type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class On:
    """What is done with a dossier as it stood at a revision, by whoever showed its number and secret.

    `act`: which one; a correction and a withdrawal are kinds of their own.
    """

    number: str
    revision: int
    act: str

    @property
    def said(self) -> dict[str, Any]:
        """As an envelope says it."""
        own = self.act in ("correct", "withdraw")
        kind = {"kind": f"dossier.{self.act}"} if own else {"kind": "dossier.act", "act": self.act}
        return {"dossier": self.number, "base_revision": self.revision, **kind}


@tx
async def open_counter(centre: Centre, *, now: datetime) -> None:
    """Makes the server's own counter a known device."""
    row = {"id": centre.counter.id, "kind": "counter", "point": centre.counter.point, "enrolled_at": now}
    await insert_many(Device, [row], on_conflict_do_nothing=True)


async def file_at_counter(
    centre: Centre,
    *,
    envelope_id: UUID,
    service: str,
    version: int,
    lang: str,
    answers: Mapping[str, Any],
    files: Sequence[Attached],
    now: datetime,
    claim: bytes | None = None,
    on: On | None = None,
) -> Outcome:
    """Files what a page without scripts sent; a second press with the same id gets the outcome of the first.

    `on`: the dossier that it acts on; whoever calls has seen number and secret. It also brings the files that the first
    one named and could not keep: nobody else has them.
    """
    async with _one_press(envelope_id):
        known = (await outcomes(centre, centre.counter.id, [envelope_id])).get(envelope_id)
        if known is None:
            said = _said(centre, envelope_id, service, version, lang, answers, files, claim, now)
            said = _signed(centre, said | (on.said if on else {}))
            (known,) = await push(centre, carrier=centre.counter.id, items=[said], now=now)
        if known["outcome"] != "need_files":
            return known
        await _bring(centre, envelope_id, files, set(known["missing"]), now)
        return (await outcomes(centre, centre.counter.id, [envelope_id]))[envelope_id]


_presses: WeakValueDictionary[UUID, asyncio.Lock] = WeakValueDictionary()


def _one_press(envelope_id: UUID) -> asyncio.Lock:
    """Two presses side by side bring the same files one after the other."""
    return _presses.setdefault(envelope_id, asyncio.Lock())


async def _bring(
    centre: Centre, envelope_id: UUID, files: Sequence[Attached], missing: set[str], now: datetime
) -> None:
    device = (await devices([centre.counter.id]))[centre.counter.id]
    contents = {hashlib.sha256(file.content).digest(): file.content for file in files}
    for sha256, content in contents.items():
        if sha256.hex() not in missing:
            continue
        going = await begin_upload(
            centre, device=device, envelope=envelope_id, sha256=sha256, size=len(content), now=now
        )
        come = await arrived(centre, going)
        await append(centre, going, content[come:])
        await end_upload(centre, going, now=now)


def _said(
    centre: Centre,
    envelope_id: UUID,
    service: str,
    version: int,
    lang: str,
    answers: Mapping[str, Any],
    files: Sequence[Attached],
    claim: bytes | None,
    now: datetime,
) -> dict[str, Any]:
    key = centre.keys.current("time")
    return {
        "v": 1,
        "id": str(envelope_id),
        "device_id": str(centre.counter.id),
        "seq": 1,
        "kind": "dossier.file",
        "service": service,
        "service_version": version,
        "lang": lang,
        "filled_at": now.astimezone(ALGIERS).isoformat(timespec="seconds"),
        "seen": time_token(key.kid, key.secret, now),
        "person": None,
        "for": None,
        "signer": None,
        "answers": json.loads(canonical(dict(answers))),
        "files": [
            {
                "field": file.field,
                "name": file.name,
                "type": file.type,
                "size": len(file.content),
                "sha256": hashlib.sha256(file.content).hexdigest(),
            }
            for file in files
        ],
        "depends_on": [],
        "corrects": None,
        "dossier": None,
        "base_revision": None,
        "claim": claim.hex() if claim else None,
    }


def _signed(centre: Centre, said: dict[str, Any]) -> dict[str, Any]:
    digest = signed_digest(said)
    return said | {"digest": digest.hex(), "signature": base64url(centre.counter.sign(digest)), "proof": None}

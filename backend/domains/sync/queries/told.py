"""What a device is told: the outcomes of what it sent, and what happened since."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.domains.dossiers import queries as dossiers
from backend.domains.dossiers.rules import BY_FILER, Event
from backend.domains.identity import queries as identity
from backend.domains.sync.ports import Centre
from backend.domains.sync.queries.recorded import Entry, entries, people_on, served_on
from backend.domains.sync.rules.answers import SecretOf, revealed
from backend.domains.sync.rules.judging import DeviceFacts
from backend.domains.sync.rules.outcomes import Outcome
from backend.domains.sync.rules.pulling import MOST_CHANGES, Cursor
from backend.storage.counters import Epoch, current_life


def present(centre: Centre, entry: Entry) -> Outcome:
    """The outcome an envelope has now, the same bytes at each asking once it is final."""
    return revealed(json.loads(entry.answer), entry.digest, secret_of(centre))


def secret_of(centre: Centre) -> SecretOf:
    """Key id → tracking key."""
    return lambda kid: centre.keys.key("tracking", kid).secret


async def outcomes(centre: Centre, device: UUID, ids: Sequence[UUID]) -> dict[UUID, Outcome]:
    """The present outcomes of a device's own envelopes; of an id used twice, the first digest's."""
    found = await entries(ids)
    mine = {envelope_id: first for envelope_id, (first, *_) in found.items() if first.device == device}
    return {
        each: {"id": str(each), "digest": entry.digest.hex()} | present(centre, entry) for each, entry in mine.items()
    }


async def changes(centre: Centre, device: DeviceFacts, after: str, now: datetime) -> dict[str, Any]:
    """What happened to the dossiers of a device, of whoever is signed in on it, and of whom they act for now.

    At most 200 changes, oldest first.
    """
    epoch, last = await current_life()
    cursor = Cursor.read(after, str(epoch.id), last)
    people = await people_on(device.id, now)
    acting_for = await identity.acting_for(people, now)
    serving = await served_on(device.id, now)
    rows = await dossiers.changes(device.id, people, acting_for, cursor.position, MOST_CHANGES, serving=serving)
    receipts = await _receipts(centre, rows)
    stories = await dossiers.stories({row["dossier.id"] for row in rows}, centre.sealer)
    shown = [_change(row, receipts, stories[row["dossier.id"]]) for row in rows]
    position = rows[-1]["position"] if rows else max(cursor.position, 0)
    return {"cursor": str(Cursor(str(epoch.id), position)), "reset": cursor.reset, "changes": shown}


async def _receipts(centre: Centre, changes_: Collection[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The filing receipt of each dossier, by its number: of an id used twice, the envelope that became the dossier."""
    numbers = {row["dossier.envelope"]: row["dossier.number"] for row in changes_}
    found = [entry for same in (await entries(numbers)).values() for entry in same]
    return {
        entry.number: present(centre, entry)["receipt"]
        for entry in found
        if entry.number and entry.number == numbers[entry.id]
    }


def _change(row: dict[str, Any], receipts: dict[str, dict[str, Any]], story: Sequence[Event]) -> dict[str, Any]:
    # what is open now is open in the change that is the present state; an older one has been overtaken
    fields = row["dossier.open_fields"] if row["revision"] == row["dossier.revision"] else None
    return {
        "position": row["position"],
        "dossier": {
            "number": row["dossier.number"],
            "envelope": str(row["dossier.envelope"]),
            "service": row["dossier.service"],
            "version": row["dossier.service_version"],
            "state": row["state"],
            "revision": row["revision"],
            "at": row["at"].isoformat(timespec="seconds"),
            "open_fields": None if fields is None else fields.split(),
            "messages": [_message(event) for event in story if event.told and event.position <= row["position"]],
            "receipt": receipts.get(row["dossier.number"]),
        },
    }


def _message(event: Event) -> dict[str, Any]:
    by = "filer" if event.actor == BY_FILER else "body"
    at = event.at.isoformat(timespec="seconds")
    return {"at": at, "by": by, "act": event.name, "text": (event.content or {})["text"]}


async def durable_life() -> tuple[Epoch, int]:
    """The life that lasts, and up to where it is safe: without a backup, the last position that was synced to disk."""
    return await current_life()

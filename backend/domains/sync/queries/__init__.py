"""Reads of devices, envelopes and changes."""

from backend.domains.sync.queries.concerned import blob_of, concerned, concerning, concerns
from backend.domains.sync.queries.known import knowledge
from backend.domains.sync.queries.listed import (
    KnownDevice,
    OwnDevice,
    Quarantined,
    known_devices,
    own_devices,
    quarantined,
    quarantined_one,
)
from backend.domains.sync.queries.printed import lettered, printed
from backend.domains.sync.queries.recorded import (
    Entry,
    claimed,
    code_of,
    complete_files,
    devices,
    entries,
    held_before,
    number_of,
    opened,
    signed_in_on,
    waiting_for,
)
from backend.domains.sync.queries.told import changes, durable_life, outcomes, present, secret_of

__all__ = [
    "Entry",
    "KnownDevice",
    "OwnDevice",
    "Quarantined",
    "blob_of",
    "changes",
    "claimed",
    "code_of",
    "complete_files",
    "concerned",
    "concerning",
    "concerns",
    "devices",
    "durable_life",
    "entries",
    "held_before",
    "knowledge",
    "known_devices",
    "lettered",
    "number_of",
    "opened",
    "outcomes",
    "own_devices",
    "present",
    "printed",
    "quarantined",
    "quarantined_one",
    "secret_of",
    "signed_in_on",
    "waiting_for",
]

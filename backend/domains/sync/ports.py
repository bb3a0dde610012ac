"""What the sync contract needs from elsewhere, gathered where the program is put together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from backend.domains.catalogue.rules import Catalogue, Workflow
from backend.domains.dossiers.rules import Law
from backend.domains.identity.ports import PasskeyCheck
from backend.domains.identity.rules import Role
from backend.domains.parameters.ports import Calendars
from backend.domains.parameters.rules import Parameters
from backend.domains.places.rules import Places
from backend.domains.receipts.ports import ReceiptSigner
from backend.storage.blobs import BlobStore
from backend.storage.keys import KeyFolder
from backend.storage.sealing import Sealer


class SignatureCheck(Protocol):
    """Whether an ECDSA P-256 signature (raw r‖s, SHA-256) over a message is by the key with these 64 bytes x‖y."""

    def __call__(self, key: bytes, message: bytes, signature: bytes) -> bool: ...


class CounterDevice(Protocol):
    """The server's own counter, a device like any other: it signs what is filled in on pages without scripts."""

    id: UUID
    point: bytes

    def sign(self, message: bytes) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Centre:
    """The centre of the contract: what it knows, what it signs with and where it keeps things."""

    catalogue: Catalogue
    places: Places
    parameters: Parameters
    keys: KeyFolder
    sealer: Sealer
    blobs: BlobStore
    signer: ReceiptSigner
    verify: SignatureCheck
    counter: CounterDevice
    passkeys: PasskeyCheck
    roles: Mapping[str, Role]
    calendars: Calendars

    async def law(self) -> Law:
        """What time limits are worked out from, with the days off as they were last announced."""
        return Law(self.parameters, await self.calendars.now())

    def workflow(self, service: str) -> Workflow:
        """The way of a service's dossiers. Refuses `service.unknown`."""
        return self.catalogue.service(service).workflow

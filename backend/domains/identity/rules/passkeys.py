"""Passkeys: what is known of one, and what an authenticator says when it makes or uses one (W3C WebAuthn, level 3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.kernel.refusal import Refusal


@dataclass(frozen=True, slots=True)
class NewPasskey:
    """What an authenticator just made. `signs`: how often it says that it has signed."""

    credential: bytes
    public_key: bytes
    signs: int


@dataclass(frozen=True, slots=True)
class Asserted:
    """A passkey just used; `signs` is the new count, 0 where the authenticator does not count."""

    signs: int


@dataclass(frozen=True, slots=True)
class Passkey:
    """One of a person's passkeys."""

    id: UUID
    person: UUID
    credential: bytes
    public_key: bytes
    signs: int
    name: str
    added_at: datetime
    used_at: datetime | None


def may_be_removed(passkey: UUID, of: Sequence[Passkey]) -> None:
    """Refuses `passkey.not_found`, and `passkey.last`: without any, nobody would get in again."""
    if passkey not in {each.id for each in of}:
        raise Refusal("passkey.not_found")
    if len(of) == 1:
        raise Refusal("passkey.last")

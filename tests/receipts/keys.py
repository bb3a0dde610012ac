"""A key folder of two receipt keys, held in memory: the shape the signer asks for."""

from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True)
class HeldKey:
    kid: str
    secret: bytes


def held_key(name: str) -> HeldKey:
    return HeldKey(kid=name, secret=sha256(name.encode()).digest())


class HeldKeys:
    """The last name given is the current key; the others still verify."""

    def __init__(self, *names: str) -> None:
        self._keys = [held_key(name) for name in names]

    def current(self, purpose: str) -> HeldKey:
        return self._keys[-1]

    def all(self, purpose: str) -> list[HeldKey]:
        return list(self._keys)

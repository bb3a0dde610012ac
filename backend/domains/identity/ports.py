"""What identity needs from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from backend.domains.identity.rules import Asserted, NewPasskey, Passkey

Credential = Mapping[str, Any]
"""What a browser answers, as its `PublicKeyCredential.toJSON()` writes it."""


Proof = Mapping[str, Any]
"""What of it an envelope carries, in base64url: `client_data`, `authenticator_data`, `signature`, `user_handle`."""


class PasskeyCheck(Protocol):
    """Reads what an authenticator answered. User verification (finger, face, PIN) is required throughout."""

    def challenge_of(self, credential: Credential) -> bytes:
        """The challenge that was signed. Refuses `passkey.malformed`."""

    def id_of(self, credential: Credential) -> bytes:
        """The id of the passkey that signed. Refuses `passkey.malformed`."""

    def registered(self, credential: Credential, challenge: bytes) -> NewPasskey:
        """A passkey just made. Refuses `passkey.rejected`."""

    def proved(self, proof: Proof, digest: bytes, by: Passkey) -> bool:
        """Whether this passkey signed that digest. Its count says nothing: what was signed offline comes late."""

    def asserted(self, credential: Credential, challenge: bytes, by: Passkey) -> Asserted:
        """A passkey just used: signature, origin, verification, owner and count hold. Refuses `passkey.rejected`."""

"""Passkeys by the webauthn library: what a browser is asked, and whether its answer holds (W3C WebAuthn, level 3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from webauthn import verify_authentication_response, verify_registration_response
from webauthn.helpers import base64url_to_bytes, parse_authentication_credential_json, parse_client_data_json
from webauthn.helpers.structs import AuthenticationCredential

from backend.domains.identity.ports import Credential, Proof
from backend.domains.identity.rules import Asserted, NewPasskey, Passkey
from backend.kernel.base64url import base64url
from backend.kernel.refusal import Refusal

ALGORITHMS = (-7, -8, -257)  # ES256, EdDSA, RS256
PROOF = {
    "client_data": "clientDataJSON",
    "authenticator_data": "authenticatorData",
    "signature": "signature",
    "user_handle": "userHandle",
}
"""The keys of an envelope's proof, and what WebAuthn calls them: canonical JSON has no capitals in its keys."""
PATIENCE = 300_000  # milliseconds, as long as a challenge lives


class Passkeys:
    """The passkeys of one address: they belong to its host name, and work nowhere else."""

    def __init__(self, public_url: str, name: str) -> None:
        self._origin, self._host, self._name = public_url, urlsplit(public_url).hostname or "", name

    def creation(self, challenge: bytes, person: UUID, name: str, known: Iterable[Passkey] = ()) -> dict[str, Any]:
        """`PublicKeyCredentialCreationOptionsJSON`: discoverable, with user verification, no attestation."""
        return {
            "rp": {"id": self._host, "name": self._name},
            "user": {"id": base64url(person.bytes), "name": name, "displayName": name},
            "challenge": base64url(challenge),
            "pubKeyCredParams": [{"type": "public-key", "alg": each} for each in ALGORITHMS],
            "timeout": PATIENCE,
            "excludeCredentials": [{"type": "public-key", "id": base64url(each.credential)} for each in known],
            "authenticatorSelection": {
                "residentKey": "required",
                "requireResidentKey": True,
                "userVerification": "required",
            },
            "attestation": "none",
        }

    def request(self, challenge: bytes) -> dict[str, Any]:
        """`PublicKeyCredentialRequestOptionsJSON`: whichever passkey of this address the person picks."""
        return {
            "rpId": self._host,
            "challenge": base64url(challenge),
            "timeout": PATIENCE,
            "allowCredentials": [],
            "userVerification": "required",
        }

    def challenge_of(self, credential: Credential) -> bytes:
        """See `PasskeyCheck`."""
        response = credential.get("response")
        said = response.get("clientDataJSON") if isinstance(response, Mapping) else None
        try:
            return parse_client_data_json(base64url_to_bytes(said)).challenge  # type: ignore[arg-type]
        except Exception:
            raise Refusal("passkey.malformed") from None

    def id_of(self, credential: Credential) -> bytes:
        """See `PasskeyCheck`."""
        try:
            return parse_authentication_credential_json(dict(credential)).raw_id
        except Exception:
            raise Refusal("passkey.malformed") from None

    def registered(self, credential: Credential, challenge: bytes) -> NewPasskey:
        """See `PasskeyCheck`."""
        try:
            made = verify_registration_response(
                credential=dict(credential),
                expected_challenge=challenge,
                expected_rp_id=self._host,
                expected_origin=self._origin,
                require_user_verification=True,
            )
        except Exception:  # the library meets bytes of all kinds, and not all of its faults are its own
            raise Refusal("passkey.rejected") from None
        return NewPasskey(made.credential_id, made.credential_public_key, made.sign_count)

    def proved(self, proof: Proof, digest: bytes, by: Passkey) -> bool:
        """See `PasskeyCheck`."""
        name = base64url(by.credential)
        response = {of: proof.get(key) for key, of in PROOF.items() if proof.get(key) is not None}
        credential = {"id": name, "rawId": name, "type": "public-key", "response": response}
        try:
            parsed = parse_authentication_credential_json(credential)
            # asked for by its id, a passkey need not say whose it is
            if parsed.response.user_handle not in (None, by.person.bytes):
                return False
            self._verified(parsed, digest, by.public_key, 0)
        except Exception:
            return False
        return True

    def asserted(self, credential: Credential, challenge: bytes, by: Passkey) -> Asserted:
        """See `PasskeyCheck`."""
        try:
            parsed = parse_authentication_credential_json(dict(credential))
            # the library leaves it to its caller to compare whose passkey the authenticator says it is
            if parsed.raw_id != by.credential or parsed.response.user_handle != by.person.bytes:
                raise Refusal("passkey.rejected")
            return Asserted(self._verified(parsed, challenge, by.public_key, by.signs))
        except Exception:
            raise Refusal("passkey.rejected") from None

    def _verified(self, credential: AuthenticationCredential, challenge: bytes, public_key: bytes, signs: int) -> int:
        done = verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=self._host,
            expected_origin=self._origin,
            credential_public_key=public_key,
            credential_current_sign_count=signs,
            require_user_verification=True,
        )
        return done.new_sign_count

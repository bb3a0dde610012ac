"""Reads of people and of what opens their accounts."""

from backend.domains.identity.queries.accounts import (
    name_of,
    passkey,
    passkeys,
    passkeys_named,
    session,
    sessions,
)

__all__ = ["name_of", "passkey", "passkeys", "passkeys_named", "session", "sessions"]

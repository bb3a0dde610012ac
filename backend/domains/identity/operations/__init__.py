"""The acts on people, passkeys and sessions."""

from backend.domains.identity.operations.challenges import challenge
from backend.domains.identity.operations.passkeys import add_passkey, register, remove_passkey, rename_passkey, sign_in
from backend.domains.identity.operations.sessions import begin_session, end_session, open_session

__all__ = [
    "add_passkey",
    "begin_session",
    "challenge",
    "end_session",
    "open_session",
    "register",
    "remove_passkey",
    "rename_passkey",
    "sign_in",
]

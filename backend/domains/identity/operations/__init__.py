"""The acts on people, passkeys and sessions."""

from backend.domains.identity.operations.challenges import challenge
from backend.domains.identity.operations.mandates import end_mandate, give_mandate, register_employer, take_up_mandate
from backend.domains.identity.operations.passkeys import (
    add_passkey,
    prove,
    register,
    remove_passkey,
    rename_passkey,
    sign_in,
)
from backend.domains.identity.operations.posts import end_post, give_post, take_up_post
from backend.domains.identity.operations.sessions import begin_session, end_session, open_session

__all__ = [
    "add_passkey",
    "begin_session",
    "challenge",
    "end_mandate",
    "end_post",
    "end_session",
    "give_mandate",
    "give_post",
    "open_session",
    "prove",
    "register",
    "register_employer",
    "remove_passkey",
    "rename_passkey",
    "sign_in",
    "take_up_mandate",
    "take_up_post",
]

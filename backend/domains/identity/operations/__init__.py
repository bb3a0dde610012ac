"""The acts on people, passkeys and sessions."""

from backend.domains.identity.operations.challenges import challenge
from backend.domains.identity.operations.civil import claim_civil, confirm_civil
from backend.domains.identity.operations.codes import issue_code, subject_of, use_code
from backend.domains.identity.operations.glass import break_glass, note_reading
from backend.domains.identity.operations.limits import one_more_employer, one_more_look_up, one_more_search
from backend.domains.identity.operations.mandates import (
    confirm_employer,
    end_mandate,
    give_mandate,
    refuse_employer,
    register_employer,
    take_up_mandate,
)
from backend.domains.identity.operations.passkeys import (
    add_passkey,
    prove,
    register,
    remove_passkey,
    rename_passkey,
    sign_in,
)
from backend.domains.identity.operations.posts import end_post, give_post, take_up_post
from backend.domains.identity.operations.recoveries import (
    begin_recovery,
    begin_return,
    come_back,
    confirm_recovery,
    refuse_recovery,
)
from backend.domains.identity.operations.sessions import begin_session, end_session, open_session, shorten_at_kiosk

__all__ = [
    "add_passkey",
    "begin_recovery",
    "begin_return",
    "begin_session",
    "break_glass",
    "challenge",
    "claim_civil",
    "come_back",
    "confirm_civil",
    "confirm_employer",
    "confirm_recovery",
    "end_mandate",
    "end_post",
    "end_session",
    "give_mandate",
    "give_post",
    "issue_code",
    "note_reading",
    "one_more_employer",
    "one_more_look_up",
    "one_more_search",
    "open_session",
    "prove",
    "refuse_employer",
    "refuse_recovery",
    "register",
    "register_employer",
    "remove_passkey",
    "rename_passkey",
    "shorten_at_kiosk",
    "sign_in",
    "subject_of",
    "take_up_mandate",
    "take_up_post",
    "use_code",
]

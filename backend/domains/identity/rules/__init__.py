"""What is true of people, passkeys and sessions, whatever keeps them."""

from backend.domains.identity.rules.challenges import CHALLENGE_LIFE, Purpose
from backend.domains.identity.rules.names import name_of_passkey, name_of_person
from backend.domains.identity.rules.passkeys import Asserted, NewPasskey, Passkey, may_be_removed
from backend.domains.identity.rules.sessions import CITIZEN, Limits, Session

__all__ = [
    "CHALLENGE_LIFE",
    "CITIZEN",
    "Asserted",
    "Limits",
    "NewPasskey",
    "Passkey",
    "Purpose",
    "Session",
    "may_be_removed",
    "name_of_passkey",
    "name_of_person",
]

"""What a passkey may be asked to sign for."""

from datetime import timedelta
from enum import StrEnum

CHALLENGE_LIFE = timedelta(minutes=5)


class Purpose(StrEnum):
    """A challenge serves one purpose; for another it is worth nothing."""

    REGISTER = "register"  # a new person's first passkey
    ADD = "add"  # a further one of somebody signed in
    SIGN_IN = "sign_in"
    RECOVER = "recover"  # the first passkey after a recovery
    PROVE = "prove"  # whoever is signed in shows it again

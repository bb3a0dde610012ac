"""One-time codes that people read from a screen or a paper and type: `ABCDE-FGHJK`, about 49 bits."""

import secrets

from backend.kernel.digits import fold_digits

# No 0, 1, 8, B, I, O: nothing that a person could mistake on a card.
LETTERS = "ACDEFGHJKLMNPQRSTUVWXYZ2345679"
LENGTH = 10


def new_code() -> str:
    """A code that nobody can guess, without its hyphen."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def code_from(typed: str) -> str:
    """The code as it was made, however it was typed: small letters, spaces, hyphens, Arabic-Indic digits."""
    return "".join(letter for letter in fold_digits(typed).upper() if letter.isalnum())


def shown(code: str) -> str:
    """A code in two halves, as it is shown."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"

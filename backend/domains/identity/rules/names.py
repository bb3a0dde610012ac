"""What people call themselves and their passkeys, brought to one form."""

import re

from backend.kernel.digits import fold_digits
from backend.kernel.refusal import Refusal
from backend.kernel.text import hides_something, one_line

LONGEST_PERSON, LONGEST_PASSKEY = 100, 60


def name_of_person(typed: str) -> str:
    """Refuses `person.name` for nothing at all, too much, or what nobody sees."""
    return _name(typed, LONGEST_PERSON, "person.name")


def name_of_passkey(typed: str) -> str:
    """Refuses `passkey.name`."""
    return _name(typed, LONGEST_PASSKEY, "passkey.name")


def name_of_employer(typed: str) -> str:
    """Refuses `employer.name`."""
    return _name(typed, LONGEST_PERSON, "employer.name")


def number_of_employer(typed: str) -> str | None:
    """The employer's number at the fund as it was typed, without spaces; refuses `employer.number`. It may be left out.

    The fund publishes no pattern for it, so that nothing but its length is judged.
    """
    number = re.sub(r"[\s./\-]", "", fold_digits(one_line(typed))).upper()
    if not number:
        return None
    if not re.fullmatch(r"[0-9A-Z]{4,20}", number):
        raise Refusal("employer.number")
    return number


def _name(typed: str, longest: int, code: str) -> str:
    name = one_line(typed)
    if not name or len(name) > longest or hides_something(name, lines=False):
        raise Refusal(code, most=longest)
    return name

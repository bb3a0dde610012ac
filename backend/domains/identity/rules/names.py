"""What people call themselves and their passkeys, brought to one form."""

from backend.kernel.refusal import Refusal
from backend.kernel.text import hides_something, one_line

LONGEST_PERSON, LONGEST_PASSKEY = 100, 60


def name_of_person(typed: str) -> str:
    """Refuses `person.name` for nothing at all, too much, or what nobody sees."""
    return _name(typed, LONGEST_PERSON, "person.name")


def name_of_passkey(typed: str) -> str:
    """Refuses `passkey.name`."""
    return _name(typed, LONGEST_PASSKEY, "passkey.name")


def _name(typed: str, longest: int, code: str) -> str:
    name = one_line(typed)
    if not name or len(name) > longest or hides_something(name, lines=False):
        raise Refusal(code, most=longest)
    return name

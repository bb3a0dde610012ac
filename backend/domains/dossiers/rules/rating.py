"""What whoever filed thought of how it went: three marks from 1 to 5, once, when it has ended."""

from dataclasses import dataclass

from backend.kernel.digits import fold_digits
from backend.kernel.refusal import Refusal

QUESTIONS = ("clear", "polite", "solved")
LEAST, MOST = 1, 5


@dataclass(frozen=True, slots=True)
class Marks:
    """Was it clear, were people polite, was it solved."""

    clear: int
    polite: int
    solved: int


@dataclass(frozen=True, slots=True)
class Rated:
    """What a service of a place got: how many answered, and the sum of each mark."""

    wilaya_code: str
    service: str
    count: int
    clear: int
    polite: int
    solved: int

    def mean(self, question: str) -> str:
        """With one decimal."""
        total: int = getattr(self, question)
        return str(round(total / self.count, 1))


def marks_from(clear: str, polite: str, solved: str) -> Marks:
    """Refuses `rating.marks`: one is missing, or none from 1 to 5."""
    found = [fold_digits(each.strip()) for each in (clear, polite, solved)]
    if not all(each.isdecimal() and len(each) == 1 and LEAST <= int(each) <= MOST for each in found):
        raise Refusal("rating.marks")
    return Marks(*map(int, found))

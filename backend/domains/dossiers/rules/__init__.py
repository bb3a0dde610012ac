"""The rules of dossiers: what one is, which act may follow which, and which time limits of the law apply."""

from backend.domains.dossiers.rules.dossier import (
    FILED,
    NO_PLACE,
    Acting,
    Dossier,
    Event,
    FileRef,
    Filing,
    Standing,
    same_revision,
)
from backend.domains.dossiers.rules.limits import answer_by, due_at, time_limit_flag
from backend.domains.dossiers.rules.receipt import content_of

__all__ = [
    "FILED",
    "NO_PLACE",
    "Acting",
    "Dossier",
    "Event",
    "FileRef",
    "Filing",
    "Standing",
    "answer_by",
    "content_of",
    "due_at",
    "same_revision",
    "time_limit_flag",
]

"""Reads of people and of what opens their accounts."""

from backend.domains.identity.queries.accounts import (
    name_of,
    passkey,
    passkeys,
    passkeys_named,
    session,
    sessions,
    sessions_by_id,
)
from backend.domains.identity.queries.civil import civil_of, people_called
from backend.domains.identity.queries.glass import reading, readings_of, unseen_readings
from backend.domains.identity.queries.mandates import (
    Unconfirmed,
    acting_for,
    concerned_by,
    files_for,
    mandates_between,
    mandates_by_id,
    mandates_held,
    mandates_of_employers,
    mandates_of_person,
    parties,
    unconfirmed_employer,
    unconfirmed_employers,
)
from backend.domains.identity.queries.posts import (
    Colleague,
    posts_by_id,
    posts_held,
    posts_of_bodies,
    serves,
    serving,
    staff,
)
from backend.domains.identity.queries.recoveries import open_recoveries, recovered_since, recovery

__all__ = [
    "Colleague",
    "Unconfirmed",
    "acting_for",
    "civil_of",
    "concerned_by",
    "files_for",
    "mandates_between",
    "mandates_by_id",
    "mandates_held",
    "mandates_of_employers",
    "mandates_of_person",
    "name_of",
    "open_recoveries",
    "parties",
    "passkey",
    "passkeys",
    "passkeys_named",
    "people_called",
    "posts_by_id",
    "posts_held",
    "posts_of_bodies",
    "reading",
    "readings_of",
    "recovered_since",
    "recovery",
    "serves",
    "serving",
    "session",
    "sessions",
    "sessions_by_id",
    "staff",
    "unconfirmed_employer",
    "unconfirmed_employers",
    "unseen_readings",
]

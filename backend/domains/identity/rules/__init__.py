"""What is true of people, passkeys and sessions, whatever keeps them."""

from backend.domains.identity.rules.challenges import CHALLENGE_LIFE, Purpose
from backend.domains.identity.rules.civil import Civil, CivilStanding, may_be_confirmed, read_civil
from backend.domains.identity.rules.glass import MOST_A_DAY as GLASS_MOST_A_DAY
from backend.domains.identity.rules.glass import Reading, reason_of
from backend.domains.identity.rules.mandates import CODE_LIFE as MANDATE_CODE_LIFE
from backend.domains.identity.rules.mandates import (
    Mandate,
    Party,
    Power,
    last_day,
    manages,
    may_manage,
    one_still_manages,
)
from backend.domains.identity.rules.name_keys import name_keys
from backend.domains.identity.rules.names import name_of_employer, name_of_passkey, name_of_person, number_of_employer
from backend.domains.identity.rules.passkeys import Asserted, NewPasskey, Passkey, may_be_removed
from backend.domains.identity.rules.posts import ASSIST, Post, Role, Scope, Staff, others_administer, scope_of_post
from backend.domains.identity.rules.recoveries import CODE_LIFE as RECOVERY_CODE_LIFE
from backend.domains.identity.rules.recoveries import OPEN_FOR as RECOVERY_OPEN_FOR
from backend.domains.identity.rules.recoveries import WAIT as RECOVERY_WAIT
from backend.domains.identity.rules.recoveries import Evidence, Recovery, evidence_of, may_begin, may_confirm
from backend.domains.identity.rules.sessions import CITIZEN, Limits, Session

__all__ = [
    "ASSIST",
    "CHALLENGE_LIFE",
    "CITIZEN",
    "GLASS_MOST_A_DAY",
    "MANDATE_CODE_LIFE",
    "RECOVERY_CODE_LIFE",
    "RECOVERY_OPEN_FOR",
    "RECOVERY_WAIT",
    "Asserted",
    "Civil",
    "CivilStanding",
    "Evidence",
    "Limits",
    "Mandate",
    "NewPasskey",
    "Party",
    "Passkey",
    "Post",
    "Power",
    "Purpose",
    "Reading",
    "Recovery",
    "Role",
    "Scope",
    "Session",
    "Staff",
    "evidence_of",
    "last_day",
    "manages",
    "may_be_confirmed",
    "may_be_removed",
    "may_begin",
    "may_confirm",
    "may_manage",
    "name_keys",
    "name_of_employer",
    "name_of_passkey",
    "name_of_person",
    "number_of_employer",
    "one_still_manages",
    "others_administer",
    "read_civil",
    "reason_of",
    "scope_of_post",
]

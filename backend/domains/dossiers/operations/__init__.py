"""The acts on dossiers. One act, one transaction, one line of history."""

from backend.domains.dossiers.operations.acts import act
from backend.domains.dossiers.operations.clocks import escalate
from backend.domains.dossiers.operations.desk import (
    LETTER_PDF,
    Serving,
    act_at_desk,
    assign,
    claim,
    claim_next,
    note,
    release,
    transfer,
)
from backend.domains.dossiers.operations.filing import Filed, file_many, take_over
from backend.domains.dossiers.operations.filters import drop_filter, keep_filter
from backend.domains.dossiers.operations.finding import FIND_AT_ONCE, make_findable
from backend.domains.dossiers.operations.incidents import EXTEND, declare_incident, extend_some
from backend.domains.dossiers.operations.lost_days import give_lost_days
from backend.domains.dossiers.operations.ratings import rate
from backend.domains.dossiers.operations.recounting import recount_some
from backend.domains.dossiers.operations.together import act_on_many, sort_out, transfer_many

__all__ = [
    "EXTEND",
    "FIND_AT_ONCE",
    "LETTER_PDF",
    "Filed",
    "Serving",
    "act",
    "act_at_desk",
    "act_on_many",
    "assign",
    "claim",
    "claim_next",
    "declare_incident",
    "drop_filter",
    "escalate",
    "extend_some",
    "file_many",
    "give_lost_days",
    "keep_filter",
    "make_findable",
    "note",
    "rate",
    "recount_some",
    "release",
    "sort_out",
    "take_over",
    "transfer",
    "transfer_many",
]

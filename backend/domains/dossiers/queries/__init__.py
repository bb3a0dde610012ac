"""Reads of dossiers and their history."""

from backend.domains.dossiers.queries.causes import causes_of
from backend.domains.dossiers.queries.filters import filters_of
from backend.domains.dossiers.queries.incidents import given, incident_with_place, incidents, touched
from backend.domains.dossiers.queries.outcomes import outcomes
from backend.domains.dossiers.queries.queues import (
    Findable,
    Late,
    Row,
    Wanted,
    alike,
    contents_after,
    count,
    found_by,
    late,
    moved,
    queue,
    rated,
    reached,
    received,
)
from backend.domains.dossiers.queries.recounting import begun, measured_beyond
from backend.domains.dossiers.queries.standings import (
    borne_by_another,
    business_key,
    doers,
    doers_of,
    filed_without_account,
    known_business_keys,
    languages_of,
    standing,
    standings,
    to_escalate,
)
from backend.domains.dossiers.queries.story import INTERNAL, changes, contents, dossier, history, stories, told_after

__all__ = [
    "INTERNAL",
    "Findable",
    "Late",
    "Row",
    "Wanted",
    "alike",
    "begun",
    "borne_by_another",
    "business_key",
    "causes_of",
    "changes",
    "contents",
    "contents_after",
    "count",
    "doers",
    "doers_of",
    "dossier",
    "filed_without_account",
    "filters_of",
    "found_by",
    "given",
    "history",
    "incident_with_place",
    "incidents",
    "known_business_keys",
    "languages_of",
    "late",
    "measured_beyond",
    "moved",
    "outcomes",
    "queue",
    "rated",
    "reached",
    "received",
    "standing",
    "standings",
    "stories",
    "to_escalate",
    "told_after",
    "touched",
]

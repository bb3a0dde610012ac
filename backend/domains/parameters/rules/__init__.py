"""Dated figures and days off as plain values, held in memory."""

from backend.domains.parameters.rules.announcing import (
    Kind,
    Saying,
    Word,
    added,
    announced,
    confirmed,
    moved,
    sourced,
    standing,
    taken_back,
    years,
)
from backend.domains.parameters.rules.figures import Parameter, Parameters
from backend.domains.parameters.rules.holidays import AnnouncedDay, Calendar, Computed, Feast, Holiday, feasts

__all__ = [
    "AnnouncedDay",
    "Calendar",
    "Computed",
    "Feast",
    "Holiday",
    "Kind",
    "Parameter",
    "Parameters",
    "Saying",
    "Word",
    "added",
    "announced",
    "confirmed",
    "feasts",
    "moved",
    "sourced",
    "standing",
    "taken_back",
    "years",
]

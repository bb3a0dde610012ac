"""Wilayas, bodies and agencies as plain values, held in memory."""

from backend.domains.places.rules.facts import Agency, Body, CodeStatus, Wilaya
from backend.domains.places.rules.places import Places

__all__ = ["Agency", "Body", "CodeStatus", "Places", "Wilaya"]

"""Wilayas, bodies and agencies as plain values, held in memory."""

from backend.domains.places.rules.facts import Agency, Body, CodeStatus, Wilaya
from backend.domains.places.rules.places import Places
from backend.domains.places.rules.reference import load_places

__all__ = ["Agency", "Body", "CodeStatus", "Places", "Wilaya", "load_places"]

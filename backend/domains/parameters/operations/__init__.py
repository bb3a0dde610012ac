"""Bringing the figures into their table, and what is said about days off."""

from backend.domains.parameters.operations.announcing import RECOUNT, Said, add, confirm, move, take_back
from backend.domains.parameters.operations.loading import load

__all__ = ["RECOUNT", "Said", "add", "confirm", "load", "move", "take_back"]

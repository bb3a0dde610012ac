"""Dated figures as plain values, held in memory."""

from backend.domains.parameters.rules.figures import Parameter, Parameters
from backend.domains.parameters.rules.holidays import AnnouncedDay, load_announced_days
from backend.domains.parameters.rules.reference import load_parameters

__all__ = ["AnnouncedDay", "Parameter", "Parameters", "load_announced_days", "load_parameters"]

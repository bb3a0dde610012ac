"""Dated figures as plain values, held in memory."""

from backend.domains.parameters.rules.figures import Parameter, Parameters
from backend.domains.parameters.rules.holidays import AnnouncedDay

__all__ = ["AnnouncedDay", "Parameter", "Parameters"]

"""Dated figures as plain values, held in memory."""

from backend.domains.parameters.rules.figures import Parameter, Parameters
from backend.domains.parameters.rules.reference import load_parameters

__all__ = ["Parameter", "Parameters", "load_parameters"]

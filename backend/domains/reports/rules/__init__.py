"""What may be taken away as a file, and what everybody may read of how concerns are answered."""

from backend.domains.reports.rules.exports import (
    FORMATS,
    KEPT,
    LIST,
    MOST_ROWS,
    REGISTER,
    Export,
    check_format,
    month_from,
)
from backend.domains.reports.rules.figures import FEWEST, Figures, begun_on, figures_of

__all__ = [
    "FEWEST",
    "FORMATS",
    "KEPT",
    "LIST",
    "MOST_ROWS",
    "REGISTER",
    "Export",
    "Figures",
    "begun_on",
    "check_format",
    "figures_of",
    "month_from",
]

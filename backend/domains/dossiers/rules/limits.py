"""Time limits: until when a thing had to be filed, until when the body answers, and what lateness means."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from backend.domains.catalogue.rules import Form, time_limit_start
from backend.domains.parameters.rules import Parameters
from backend.kernel.days import ALGIERS


def due_at(form: Form, answers: Mapping[str, Any], parameters: Parameters) -> datetime | None:
    """Until when this had to be filed; None where the form has no limit, or the answers do not tell when it began."""
    start = time_limit_start(form, answers)
    if form.time_limit is None or start is None:
        return None
    begun = start.replace(tzinfo=ALGIERS)
    length = parameters.in_force(form.time_limit.parameter, begun.date()).whole
    return later(begun, length, form.time_limit.unit)


def answer_by(form: Form, received_at: datetime, parameters: Parameters) -> date | None:
    """The day by which the body answers; None where no text says one."""
    if form.answer_limit is None:
        return None
    day = received_at.astimezone(ALGIERS)
    length = parameters.in_force(form.answer_limit.parameter, day.date()).whole
    return later(day, length, form.answer_limit.unit).date()


def time_limit_flag(*, due: datetime, filled_at: datetime, received_at: datetime, clock_doubtful: bool) -> str | None:
    """What lateness means for a dossier: a flag for the agent who decides, never a refusal.

    Source: the 48-hour declaration of a stoppage; both times are kept and a person judges.
    """
    if received_at <= due:
        return None
    in_time = filled_at <= due and not clock_doubtful
    return "time_limit.filled_in_time" if in_time else "time_limit.late"


def later(moment: datetime, length: int, unit: str) -> datetime:
    """So many hours, days or months after a moment."""
    if unit == "hours":
        return moment + timedelta(hours=length)
    if unit == "days":
        return moment + timedelta(days=length)
    months = moment.month - 1 + length
    year, month = moment.year + months // 12, months % 12 + 1
    return moment.replace(year=year, month=month, day=min(moment.day, monthrange(year, month)[1]))

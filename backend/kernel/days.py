"""Days and hours in Algeria: one time zone without summer time, weekend on Friday and Saturday."""

from datetime import date, datetime, timedelta, timezone

ALGIERS = timezone(timedelta(hours=1), "CET")
WEEKEND = frozenset({4, 5})
"""Friday and Saturday, as `date.weekday()` counts."""


def is_working_day(day: date, holidays: frozenset[date]) -> bool:
    """Whether offices are open: neither Friday, nor Saturday, nor a public holiday."""
    return day.weekday() not in WEEKEND and day not in holidays


def add_working_days(start: date, n: int, holidays: frozenset[date]) -> date:
    """The n-th working day after `start`; counting begins the day after, and n = 0 gives `start` itself."""
    if n < 0:
        raise ValueError("working days are counted forwards")
    day = start
    while n:
        day += timedelta(days=1)
        n -= is_working_day(day, holidays)
    return day


def day_in_algiers(moment: datetime) -> date:
    """The date on the wall in Algeria at `moment`, which must carry its offset."""
    if moment.tzinfo is None:
        raise ValueError("a moment carries its offset")
    return moment.astimezone(ALGIERS).date()

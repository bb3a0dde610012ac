"""Exact numbers of the rules: a decimal is kept as an integer of ten-thousandths, within ±(2^53 - 1) on both sides."""

import re
from datetime import date

SCALE = 10_000
MAX_NUMBER = 2**53 - 1
_DECIMAL = re.compile(r"(-?)([0-9]{1,12})(?:\.([0-9]{1,4}))?")
_EPOCH = date(1970, 1, 1).toordinal()
FIRST_DAY = date(1900, 1, 1).toordinal() - _EPOCH
LAST_DAY = date(2199, 12, 31).toordinal() - _EPOCH


def bounded(number: int) -> int | None:
    """`number` when both sides can hold it exactly, else nothing."""
    return number if -MAX_NUMBER <= number <= MAX_NUMBER else None


def real_day(days: int) -> int | None:
    """`days` since 1970-01-01 when it is a day of the years 1900 to 2199, else nothing."""
    return days if FIRST_DAY <= days <= LAST_DAY else None


def scaled(text: str) -> int | None:
    """The ten-thousandths that a plain decimal spells, else nothing."""
    match = _DECIMAL.fullmatch(text)
    if match is None:
        return None
    number = int(match[2]) * SCALE + int((match[3] or "").ljust(4, "0"))
    return bounded(-number if match[1] else number)


def day_number(text: str) -> int | None:
    """Days since 1970-01-01 of a day `YYYY-MM-DD` of the years 1900 to 2199, else nothing."""
    if not re.fullmatch(r"(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        return date.fromisoformat(text).toordinal() - _EPOCH
    except ValueError:
        return None


def year_of(days: int) -> int:
    """The year of a day that `real_day` accepts."""
    return date.fromordinal(days + _EPOCH).year


def minute_number(text: str) -> int | None:
    """Minutes since midnight of a time `HH:MM`, else nothing."""
    match = re.fullmatch(r"([01][0-9]|2[0-3]):([0-5][0-9])", text)
    return int(match[1]) * 60 + int(match[2]) if match else None


def moment_number(text: str) -> int | None:
    """Minutes since 1970-01-01 00:00 of a local date-time `YYYY-MM-DDTHH:MM`, else nothing."""
    day, mark, time = text[:10], text[10:11], text[11:]
    days, minutes = day_number(day), minute_number(time)
    return days * 1440 + minutes if mark == "T" and days is not None and minutes is not None else None

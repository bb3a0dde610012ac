"""The kinds of answer: how each is written, brought to its one form, and what is said of one that is wrong.

`frontend/js/kinds.js` does the same; `tests/catalogue/vectors.json` and the differential test hold both to it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from backend.kernel.digits import fold_digits
from backend.kernel.identifiers import ccp, ccp_agrees, digits, odd_nin, odd_nss, odd_rip, phone, rip, rip_agrees
from backend.kernel.text import bare, clean, hides_something, one_line

from . import numbers

LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u025b\u0263\u0194\u0190\u1e00-\u1eff"
ARABIC = "\u0620-\u065f\u0670-\u06d3\u06d5\u06fa-\u06ff"
MAX_WHOLE = numbers.MAX_NUMBER // numbers.SCALE
YES = ("true", "yes", "oui", "نعم", "on", "1")
NO = ("false", "no", "non", "لا", "0")


@dataclass(frozen=True)
class Kind:
    """A kind's type in the rule language, its normal form, and the code told when an answer is not in it.

    A `free` text is judged as it stands; every other text must already be its own normal form. A text of the shape
    `surely` is, and is told at a glance: what people file is nearly always written like that. `agrees` looks at the key
    of an account; `odd` tells the code of what looks odd in a given year (rules that are not official warn and never
    block). `seen` makes of an answer without fault what the rule language sees.
    """

    type: str
    normal: Callable[[str], Any]
    code: str
    free: bool = False
    surely: re.Pattern[str] | None = None
    seen: Callable[[Any], Any] | None = None
    agrees: Callable[[str], bool] | None = None
    odd: Callable[[str, int], str | None] | None = None


def normalise(kind: str, text: str) -> Any:
    """The answer that `text`, as typed, stands for in this kind; None when it cannot be understood."""
    value = KINDS[kind].normal(text)
    return None if value == "" else value


def fault(kind: str, value: Any) -> str | None:
    """The code of what is wrong with `value` as an answer of this kind, by itself; None when nothing is."""
    rule = KINDS[kind]
    if rule.surely is not None and type(value) is str and rule.surely.fullmatch(value):
        return _key_code(kind, rule, value)
    if kind in ("yes_no", "accept"):
        return "field.bad_value" if type(value) is not bool else rule.code if kind == "accept" and not value else None
    if kind == "whole":
        fits = type(value) is int and abs(value) <= MAX_WHOLE
        return None if fits else rule.code
    if type(value) is not str:
        return "field.bad_value"
    if hides_something(value, lines=kind == "long_text"):
        return "field.hidden_characters"
    if rule.free:
        return None if rule.normal(value) else rule.code
    if rule.normal(value) != value:
        return rule.code
    return _key_code(kind, rule, value)


def _key_code(kind: str, rule: Kind, value: str) -> str | None:
    return None if rule.agrees is None or rule.agrees(value) else f"field.{kind}_key"


def warning(kind: str, value: str, year: int) -> str | None:
    """The code of what looks odd in a value without fault, `year` being the present one; None when nothing does."""
    odd = KINDS[kind].odd
    return None if odd is None else odd(value, year)


def typed(kind: str, value: Any) -> Any:
    """A value without fault as the rule language sees it."""
    seen = KINDS[kind].seen
    return value if seen is None else seen(value)


def _number(text: str) -> str:
    plain = re.sub("[\u066c' ]", "", fold_digits(bare(text))).replace("\u066b", ".").replace(",", ".")
    match = re.fullmatch(r"(-?)0*([0-9]{1,12})(?:\.([0-9]*))?", plain.replace("\u2212", "-"))
    if match is None:
        return ""
    decimals = (match[3] or "").rstrip("0")
    number = match[2] + ("." + decimals if decimals else "")
    return number if number == "0" else match[1] + number


def _whole(text: str) -> int | None:
    number = _number(text)
    fits = number and "." not in number and abs(int(number)) <= MAX_WHOLE
    return int(number) if fits else None


def _decimal(text: str) -> str:
    number = _number(text)
    return number if numbers.scaled(number) is not None else ""


def _amount(text: str) -> str:
    number = _number(re.sub(r"(DA|DZD|دج|دينار)\.?$", "", clean(text)))
    whole, _, decimals = number.partition(".")
    fits = whole and whole[0] != "-" and len(decimals) <= 2 and numbers.scaled(number) is not None
    return f"{whole}.{decimals.ljust(2, '0')}" if fits else ""


def _date(text: str) -> str:
    plain = fold_digits(bare(text))
    match = re.fullmatch(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})", plain)
    plain = f"{match[3]}-{match[2]:0>2}-{match[1]:0>2}" if match else plain.replace("/", "-")
    return plain if numbers.day_number(plain) is not None else ""


def _time(text: str) -> str:
    match = re.fullmatch(r"([0-9]{1,2})[:hH]([0-9]{1,2})?", fold_digits(bare(text)))
    plain = f"{match[1]:0>2}:{match[2] or '':0>2}" if match else ""
    return plain if numbers.minute_number(plain) is not None else ""


def _datetime(text: str) -> str:
    match = re.fullmatch(r"([^ ]+?)(?:T| )(.+)", one_line(text))
    day, time = (_date(match[1]), _time(match[2])) if match else ("", "")
    return f"{day}T{time}" if day and time else ""


def _yes_no(text: str) -> bool | None:
    word = clean(text).lower()
    return True if word in YES else False if word in NO else None


def _accepted(text: str) -> bool | None:
    return _yes_no(text) or None


def _shaped(pattern: str, tidy: Callable[[str], str] = one_line) -> Callable[[str], str]:
    shape = re.compile(pattern)

    def normal(text: str) -> str:
        plain = tidy(text)
        return plain if shape.fullmatch(plain) else ""

    return normal


def _wilaya(text: str) -> str:
    code = digits(text).rjust(2, "0")
    return code if re.fullmatch("0[1-9]|[1-9][0-9]", code) else ""


def _upper(text: str) -> str:
    plain = fold_digits(one_line(text))
    return plain.upper() if plain.isascii() else plain


_EMAIL = r"[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@(?=.{3,189}$)[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+"

# Letters and signs that stand for themselves, in words with one space between them.
_INK = f"!-~{LATIN}{ARABIC}\u060c\u061b\u061f\u0660-\u0669’«»–"
_WORDS = re.compile(f"[{_INK}]+(?: [{_INK}]+)*")
_DAY = "(?:19|20|21)[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])"
_HOUR = "(?:[01][0-9]|2[0-3]):[0-5][0-9]"


def _names(letters: str) -> re.Pattern[str]:
    return re.compile(f"[{letters}]+(?: [{letters}]+)*")


KINDS: dict[str, Kind] = {
    "text": Kind("text", one_line, "field.missing", free=True, surely=_WORDS),
    "long_text": Kind("text", clean, "field.missing", free=True, surely=_WORDS),
    "whole": Kind("num", _whole, "field.whole_shape", seen=lambda value: value * numbers.SCALE),
    "decimal": Kind(
        "num",
        _decimal,
        "field.decimal_shape",
        surely=re.compile(r"(?:0|[1-9][0-9]{0,10})(?:\.[0-9]{0,3}[1-9])?"),
        seen=numbers.scaled,
    ),
    "amount": Kind(
        "num",
        _amount,
        "field.amount_shape",
        surely=re.compile(r"(?:0|[1-9][0-9]{0,10})\.[0-9]{2}"),
        seen=numbers.scaled,
    ),
    "date": Kind("date", _date, "field.date_shape", surely=re.compile(_DAY), seen=numbers.day_number),
    "time": Kind("time", _time, "field.time_shape", surely=re.compile(_HOUR), seen=numbers.minute_number),
    "datetime": Kind(
        "datetime",
        _datetime,
        "field.datetime_shape",
        surely=re.compile(f"{_DAY}T{_HOUR}"),
        seen=numbers.moment_number,
    ),
    "one_of": Kind("text", one_line, "field.option", surely=re.compile("[a-z0-9]+(?:[_-][a-z0-9]+)*")),
    "several_of": Kind("set", one_line, "field.option", seen=list),
    "yes_no": Kind("bool", _yes_no, "field.bad_value"),
    "accept": Kind("bool", _accepted, "field.not_accepted"),
    "wilaya": Kind("text", _wilaya, "field.wilaya", surely=re.compile("0[1-9]|[1-9][0-9]")),
    "agency": Kind("text", _shaped("[A-Z0-9][A-Z0-9-]{1,19}", _upper), "field.agency"),
    "phone": Kind("text", phone, "field.phone_shape", surely=re.compile(r"\+213(?:[5679][0-9]{8}|[234][0-9]{7})")),
    "email": Kind("text", _shaped(_EMAIL, bare), "field.email_shape"),
    "digits": Kind("text", digits, "field.digits_shape", surely=re.compile("[0-9]{1,40}")),
    "nin": Kind("text", lambda text: digits(text, 18), "field.nin_length", surely=re.compile("[0-9]{18}"), odd=odd_nin),
    "nss": Kind("text", lambda text: digits(text, 12), "field.nss_length", surely=re.compile("[0-9]{12}"), odd=odd_nss),
    "rip": Kind("text", rip, "field.rip_length", surely=re.compile("[0-9]{20}"), agrees=rip_agrees, odd=odd_rip),
    "ccp": Kind("text", ccp, "field.ccp_length", surely=re.compile("[0-9]{12}"), agrees=ccp_agrees),
    "trade_register": Kind("text", _shaped("[0-9A-Z][0-9A-Z/ .-]{4,24}", _upper), "field.trade_register_shape"),
    "tax_number": Kind("text", lambda text: digits(text, 15, 20), "field.tax_number_length"),
    "name_ar": Kind("text", _shaped(f"[{ARABIC}][{ARABIC} .'’-]*"), "field.name_ar", free=True, surely=_names(ARABIC)),
    "name_latin": Kind(
        "text", _shaped(f"[{LATIN}][{LATIN}\u0300-\u036f .'’-]*"), "field.name_latin", free=True, surely=_names(LATIN)
    ),
}
"""The kinds of one value. `file` and `table` are the two others."""

"""Numbers that Algerian bodies give people, and their keys.

Lengths are checked; keys only where an official rule is known: RIB and RIP (instruction 06-2004 of the Bank of Algeria)
and CCP. NIN (décret exécutif 10-210) and NSS have no published key: what looks odd is a warning.
"""

import re

from backend.kernel.digits import fold_digits
from backend.kernel.text import bare

_SEPARATORS = re.compile(r"[ ./\-–—]")
_ALGERIAN = re.compile(r"(?:(?:\+|00)?2130?|0)([5679][0-9]{8}|[234][0-9]{7})")
_ABROAD = re.compile(r"(?:\+|00)((?!213)[1-9][0-9]{7,14})")


def digits(text: str, *lengths: int) -> str:
    """The ASCII digits of `text` once spaces and separators are gone, when it has one of `lengths`; else ""."""
    plain = _SEPARATORS.sub("", fold_digits(bare(text)))
    fits = re.fullmatch("[0-9]{1,40}", plain) and (not lengths or len(plain) in lengths)
    return plain if fits else ""


def phone(text: str) -> str:
    """E.164: an Algerian number in any usual writing, or a foreign one with its country code; else ""."""
    plain = re.sub(r"[()]", "", _SEPARATORS.sub("", fold_digits(bare(text))))
    algerian, abroad = _ALGERIAN.fullmatch(plain), _ABROAD.fullmatch(plain)
    return f"+213{algerian[1]}" if algerian else f"+{abroad[1]}" if abroad else ""


def rip(text: str) -> str:
    """The 20 digits of a bank or postal account: bank 3, branch 5, account 10, key 2; else ""."""
    return digits(text, 20)


def ccp(text: str) -> str:
    """A postal account as 12 digits: the number padded to 10, then its key; else ""."""
    plain = digits(re.sub("(?i:clé|cle|المفتاح|مفتاح|ccp)", "", text))
    return plain.rjust(12, "0") if 3 <= len(plain) <= 12 else ""


def rip_key(number: str) -> int:
    """The key, 1 to 97, of the first 18 digits of an account; the bank's three digits do not count."""
    return 97 - int(number[3:18]) * 100 % 97


def ccp_key(number: str) -> int:
    """The key, 0 to 99, of the first 10 digits of a postal account."""
    return sum(int(digit) * weight for digit, weight in zip(number[:10], range(13, 3, -1), strict=True)) % 100


def nss_key(number: str) -> int:
    """The key that the first 10 digits of a social security number seem to have; not official, may be negative."""
    return 99 - sum(map(int, number[:10])) - sum(map(int, number[:10:2]))


def rip_agrees(number: str) -> bool:
    """Whether an account's key is its own; it may be written 00 for 97."""
    return (int(number[18:]) or 97) == rip_key(number)


def ccp_agrees(number: str) -> bool:
    """Whether a postal account's key is its own."""
    return int(number[10:]) == ccp_key(number)


def odd_rip(number: str, year: int) -> str | None:
    """The code of what looks odd in an account, `year` being the present one; None when nothing does."""
    return "field.rip_key_zero" if number[18:] == "00" else None


def odd_nss(number: str, year: int) -> str | None:
    """The same of a social security number."""
    return "field.nss_key" if 0 <= nss_key(number) != int(number[10:]) else None


def odd_nin(number: str, year: int) -> str | None:
    """The same of a national identification number: its year of birth has not come yet."""
    return "field.nin_year" if year % 1000 < int(number[2:5]) < 900 else None

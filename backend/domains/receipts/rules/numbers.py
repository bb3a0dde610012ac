"""Receipt numbers and tracking secrets: what is printed, and what a person types back."""

import hashlib
import hmac
import re
from base64 import b32encode

from backend.kernel.digits import fold_digits

SECRET_LENGTH = 16
_PREFIX = re.compile(r"[A-HJ-NP-Z]{2}")
_SHAPE = re.compile(r"([A-HJ-NP-Z]{2})(\d{2})(\d{4})(\d{6,12})(\d{2})")
_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015\u2212./\u200e\u200f\u061c\u2066-\u2069]+")
_DIGIT_LIKE = str.maketrans("OIL", "011")
_VALUES = {ord(character): str(int(character, 36)) for character in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
_LETTER_LIKE = str.maketrans("018", "OIB")


def receipt_number(body_prefix: str, wilaya: str, year: int, serial: int) -> str:
    """`CB-49-2026-004131-27`: body, wilaya, year, serial (at least six digits), two check digits.

    The check is ISO 7064 MOD 97-10 over the letters and digits before it: it finds every single
    wrong character and every swap of two neighbours. The prefix has two letters, never I nor O.
    """
    if not _PREFIX.fullmatch(body_prefix):
        raise ValueError(f"body prefix {body_prefix!r}: two capital letters without I and O")
    if not re.fullmatch(r"[0-9]{2}", wilaya):
        raise ValueError(f"wilaya {wilaya!r}: two digits")
    if not (2000 <= year <= 9999 and 0 < serial < 10**12):
        raise ValueError(f"year {year} or serial {serial} out of range")
    stem = f"{body_prefix}-{wilaya}-{year}-{serial:06d}"
    check = 98 - _value(stem.replace("-", "") + "00") % 97
    return f"{stem}-{check:02d}"


def number_from(typed: str) -> str | None:
    """The receipt number a person meant, or None when no number passes its check.

    Read with or without separators, in any case, with Arabic digits, with O for 0 and I or L for 1.
    """
    text = _SEPARATORS.sub("", fold_digits(typed)).upper()
    match = _SHAPE.fullmatch(text[:2].translate(_LETTER_LIKE) + text[2:].translate(_DIGIT_LIKE))
    if match is None or _value("".join(match.groups())) % 97 != 1:
        return None
    return "-".join(match.groups())


def valid_number(typed: str) -> bool:
    """Whether the text is a receipt number with the right check digits, as `number_from` reads it."""
    return number_from(typed) is not None


def tracking_secret(key: bytes, number: str, digest: bytes) -> str:
    """Sixteen base32 characters that open the dossier together with its number; derived, never stored."""
    return b32encode(hmac.digest(key, number.encode() + digest, hashlib.sha256))[:SECRET_LENGTH].decode()


def secret_from(typed: str) -> str:
    """The secret as printed: capitals, no separators, and 0, 1, 8 read as the letters O, I, B."""
    return _SEPARATORS.sub("", fold_digits(typed)).upper().translate(_LETTER_LIKE)


def grouped(code: str) -> str:
    """A secret or a claim code in fours, as people read it out."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))


def same_secret(expected: str, typed: str) -> bool:
    """Whether a typed secret is the expected one, compared in constant time."""
    return hmac.compare_digest(expected.encode(), secret_from(typed).encode())


def _value(text: str) -> int:
    return int(text.translate(_VALUES))

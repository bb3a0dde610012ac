"""Finding a service by the words people use, in either language, however they spell."""

import re
import unicodedata

# Letters that people write for one another, and the vowel signs and stretching that they add or leave out.
_SAME = str.maketrans(
    {
        **dict.fromkeys("أإآٱ", "ا"),
        "ى": "ي",
        "ئ": "ي",
        "ؤ": "و",
        "ة": "ه",
        "گ": "ك",
        "ڨ": "ق",
        "ڤ": "ف",
        "œ": "oe",
        "æ": "ae",
        "’": "'",
    }
)
_SIGNS = re.compile("[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
_OTHER = re.compile("[^0-9a-z\u0250-\u02af\u0620-\u064a]+")


def fold(text: str) -> str:
    """`text` as it is compared: lower case, no accents or vowel signs, letters written alike made one, single spaces."""
    digits = re.sub("[٠-٩۰-۹]", lambda match: str(ord(match[0]) & 15), text)
    plain = unicodedata.normalize("NFD", digits.lower().translate(_SAME))
    return _OTHER.sub(" ", _SIGNS.sub("", unicodedata.normalize("NFC", _SIGNS.sub("", plain)).translate(_SAME))).strip()

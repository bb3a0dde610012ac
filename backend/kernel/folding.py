"""Text as it is compared when searching, however people spell. `frontend/js/fold.js` does the same."""

import re
import unicodedata

from backend.kernel.digits import fold_digits

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
    }
)
_SIGNS = re.compile("[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
_OTHER = re.compile("[^0-9a-z\u0250-\u02af\u0620-\u064a]+")
_ARTICLE = re.compile(r"^(?:[وبك]?ال|لل)(?=\w{3})")


def search_words(text: str) -> list[str]:
    """The words of a text: lower case, no accents or vowel signs, letters written alike made one, no article."""
    plain = _SIGNS.sub("", unicodedata.normalize("NFD", fold_digits(text).lower().translate(_SAME)))
    alike = _OTHER.sub(" ", unicodedata.normalize("NFC", plain).translate(_SAME))
    return [_ARTICLE.sub("", word) for word in alike.split()]

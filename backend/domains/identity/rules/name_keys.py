"""Keys by which a name is found however it is spelled: Arabic or Latin letters, with or without vowels and article.

A key is the consonants of a word, those that Algerian spellings confuse made one: قاسم, Kacem and Gacem are `ksm`. It
finds too much rather than too little: Mahmoud is found with Mohamed, and a person looks at who it is.
"""

import re
import unicodedata

_ARABIC = {
    **dict.fromkeys("اأإآٱعءئؤىةـ", "'"),
    "و": "w",
    "ي": "y",
    "ب": "b",
    "پ": "b",
    **dict.fromkeys("تطث", "t"),
    "ج": "j",
    **dict.fromkeys("حه", "h"),
    "خ": "x",
    **dict.fromkeys("دذضظ", "d"),
    "ر": "r",
    "ز": "z",
    **dict.fromkeys("سص", "s"),
    "ش": "c",
    "غ": "g",
    **dict.fromkeys("فڤ", "f"),
    **dict.fromkeys("قكڨگ", "k"),
    "ل": "l",
    "م": "m",
    "ن": "n",
}
# In the order they are looked for: what several letters write is one sound.
_LATIN = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"[^a-z]", ""),
        (r"dj", "j"),
        (r"tch|ch|sh", "C"),
        (r"kh", "X"),
        (r"gh", "G"),
        (r"ph|v", "f"),
        (r"th", "t"),
        (r"dh", "d"),
        (r"c(?=[eiy])", "s"),
        (r"[cqgk]", "k"),
        (r"p", "b"),
        (r"^(?:ou|w)(?=[aeiou])", "W"),
        (r"^y", "Y"),
    )
]
_WORD = re.compile(r"[a-z\u0620-\u064a\u0671-\u06d3]+")
_MARKS = re.compile("[\u0300-\u036f\u064b-\u065f\u0670]")
_LATIN_PARTICLES = ("abd", "ben", "bin", "ibn", "bou", "aboul", "abou", "oum", "ould", "ait")
_ARABIC_PARTICLES = ("عبد", "بن", "ابن", "بو", "أبو", "أم", "ولد", "آيت")
_JOINED = frozenset({*_LATIN_PARTICLES, *_ARABIC_PARTICLES})
"""Words that are one with the next: Ben Ali is Benali."""
_ENDING = frozenset(("eddine", "dine", "الدين"))
"""Words that are one with the word before: Nour Eddine is Noureddine."""
_ARTICLE = re.compile(r"^(?:ال|لل)(?=..)")
_SLAVE = re.compile(r"^abd[aeou]l(?=$|..)|^عبدال(?=..)")


def name_keys(*names: str) -> frozenset[str]:
    """The keys of every word of these names; nothing for what has no letters."""
    return frozenset(filter(None, (_key(word) for name in names for word in _words(name))))


def _words(name: str) -> list[str]:
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", name.casefold()).replace("\u0640", ""))
    words: list[str] = []
    begun = ""
    for found in _WORD.findall(unicodedata.normalize("NFC", plain)):
        found = _SLAVE.sub(lambda slave: slave[0][:3], found)
        if found in ("el", "al"):
            continue
        if found in _ENDING and words and not begun:
            words[-1] += _ARTICLE.sub("", found)
            continue
        word = begun + _ARTICLE.sub("", found)
        if not begun and found in _JOINED:
            begun = found
            continue
        words.append(word)
        begun = ""
    return [*words, begun] if begun else words


def _key(word: str) -> str:
    sounds = _of_arabic(word) if word[0] > "\u0600" else _of_latin(word)
    first, rest = sounds[:1], re.sub(r"['wyWYaeiou]", "", sounds[1:])
    first = {"W": "w", "Y": "y"}.get(first, "'" if first in "'aeiou" else first)
    # an h at the end is heard by some and written by few: Fatimah, الله
    skeleton = re.sub(r"(.)\1+", r"\1", (first + rest).lower())
    return skeleton.removesuffix("h") if len(skeleton) > 2 else skeleton


def _of_arabic(word: str) -> str:
    return "".join(_ARABIC.get(letter, "") for letter in word)


def _of_latin(word: str) -> str:
    for pattern, sound in _LATIN:
        word = pattern.sub(sound, word)
    return word

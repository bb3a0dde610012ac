"""The languages of the counter and how they stand to each other."""

LANGUAGES = ("ar", "fr", "kab")
FALLBACK = {"kab": "fr"}


def direction(lang: str) -> str:
    """`rtl` for Arabic, `ltr` for the others."""
    return "rtl" if lang == "ar" else "ltr"


def other(lang: str) -> str:
    """The second language of a bilingual paper: French beside Arabic, Arabic beside everything else."""
    return "fr" if lang == "ar" else "ar"

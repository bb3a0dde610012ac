"""Text as people type and paste it: what is cleaned without a word, what is refused."""

import re

SPACES = " \t\n\u00a0\u2000-\u200a\u202f\u205f\u3000"
MARKS = "\u200b\u200e\u200f\u061c\ufeff"
"""Invisible marks that copying leaves behind: they go without a word on input."""

# Controls, marks, bidirectional embeddings, overrides and isolates, lone surrogates, non-characters.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
_EDGES = re.compile(f"^[{SPACES}]+|[{SPACES}]+$")
_RUNS = re.compile(f"[{SPACES}]+")
_INK = re.compile(f"[^{SPACES}]")
_ISOLATES = re.compile("[\u202a-\u202e\u2066-\u2069]")
_MARKS = re.compile(f"[{MARKS}]")


def clean(text: str) -> str:
    """`text` without the marks that copying leaves and without space at its ends; line ends become newlines."""
    return _EDGES.sub("", _MARKS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


def one_line(text: str) -> str:
    """`clean` on one line, each run of spaces made one."""
    return _RUNS.sub(" ", clean(text))


def bare(text: str) -> str:
    """What is left for a number or an address: no spaces at all, no marks, no bidirectional wrapping."""
    return _RUNS.sub("", _ISOLATES.sub("", clean(text)))


def hides_something(text: str, *, lines: bool) -> bool:
    """Whether `text` holds what nobody sees or what turns the reading order; line ends pass only with `lines`."""
    return _HIDDEN.search(text) is not None or (not lines and ("\n" in text or "\t" in text))


def is_blank(text: str) -> bool:
    """Whether there is nothing but space in `text`."""
    return not text or (text.isspace() and _INK.search(text) is None)

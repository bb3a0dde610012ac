"""Digits as people type them."""

_FOLD = {start + value: str(value) for start in (0x0660, 0x06F0) for value in range(10)}


def fold_digits(text: str) -> str:
    """`text` with Arabic-Indic digits (U+0660-0669 and U+06F0-06F9) written 0-9; the rest is untouched."""
    return text.translate(_FOLD)

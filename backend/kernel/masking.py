"""Showing an identifier to its owner without giving it to whoever looks over the shoulder."""


def mask(value: str, keep: int = 3) -> str:
    """`•••` and the last `keep` characters; nothing at all of a value too short to hide the rest of.

    The bullets are always three, so that the length is not told.
    """
    shown = value[-keep:] if keep > 0 and len(value) >= 2 * keep else ""
    return f"•••{shown}"

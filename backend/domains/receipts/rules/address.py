"""Where a receipt is looked at: the address in its QR code."""

import re
from base64 import b32decode, b32encode

_CODE = re.compile(r"/V/([A-Z2-7]{64,1640})(?![A-Z2-7])")


def verify_url(public_url: str, token: bytes) -> str:
    """The address in the QR code, all in capitals for its alphanumeric mode: `HTTPS://HOST/V/<base32>`."""
    return f"{public_url.rstrip('/')}/V/{b32encode(token).rstrip(b'=').decode()}".upper()


def token_in(text: str) -> bytes | None:
    """The token that a text carries: the address, its last part alone, or a PDF that names the address; None if none.

    Spaces and line ends inside a pasted address do not matter.
    """
    found = _CODE.search(text) or _CODE.search(f"/V/{''.join(text.split()).upper().rpartition('/V/')[2]}")
    if found is None:
        return None
    code = found[1]
    try:
        return b32decode(code + "=" * (-len(code) % 8))
    except ValueError:
        return None

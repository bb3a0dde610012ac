"""Bytes as they travel in JSON and addresses: base64url without padding (RFC 4648, section 5)."""

from base64 import urlsafe_b64encode


def base64url(data: bytes) -> str:
    """Letters, digits, `-` and `_`; no padding."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()

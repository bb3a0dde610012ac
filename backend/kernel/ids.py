"""Identifiers: UUID version 7 (RFC 9562), ordered by the millisecond of their making."""

import os
import re
import time
import uuid

UUID7 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def uuid7() -> uuid.UUID:
    """A new id: 48 bits of milliseconds since 1970, then 74 random bits."""
    millisecond = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big")
    value = (millisecond & (2**48 - 1)) << 80 | random
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return uuid.UUID(int=value)


def is_uuid7(text: str) -> bool:
    """Whether `text` is a UUIDv7 in its one accepted spelling: lower case, with hyphens."""
    return UUID7.fullmatch(text) is not None

"""What a file is by its bytes, whatever its name and type say.

Sources: ISO/IEC 10918-1 (JPEG), PNG (W3C), WebP container (RFC 9649), ISO 32000 (PDF), PKWARE APPNOTE 4.3.16 (ZIP).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from backend.domains.sync.rules.envelope import FileEntry

UNLIKE_ITS_TYPE = "file.unlike_its_type"
HEAD, TAIL = 1024, 65_557  # where a PDF may begin, and where the directory of a ZIP ends
ZIP_END = b"PK\x05\x06"


def type_of(data: bytes) -> str | None:
    """The one type that these bytes are of; None for none of ours, and for a file that is another one as well."""
    if data.find(b"%PDF-", 1, HEAD) != -1 or ZIP_END in data[-TAIL:]:
        return None
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return "application/pdf" if data.startswith(b"%PDF-") else None


def file_flags(files: Iterable[FileEntry], seen: Mapping[str, str | None]) -> tuple[str, ...]:
    """What an agent is told of files that came: one of them is not what it says. `seen`: SHA-256 in hex → type."""
    unlike = any(file.sha256 in seen and seen[file.sha256] != file.type for file in files)
    return (UNLIKE_ITS_TYPE,) if unlike else ()

"""Files that are not what they say get a clear outcome, and nothing is lost."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest

from backend.domains.dossiers import queries as dossiers
from backend.domains.sync.ports import Centre
from backend.domains.sync.rules.file_types import type_of
from tests.faults.speaking import JPEG, comes, outcome_of, told
from tests.people import Phone, photo

PNG, PDF = b"\x89PNG\r\n\x1a\n png", b"%PDF-1.7 pdf"
WEBP = b"RIFF\x0c\0\0\0WEBPVP8 "


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "C:\\windows\\system.ini", "..", "photo\u202egpj.exe", "a\x00.jpg", "", "x" * 201]
)
async def test_a_file_name_that_is_no_plain_name_is_refused(centre: Centre, belkacem: Phone, name: str) -> None:
    outcome = await outcome_of(centre, belkacem, changed={"files": [photo() | {"name": name}]})

    assert (outcome["outcome"], outcome["fields"]) == ("refused", {"files.photos": "field.file_name"})


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"type": "application/x-msdownload"}, "field.file_type"),
        ({"type": "image/svg+xml"}, "field.file_type"),
        ({"size": 0}, "field.file_size"),
        ({"size": 13 * 1024 * 1024}, "field.file_size"),
    ],
)
async def test_a_file_of_no_accepted_type_or_size_is_refused(
    centre: Centre, belkacem: Phone, changed: dict[str, Any], code: str
) -> None:
    outcome = await outcome_of(centre, belkacem, changed={"files": [photo() | changed]})

    assert (outcome["outcome"], outcome["fields"]) == ("refused", {"files.photos": code})


def zip_bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr(zipfile.ZipInfo("zeros", (2026, 2, 11, 0, 0, 0)), bytes(10_000_000), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (JPEG, "image/jpeg"),
        (PNG, "image/png"),
        (WEBP, "image/webp"),
        (PDF, "application/pdf"),
        (b"MZ\x90\x00 a program", None),
        (b"<svg onload=alert(1)>", None),
        (b"GIF89a", None),
        (b"", None),
        (zip_bomb(), None),
        (JPEG + zip_bomb(), None),
        (JPEG + PDF, None),
        (PDF + zip_bomb(), None),
        (b"\n" + PDF, None),
    ],
    ids=lambda value: str(value[:12]) if isinstance(value, bytes) else str(value),
)
def test_a_file_is_what_its_bytes_are(content: bytes, kind: str | None) -> None:
    assert type_of(content) == kind


@pytest.mark.parametrize(
    ("content", "flags"),
    [
        (JPEG, ()),
        (PDF, ("file.unlike_its_type",)),
        (b"MZ\x90\x00 a program", ("file.unlike_its_type",)),
        (zip_bomb(), ("file.unlike_its_type",)),
        (JPEG + PDF, ("file.unlike_its_type",)),
    ],
    ids=["jpeg", "pdf", "program", "zip bomb", "polyglot"],
)
async def test_a_file_unlike_its_type_is_flagged_and_nothing_is_lost(
    centre: Centre, belkacem: Phone, content: bytes, flags: tuple[str, ...]
) -> None:
    held = await outcome_of(centre, belkacem, changed={"files": [photo(content)]})
    assert held["outcome"] == "need_files"

    await comes(centre, belkacem, held, content)

    outcome = await told(centre, belkacem, held)
    dossier = await dossiers.dossier(outcome["dossier"]["number"], centre.sealer)
    assert (outcome["outcome"], tuple(outcome["flags"])) == ("applied", flags)
    assert dossier is not None
    assert dossier.flags == flags

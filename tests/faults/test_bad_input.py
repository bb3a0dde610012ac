"""Bad input gets a clear outcome, each time, and blocks nothing (the list is in README.md)."""

from __future__ import annotations

import asyncio
import hashlib
import io
import zipfile
from typing import Any
from uuid import UUID

import pytest

from backend.domains.dossiers import queries as dossiers
from backend.domains.sync import queries
from backend.domains.sync.operations.files import append, arrived, begin_upload, end_upload
from backend.domains.sync.operations.push import push
from backend.domains.sync.ports import Centre
from backend.domains.sync.rules.file_types import type_of
from backend.kernel.ids import uuid7
from tests.people import Phone, an_hour_before, photo, stoppage
from tests.sync.conftest import NOW

FILLED = an_hour_before(NOW)
ROW = stoppage(FILLED)["workers"][0]
JPEG, PNG, PDF = b"\xff\xd8\xff\xe0 jpeg", b"\x89PNG\r\n\x1a\n png", b"%PDF-1.7 pdf"
WEBP = b"RIFF\x0c\0\0\0WEBPVP8 "


async def outcome_of(
    centre: Centre, phone: Phone, *, answers: dict[str, Any] | None = None, changed: dict[str, Any] | None = None
) -> Any:
    """What became of a filing with these answers, or these keys of the envelope; a good one beside it is applied."""
    good = phone.envelope(filled_at=FILLED, answers=of_another_employer())
    sound = phone.envelope(filled_at=FILLED, answers=of_another_employer() | (answers or {}))
    bad = phone.signed(sound | (changed or {}))
    outcome, beside = await push(centre, carrier=phone.id, items=[bad, good], now=NOW)
    assert beside["outcome"] == "applied"
    return outcome


def of_another_employer() -> dict[str, Any]:
    """Answers that are nobody's double."""
    return stoppage(FILLED, employer=f"49{uuid7().int % 10**6:06}")


# Answers


@pytest.mark.parametrize(
    ("answers", "path", "code"),
    [
        ({"site": "Chantier \u202eGPJ.exe"}, "answers.site", "field.hidden_characters"),
        ({"site_head_name": "بلقاسم\u2067 دحماني"}, "answers.site_head_name", "field.hidden_characters"),
        ({"employer_name": "a\x00b"}, "answers.employer_name", "field.hidden_characters"),
        ({"workers": [ROW] * 10_000}, "", "envelope.malformed"),
        ({"workers": [{"name": "x"}] * 10_000}, "answers.workers", "field.too_many_rows"),
        ({"workers": [ROW | {"name": "\u202e"}]}, "answers.workers.0.name", "field.hidden_characters"),
        ({"workers": {"0": ROW}}, "answers.workers", "field.bad_value"),
        ({"workers": ["row"]}, "answers.workers.0", "field.bad_value"),
        ({"site": 12}, "answers.site", "field.bad_value"),
        ({"resumed": "yes"}, "answers.resumed", "field.bad_value"),
        ({"wilaya": ["01"]}, "answers.wilaya", "field.bad_value"),
        ({"site": "x" * 100_000}, "answers.site", "field.too_long"),
        ({"site": "x" * 300_000}, "", "envelope.malformed"),
        ({"of_tomorrow": "x"}, "answers.of_tomorrow", "field.unknown"),
    ],
)
async def test_a_bad_answer_is_refused_by_name(
    centre: Centre, belkacem: Phone, answers: dict[str, Any], path: str, code: str
) -> None:
    outcome = await outcome_of(centre, belkacem, answers=answers)

    assert outcome["outcome"] == "refused"
    assert outcome["fields"].get(path, outcome["code"]) == code


# Envelopes


@pytest.mark.parametrize(
    "changed",
    [
        {"seq": 0},
        {"seq": "1"},
        {"seq": True},
        {"lang": "en"},
        {"lang": None},
        {"filled_at": "yesterday"},
        {"filled_at": "2026-02-30T10:00:00+01:00"},
        {"filled_at": "2026-02-11T10:00:00"},
        {"filled_at": "0001-01-01T00:00:00+14:00"},
        {"filled_at": "9999-12-31T23:59:59-14:00"},
        {"seen": 12},
        {"person": "\x00"},
        {"answers": []},
        {"files": {}},
        {"files": [photo()] * 9},
        {"files": [photo() | {"size": -1}]},
        {"files": [photo() | {"sha256": "AB" * 32}]},
        {"files": [photo() | {"path": "/etc"}]},
        {"depends_on": ["x"]},
        {"depends_on": "x"},
        {"claim": "code"},
        {"kind": "dossier.withdraw", "dossier": "\x00", "base_revision": 1},
        {"kind": "dossier.withdraw", "dossier": None, "base_revision": 1},
        {"kind": "dossier.correct", "dossier": "CB-01-2026-000001-00", "base_revision": None},
        {"device_id": "me"},
    ],
    ids=str,
)
async def test_an_envelope_of_another_shape_is_malformed(
    centre: Centre, belkacem: Phone, changed: dict[str, Any]
) -> None:
    outcome = await outcome_of(centre, belkacem, changed=changed)

    assert (outcome["outcome"], outcome["code"]) == ("refused", "envelope.malformed")


def deep(levels: int) -> Any:
    return [deep(levels - 1)] if levels else "x"


async def test_answers_sixteen_levels_deep_are_malformed(centre: Centre, belkacem: Phone) -> None:
    envelope = belkacem.envelope(filled_at=FILLED, answers={})
    (outcome,) = await push(centre, carrier=belkacem.id, items=[envelope | {"answers": {"site": deep(15)}}], now=NOW)
    assert (outcome["outcome"], outcome["code"]) == ("refused", "envelope.malformed")


async def test_a_missing_key_is_malformed(centre: Centre, belkacem: Phone) -> None:
    whole = belkacem.envelope(filled_at=FILLED, answers=stoppage(FILLED))
    items = [{key: value for key, value in whole.items() if key != left_out} for left_out in whole]
    outcomes = await push(centre, carrier=belkacem.id, items=items, now=NOW)
    assert {outcome["outcome"] for outcome in outcomes} == {"refused"}
    assert {outcome["code"] for outcome in outcomes} == {"envelope.malformed"}


async def test_an_id_raced_with_other_contents_has_one_effect_and_keeps_them_all(
    centre: Centre, belkacem: Phone
) -> None:
    first = belkacem.envelope(filled_at=FILLED, answers=stoppage(FILLED, site="0"))
    rivals = [
        belkacem.envelope(filled_at=FILLED, answers=stoppage(FILLED, site=str(n)), id=first["id"]) for n in range(1, 8)
    ]
    everything = [first, *rivals] * 3
    answers = await asyncio.gather(*(push(centre, carrier=belkacem.id, items=[each], now=NOW) for each in everything))

    by_digest: dict[str, list[Any]] = {}
    for (outcome,) in answers:
        by_digest.setdefault(outcome["digest"], []).append(outcome)
    finals = [same[0] for same in by_digest.values()]
    told = await queries.outcomes(centre, belkacem.id, [UUID(first["id"])])
    assert all(each == same[0] for same in by_digest.values() for each in same)
    assert sorted(outcome["outcome"] for outcome in finals) == ["applied"] + ["quarantined"] * 7
    assert {outcome.get("code") for outcome in finals} == {None, "envelope.id_reused"}
    assert told[UUID(first["id"])]["outcome"] == "applied"


# Files


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

    await comes(centre, belkacem, UUID(held["id"]), content)

    outcome = (await queries.outcomes(centre, belkacem.id, [UUID(held["id"])]))[UUID(held["id"])]
    dossier = await dossiers.dossier(outcome["dossier"]["number"], centre.sealer)
    assert (outcome["outcome"], tuple(outcome["flags"])) == ("applied", flags)
    assert dossier is not None
    assert dossier.flags == flags


async def comes(centre: Centre, phone: Phone, envelope: UUID, content: bytes) -> None:
    """A file is uploaded, whole."""
    device = (await queries.devices([phone.id]))[phone.id]
    sha256 = hashlib.sha256(content).digest()
    going = await begin_upload(centre, device=device, envelope=envelope, sha256=sha256, size=len(content), now=NOW)
    await arrived(centre, going)
    await append(centre, going, content)
    await end_upload(centre, going, now=NOW)

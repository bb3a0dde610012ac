"""What people file is nowhere in clear: not in the database, its log, the files, or what the processes say.

Each trace of the search is shown to work: with the sealing switched off the same search finds everything.
"""

from __future__ import annotations

import json
from typing import Any

import asyncpg  # type: ignore[import-untyped]
import pytest

from tests.faults import tus
from tests.faults.served import Served
from tests.faults.wire import Line, now
from tests.people import Phone, an_hour_before, photo, stoppage

pytestmark = pytest.mark.slow
SITE, NAME, JOB = "ورشة الكناري السرية", "Canari Zitouni-Ouldabbès", "chef canariculteur"
PHONE, NSS = "+213661987123", "801234567831"
IN_THE_PICTURE = b"canary in the photo"
PICTURE = b"\xff\xd8\xff\xe0" + IN_THE_PICTURE * 20_000
FILE_NAME = "canari-secret.jpg"
SECRETS = [SITE, NAME, JOB, PHONE, NSS, FILE_NAME]


async def files_secrets(served: Served) -> None:
    """An envelope with all of them, its photo whole, another photo half sent, and one envelope refused."""
    phone, filled = Phone("Hadj Belkacem"), an_hour_before(now())
    answers = stoppage(filled, site=SITE) | {"employer_name": NAME, "phone": PHONE}
    answers["workers"][0] |= {"job": JOB, "nss": NSS}
    half = PICTURE + b"."
    files = [photo(PICTURE) | {"name": FILE_NAME}, photo(half) | {"name": FILE_NAME}]

    def filing(**changed: Any) -> dict[str, Any]:
        return phone.envelope(filled_at=filled, **{"answers": answers} | changed)

    async with Line(served.port) as line:
        await line.enrol(phone)
        pictured, waiting = filing(files=files[:1]), filing(files=files[1:])
        outcomes = await line.push(phone, filing(), pictured, waiting, filing(answers=answers | {"unknown": SITE}))
        assert [each["outcome"] for each in outcomes] == ["applied", "need_files", "need_files", "refused"]
        target = await tus.begun(line, phone, pictured, PICTURE)
        assert (await tus.patched(line, phone, target, 0, PICTURE)).status == 204
        target = await tus.begun(line, phone, waiting, half)
        assert (await tus.patched(line, phone, target, 0, half[:1000])).status == 204


async def all_that_is_kept(served: Served) -> bytes:
    """Every byte on the disk after a kill, every row of every table, and what the processes said."""
    kept = [path.read_bytes() for path in sorted(served.folder.rglob("*")) if path.is_file()]
    if served.database_url.startswith("postgres"):
        kept.append(await every_row(served.database_url))
    return b"\n".join(kept)


async def every_row(url: str) -> bytes:
    connection = await asyncpg.connect(url)
    try:
        tables = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        rows = [row for (name,) in tables for row in await connection.fetch(f'SELECT * FROM "{name}"')]
    finally:
        await connection.close()
    return b"\n".join(value if isinstance(value, bytes) else str(value).encode() for row in rows for value in row)


def found_in(kept: bytes) -> set[str]:
    """The secrets that stand there, as UTF-8 or as JSON escapes them."""
    spelled = {secret: (secret.encode(), json.dumps(secret)[1:-1].encode()) for secret in SECRETS}
    found = {secret for secret, ways in spelled.items() if any(way in kept for way in ways)}
    return found | ({"the photo"} if IN_THE_PICTURE in kept else set())


async def test_what_people_file_is_nowhere_in_clear(served: Served) -> None:
    served.start()
    await files_secrets(served)
    served.kill()
    kept = await all_that_is_kept(served)
    assert b"cacobatph.bad-weather-stoppage" in kept
    assert found_in(kept) == set()


async def test_the_search_finds_what_is_not_sealed(served: Served) -> None:
    served.start(sabotage="no_sealing")
    await files_secrets(served)
    served.kill()
    assert found_in(await all_that_is_kept(served)) == {*SECRETS, "the photo"}

"""`/{lang}/desk/dossiers/{number}/files` and `/letters`: what lies in a dossier, looked at in the page."""

from __future__ import annotations

import asyncio

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from backend.domains.dossiers import queries
from backend.domains.receipts import queries as receipts
from backend.domains.sync.ports import Centre
from backend.domains.sync.queries import blob_of
from backend.kernel.refusal import Refusal
from backend.web.account.page import PRIVATE
from backend.web.desk.page import DeskPage
from backend.web.desk.queue import READ

SEEN = ("image/jpeg", "image/png", "image/webp", "application/pdf")
"""What a browser shows without running anything in it."""


@get("/{lang:str}/desk/dossiers/{number:str}/files/{sha256:str}", name="dossier_file", opt={"right": READ})
async def file(
    number: FromPath[str],
    sha256: FromPath[str],
    desk: NamedDependency[DeskPage],
    centre: NamedDependency[Centre],
) -> Response[bytes]:
    """A document, to be looked at in the page: an image or a PDF and nothing that could run. Refuses `file.unknown`."""
    standing = await desk.dossier(number, READ)
    found = await queries.dossier(standing.number, desk.sealer)
    files = {each.sha256: each for each in found.files} if found else {}
    if sha256 not in files or files[sha256].type not in SEEN:
        raise Refusal("file.unknown")
    blob = await blob_of(standing.number, sha256)
    if blob is None:
        raise Refusal("file.unknown")
    content = await asyncio.to_thread(centre.blobs.open, blob)
    held = {"Content-Disposition": "inline", "X-Content-Type-Options": "nosniff"}
    return Response(content, media_type=files[sha256].type, headers=PRIVATE | held)


@get("/{lang:str}/desk/dossiers/{number:str}/letters/{revision:int}", name="dossier_letter", opt={"right": READ})
async def letter(
    number: FromPath[str],
    revision: FromPath[int],
    desk: NamedDependency[DeskPage],
    centre: NamedDependency[Centre],
) -> Response[bytes]:
    """The letter of a decision. Refuses `file.unknown`: there is none, or it is still being printed."""
    standing = await desk.dossier(number, READ)
    found = [each for each in await receipts.letters(standing.number) if each.revision == revision and each.pdf]
    if not found:
        raise Refusal("file.unknown")
    content = await asyncio.to_thread(centre.blobs.open, str(found[0].pdf))
    return Response(content, media_type="application/pdf", headers=PRIVATE | {"Content-Disposition": "inline"})


routes = (file, letter)

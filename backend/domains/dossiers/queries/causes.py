"""What concerns came from, as whoever answered them found."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from backend.domains.catalogue.rules import Workflow
from backend.domains.dossiers.queries.story import said_in
from backend.domains.dossiers.rules import Cause
from backend.domains.dossiers.tables import DossierEvent
from backend.storage.rows import rows_in
from backend.storage.sealing import Sealer


async def causes_of(ids: Collection[UUID], workflow: Workflow, sealer: Sealer) -> dict[UUID, Cause]:
    """The cause that was chosen last for each of these; those answered before causes were asked for have none."""
    verbs = {f"dossier.{act}" for act in workflow.wanting("cause")}
    columns = ("id", "dossier", "verb", "revision", "content")
    rows = [row for row in await rows_in(DossierEvent, "dossier", ids, columns=columns) if row["verb"] in verbs]
    last = {row["dossier"]: row for row in sorted(rows, key=lambda row: row["revision"])}
    said = {dossier: said_in(row, sealer).get("cause") for dossier, row in last.items() if row["content"]}
    return {dossier: Cause(**cause) for dossier, cause in said.items() if cause}

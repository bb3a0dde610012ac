"""What a correction says, and what follows from it: another counter may answer, and doubles and lateness are new."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from backend.domains.catalogue.rules import double_key
from backend.domains.dossiers import queries as dossiers
from backend.domains.dossiers.rules import Corrected, Dossier, Standing
from backend.domains.sync.operations.reading import (
    LATE,
    SPARED,
    depositor_of,
    files_of,
    incidents_before,
    late_in,
    place_in,
    spared,
)
from backend.domains.sync.ports import Centre
from backend.domains.sync.rules.correcting import Content, merged
from backend.domains.sync.rules.envelope import Envelope


async def correction(centre: Centre, envelope: Envelope, standing: Standing) -> tuple[dict[str, Any], Corrected]:
    """What a dossier says after a correction, and what it is then; of fields that were not open, the files stay."""
    before = await dossiers.dossier(standing.number, centre.sealer)
    if before is None:
        raise LookupError("a dossier without its standing")
    files = files_of(envelope)
    if standing.open_fields is not None:
        files = merged(Content(before.answers, before.files), files, standing.open_fields)
    form = centre.catalogue.form(envelope.service, envelope.service_version)
    content = {
        "answers": envelope.answers,
        "files": [asdict(file) for file in files],
        "depositor": depositor_of(form, envelope),
    }
    return content, await _corrected(centre, envelope, before)


async def _corrected(centre: Centre, envelope: Envelope, before: Dossier) -> Corrected:
    form = centre.catalogue.form(envelope.service, envelope.service_version)
    was = place_in(centre, before.service, form, before.answers, before.received_at)
    to = place_in(centre, before.service, form, envelope.answers, before.received_at)
    doubt = "clock.doubtful" in before.flags
    late = late_in(centre, form, envelope.answers, before.filled_at, before.received_at, doubt=doubt)
    if late is not None:
        known = await incidents_before(centre, [to.body], before.received_at)
        if spared(centre, form, envelope.answers, before.received_at, to, known):
            late = SPARED
    flags = [each for each in before.flags if each not in LATE | {SPARED}]
    return Corrected(
        # one that colleagues sent elsewhere stays there, unless the answers lead to another place than they did
        to=to if to != was else None,
        flags=(*flags, *([late] if late else [])),
        business_key=double_key(form, envelope.answers),
    )

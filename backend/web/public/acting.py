"""Who acts by number and secret: whoever has both, but on what was filed for another only whoever may file for them."""

from __future__ import annotations

from backend.domains.dossiers.rules import Standing
from backend.domains.identity import queries
from backend.kernel.refusal import Refusal
from backend.web.guards import now, visitor
from backend.web.sent import AnyRequest

SAYING = ("message", "reopen")
OPEN = (*SAYING, "withdraw")
"""Acts that need no form of the service; with some of them something is said."""


async def may_act(request: AnyRequest, standing: Standing) -> None:
    """Refuses `dossier.by_account`: a secret stays known when a mandate ends, so the account of today is asked."""
    if standing.on_behalf is None:
        return
    session = await visitor(request)
    if session is None or not await queries.files_for(session.person, standing.on_behalf, standing.service, now()):
        raise Refusal("dossier.by_account")

"""What a receipt says, read from what is stored: the same for paper, roll and screen."""

from __future__ import annotations

from backend.domains.dossiers import queries as dossiers
from backend.domains.dossiers.rules import Dossier, content_of
from backend.domains.receipts.rules import Receipt, ReceiptContent
from backend.domains.sync.ports import Centre


async def printed(centre: Centre, receipt: Receipt, *, public_url: str) -> tuple[Dossier, ReceiptContent]:
    """The dossier of a receipt and what its receipt says."""
    dossier = await dossiers.dossier(receipt.number, centre.sealer)
    if dossier is None:
        raise LookupError("a receipt without its dossier")
    content = content_of(
        dossier,
        centre.catalogue.form(dossier.service, dossier.service_version),
        receipt.token,
        places=centre.places,
        parameters=centre.parameters,
        tracking_key=centre.keys.current("tracking").secret,
        public_url=public_url,
    )
    return dossier, content

"""What a receipt says, read from what is stored: the same for paper, roll and screen."""

from __future__ import annotations

from backend.domains.dossiers import queries as dossiers
from backend.domains.dossiers.rules import Dossier, content_of, letter_content
from backend.domains.receipts.rules import Letter, LetterContent, Receipt, ReceiptContent
from backend.domains.sync.ports import Centre


async def lettered(centre: Centre, letter: Letter, *, public_url: str) -> LetterContent:
    """What the letter of a decision says."""
    dossier = await dossiers.dossier(letter.number, centre.sealer)
    if dossier is None:
        raise LookupError("a letter without its dossier")
    story = await dossiers.history(dossier.id, centre.sealer)
    event = next(each for each in story if each.revision == letter.revision and not each.beside)
    return letter_content(event, _content(centre, dossier, letter.token, public_url), centre.parameters)


async def printed(centre: Centre, receipt: Receipt, *, public_url: str) -> tuple[Dossier, ReceiptContent]:
    """The dossier of a receipt and what its receipt says."""
    dossier = await dossiers.dossier(receipt.number, centre.sealer)
    if dossier is None:
        raise LookupError("a receipt without its dossier")
    return dossier, _content(centre, dossier, receipt.token, public_url)


def _content(centre: Centre, dossier: Dossier, token: bytes, public_url: str) -> ReceiptContent:
    return content_of(
        dossier,
        centre.catalogue.form(dossier.service, dossier.service_version),
        token,
        places=centre.places,
        parameters=centre.parameters,
        tracking_key=centre.keys.current("tracking").secret,
        public_url=public_url,
    )

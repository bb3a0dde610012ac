"""What the receipt of a dossier says: the dossier, its form and the limits of the law brought together."""

from __future__ import annotations

from backend.domains.catalogue.rules import Form
from backend.domains.dossiers.rules.dossier import Dossier
from backend.domains.dossiers.rules.limits import answer_by, due_at
from backend.domains.parameters.rules import Parameters
from backend.domains.places.rules import Places
from backend.domains.receipts.rules import Limits, Proof, ReceiptContent, receipt_content, tracking_secret, verify_url


def content_of(
    dossier: Dossier,
    form: Form,
    token: bytes,
    *,
    places: Places,
    parameters: Parameters,
    tracking_key: bytes,
    public_url: str,
) -> ReceiptContent:
    """The content of a filing receipt, the same on paper and on the screen."""
    secret = tracking_secret(tracking_key, dossier.number, dossier.digest)
    proof = Proof(token, secret, verify_url(public_url, token), public_url)
    limits = Limits(due_at(form, dossier.answers, parameters), answer_by(form, dossier.received_at, parameters))
    return receipt_content(dossier, form, places, proof, limits)

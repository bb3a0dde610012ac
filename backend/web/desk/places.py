"""Where a dossier is sent: an agency, or the body and the wilaya."""

from __future__ import annotations

from backend.domains.identity.rules import Scope
from backend.kernel.refusal import Refusal
from backend.web.desk.page import DeskPage
from backend.web.sent import Sent, first


def place_sent(desk: DeskPage, sent: Sent) -> Scope:
    """The place that was chosen. Refuses `dossier.place`: none, or an agency of another wilaya than was chosen."""
    agency, body, wilaya = (first(sent, name) for name in ("agency", "to_body", "to_wilaya"))
    known = {each.code: each for each in desk.places.all_agencies()}
    if agency in known:
        if wilaya not in ("", known[agency].wilaya):
            raise Refusal("dossier.place")
        return Scope(known[agency].body, known[agency].wilaya, agency)
    if body not in {each.code for each in desk.places.bodies()} or wilaya not in {
        each.code for each in desk.places.wilayas()
    }:
        raise Refusal("dossier.place")
    try:
        return Scope(body, wilaya, desk.places.agency(body, wilaya, desk.today).code)
    except Refusal:  # none stands there: it lies with the wilaya
        return Scope(body, wilaya)

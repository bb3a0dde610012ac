"""How dossiers and their history are kept. What people filed lies sealed in the history, never in clear in a column."""

from __future__ import annotations

from piccolo.columns import ForeignKey, OnDelete
from piccolo.table import Table

from backend.storage.columns import key, moment, sealed, text, uuid, whole


class Dossier(Table, tablename="dossier"):
    """One request for one service: where it stands."""

    id = key()
    wilaya_code = text()
    number = text()
    body = text()
    agency = text(null=True)
    service = text()
    service_version = whole()
    lang = text()
    state = text()
    revision = whole()
    position = whole()
    envelope = uuid()
    owner = uuid()
    person = uuid(null=True)
    on_behalf = uuid(null=True)  # the employer or person for whom the person filed it
    digest = sealed()
    business_key = sealed(null=True)  # a keyed hash
    flags = text()
    filled_at = moment()
    filled_offset = whole()  # minutes east of UTC, as the device said
    received_at = moment()


class DossierEvent(Table, tablename="dossier_event"):
    """One act, one line, never changed. `content` is what was said with the act."""

    id = key()
    dossier = ForeignKey(references=Dossier, on_delete=OnDelete.restrict, null=False)
    wilaya_code = text()
    owner = uuid()
    person = uuid(null=True)
    on_behalf = uuid(null=True)
    position = whole()
    revision = whole()
    verb = text()
    state = text()
    actor = text()
    at = moment()
    content = sealed(null=True)

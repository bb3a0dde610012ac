"""How dossiers and their history are kept. What people filed lies sealed in the history, never in clear in a column."""

from __future__ import annotations

from piccolo.columns import ForeignKey, OnDelete
from piccolo.table import Table

from backend.storage.columns import day, key, moment, sealed, text, uuid, whole, yes_no


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
    holder = uuid(null=True)  # the agent who has it in hand
    held_until = moment(null=True)
    answer_by = day(null=True)
    due_on = day(null=True)
    paused_on = day(null=True)
    escalated = whole(null=True)
    warned = whole(null=True)
    escalate_on = day(null=True)
    closed_at = moment(null=True)
    open_fields = text(null=True)


class DossierEvent(Table, tablename="dossier_event"):
    """One act, one line, never changed. `content` is what was said with the act; `beside`: it moved nothing."""

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
    beside = yes_no(null=True)


class DossierKey(Table, tablename="dossier_key"):
    """By what a dossier is found: keyed hashes of its people's names, two by two, and of their numbers."""

    id = key()
    dossier = ForeignKey(references=Dossier, on_delete=OnDelete.restrict, null=False)
    kind = text()  # `name`, or a `number` that one person bears
    hash = sealed()
    body = text()
    wilaya_code = text()
    agency = text(null=True)
    received_at = moment()


class Incident(Table, tablename="incident"):
    """Days on which a body could not work. `come_to`: the last dossier that was extended, until `done_at`."""

    id = key()
    body = text()
    wilaya_code = text(null=True)
    first = day()
    last = day()
    reason = sealed()
    declared_by = uuid()
    declared_at = moment()
    come_to = uuid(null=True)
    done_at = moment(null=True)


class Rating(Table, tablename="rating"):
    """What whoever filed thought of it: each from 1 to 5."""

    dossier = ForeignKey(references=Dossier, on_delete=OnDelete.restrict, null=False, primary_key=True)
    service = text()
    body = text()
    wilaya_code = text()
    agency = text(null=True)
    clear = whole()
    polite = whole()
    solved = whole()
    rated_at = moment()


class SavedFilter(Table, tablename="saved_filter"):
    """A filter of the queue that somebody keeps. Its name is what they wrote."""

    id = key()
    person = uuid()
    name = sealed()
    asked = text()  # canonical JSON: a view, a place, a service, a state
    kept_at = moment()

"""How notices and the addresses of people are kept. Addresses lie sealed."""

from __future__ import annotations

from piccolo.columns import ForeignKey, OnDelete
from piccolo.table import Table

from backend.storage.columns import key, moment, sealed, text, uuid, whole, yes_no


class Notice(Table, tablename="notice"):
    """Something of which a person is told; `subject` keeps it from being told twice."""

    id = key()
    person = uuid()
    kind = text()
    subject = text()
    number = text(null=True)
    state = text(null=True)
    created_at = moment()
    read_at = moment(null=True)


class Contact(Table, tablename="contact"):
    """An address of a person, and whether they proved to read it."""

    id = key()
    person = uuid()
    channel = text()
    address = sealed()
    lang = text()
    quiet = yes_no()
    added_at = moment()
    verified_at = moment(null=True)
    ended_at = moment(null=True)


class Delivery(Table, tablename="delivery"):
    """One notice on its way to one address."""

    id = key()
    notice = ForeignKey(references=Notice, on_delete=OnDelete.restrict, null=False)
    contact = ForeignKey(references=Contact, on_delete=OnDelete.restrict, null=False)
    state = text()
    attempts = whole()
    error = text(null=True)
    sent_at = moment(null=True)

"""What the centre keeps of devices and of what they pushed. Envelopes lie sealed."""

from __future__ import annotations

from piccolo.columns import Bytea, ForeignKey, OnDelete
from piccolo.table import Table

from backend.storage.columns import key, moment, sealed, text, uuid, whole, yes_no


class Device(Table, tablename="device"):
    """A phone, kiosk, desk or counter: known by its key, x and y of a P-256 point."""

    id = key()
    kind = text()
    point = sealed()
    enrolled_at = moment()
    revoked_at = moment(null=True)


class DevicePerson(Table, tablename="device_person"):
    """A person who was signed in on a device. `left_at`: no longer; what was filled before stays theirs.

    `session`: in which they last were; none is known of those who came before it was written down.
    `disowned_at`: they said that it is lost; what first comes from it in their name later is held.
    """

    id = key()
    device = ForeignKey(references=Device, on_delete=OnDelete.restrict, null=False)
    person = uuid()
    bound_at = moment()
    session = uuid(null=True)
    left_at = moment(null=True)
    disowned_at = moment(null=True)


class DeviceCode(Table, tablename="device_code"):
    """A one-time code that enrols a kiosk or a desk; only its keyed hash is kept."""

    hash = Bytea(primary_key=True, default=None)
    kind = text()
    expires_at = moment()
    used_at = moment(null=True)


class Envelope(Table, tablename="envelope"):
    """Every envelope that was recorded, with its present outcome. `first`: its digest was the first to bear the id."""

    entry = key()
    wilaya_code = text()
    id = uuid()
    digest = sealed()
    first = yes_no()
    device = ForeignKey(references=Device, on_delete=OnDelete.restrict, null=False)
    carrier = uuid()
    person = text(null=True)  # as the envelope says
    kind = text()
    service = text()
    received_at = moment()
    position = whole()
    outcome = text()
    code = text(null=True)
    number = text(null=True)
    claim = sealed(null=True)  # the hash of a claim code, by which it is looked up
    answer = text()
    body = sealed()
    resolved_at = moment(null=True)
    resolved_by = text(null=True)


class EnvelopeCarrier(Table, tablename="envelope_carrier"):
    """A device that carried an envelope which another had brought before."""

    id = key()
    entry = ForeignKey(references=Envelope, on_delete=OnDelete.restrict, null=False)
    carrier = uuid()


class EnvelopeNeed(Table, tablename="envelope_need"):
    """An envelope that waits, and the id of one it waits for."""

    id = key()
    entry = ForeignKey(references=Envelope, on_delete=OnDelete.restrict, null=False)
    needs = uuid()


class EnvelopeFile(Table, tablename="envelope_file"):
    """A file that a held envelope names: where its bytes go while they come, and where they lie when all have."""

    id = key()
    entry = ForeignKey(references=Envelope, on_delete=OnDelete.restrict, null=False)
    sha256 = sealed()
    size = whole()
    upload = text(null=True)  # the unguessable end of its address
    expires_at = moment(null=True)
    complete_at = moment(null=True)
    blob = text(null=True)
    seems = text(null=True)  # the type that its bytes are of

"""How people, what opens their accounts and whom they act for are kept.

Names and numbers lie sealed; of tokens, challenges and codes only a hash is kept.
"""

from __future__ import annotations

from piccolo.columns import Bytea, ForeignKey, OnDelete
from piccolo.table import Table

from backend.storage.columns import day, key, moment, sealed, text, uuid, whole, yes_no


class Person(Table, tablename="person"):
    """Somebody with an account."""

    id = key()
    name = sealed()
    lang = text()
    registered_at = moment()


class Passkey(Table, tablename="passkey"):
    """A public key whose other half lies in somebody's phone, computer or security key (WebAuthn)."""

    id = key()
    person = ForeignKey(references=Person, on_delete=OnDelete.restrict, null=False)
    credential = sealed()  # the id that the authenticator gave it
    public_key = sealed()  # COSE
    signs = whole()
    name = sealed()
    added_at = moment()
    used_at = moment(null=True)
    removed_at = moment(null=True)


class Challenge(Table, tablename="challenge"):
    """A number that a passkey is asked to sign, once and soon."""

    hash = Bytea(primary_key=True, default=None)
    purpose = text()
    person = uuid(null=True)
    expires_at = moment()
    used_at = moment(null=True)


class Session(Table, tablename="session"):
    """A browser in which a person is signed in."""

    id = key()
    hash = sealed()
    person = ForeignKey(references=Person, on_delete=OnDelete.restrict, null=False)
    passkey = ForeignKey(references=Passkey, on_delete=OnDelete.restrict, null=False)
    began_at = moment()
    seen_at = moment()
    verified_at = moment()  # when a passkey was last shown
    ended_at = moment(null=True)
    staff = yes_no()
    kiosk = yes_no()


class OneTimeCode(Table, tablename="one_time_code"):
    """A code handed from one person to another, once and soon; only its keyed hash is kept."""

    hash = Bytea(primary_key=True, default=None)
    purpose = text()
    subject = uuid()  # what it is for: a mandate, a post, a recovery
    expires_at = moment()
    used_at = moment(null=True)


class Employer(Table, tablename="employer"):
    """Somebody who employs people: a firm, a craftsman, an administration."""

    id = key()
    wilaya_code = text()
    name = sealed()
    number = sealed(null=True)  # at the fund
    number_key = sealed(null=True)  # its keyed hash
    registered_by = ForeignKey(references=Person, on_delete=OnDelete.restrict, null=False)
    registered_at = moment()
    confirmed_at = moment(null=True)
    confirmed_by = uuid(null=True)
    refused_at = moment(null=True)
    refused_by = uuid(null=True)


class Mandate(Table, tablename="mandate"):
    """An employer, or else a person, lets a person act for them. Until its code is used, nobody holds it."""

    id = key()
    employer = ForeignKey(references=Employer, on_delete=OnDelete.restrict, null=True)
    person = ForeignKey(references=Person, on_delete=OnDelete.restrict, null=True)
    holder = ForeignKey(references=Person, on_delete=OnDelete.restrict, null=True)
    called = sealed()  # whom the giver meant
    power = text()
    services = text()  # codes; none: every service
    until = day(null=True)
    given_by = uuid()
    given_at = moment()
    accepted_at = moment(null=True)
    ended_at = moment(null=True)
    ended_by = uuid(null=True)


class Post(Table, tablename="post"):
    """A role that somebody has at a body, in all of it or in one place. Until its code is used, nobody holds it."""

    id = key()
    holder = ForeignKey(references=Person, on_delete=OnDelete.restrict, null=True)
    role = text()
    body = text()
    wilaya_code = text(null=True)
    agency = text(null=True)
    called = sealed()
    given_by = uuid(null=True)  # nobody: from the command line
    given_at = moment()
    accepted_at = moment(null=True)
    ended_at = moment(null=True)
    ended_by = uuid(null=True)


class Recovery(Table, tablename="recovery"):
    """Somebody who lost every passkey gets back in: one agent looks at who they are, another agrees, a code follows."""

    id = key()
    person = ForeignKey(references=Person, on_delete=OnDelete.restrict, null=False)
    body = text()
    wilaya_code = text(null=True)
    agency = text(null=True)
    evidence = sealed()  # what was looked at
    begun_by = uuid()
    begun_at = moment()
    confirmed_by = uuid(null=True)
    confirmed_at = moment(null=True)
    refused_at = moment(null=True)
    done_at = moment(null=True)


class PersonCivil(Table, tablename="person_civil"):
    """Who a person is in the registers, as they claim, or as an agent has confirmed."""

    person = ForeignKey(references=Person, on_delete=OnDelete.restrict, null=False, primary_key=True)
    civil = sealed()  # canonical JSON
    nin_key = sealed(null=True)  # keyed hashes, for exact look-up
    nss_key = sealed(null=True)
    claimed_at = moment()
    confirmed_at = moment(null=True)
    confirmed_by = uuid(null=True)
    evidence = sealed(null=True)


class PersonNameKey(Table, tablename="person_name_key"):
    """One word of a person's names, folded and hashed with a key."""

    id = key()
    person = ForeignKey(references=Person, on_delete=OnDelete.restrict, null=False)
    hash = sealed()


class GlassReading(Table, tablename="glass_reading"):
    """A dossier that somebody of the staff read outside their place, and why."""

    id = key()
    person = ForeignKey(references=Person, on_delete=OnDelete.restrict, null=False)
    number = text()
    body = text()
    wilaya_code = text(null=True)
    reason = sealed()
    opened_at = moment()
    seen_by = uuid(null=True)
    seen_at = moment(null=True)

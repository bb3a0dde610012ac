"""How people, passkeys and sessions are kept. Names lie sealed; of tokens and challenges only the hash is kept."""

from __future__ import annotations

from piccolo.columns import Bytea, ForeignKey, OnDelete
from piccolo.table import Table

from backend.storage.columns import key, moment, sealed, text, uuid, whole


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

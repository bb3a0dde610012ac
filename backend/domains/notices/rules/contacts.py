"""Where people want to be told: an address of theirs that they proved to read, never one that somebody else typed."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit
from uuid import UUID

from backend.kernel.identifiers import phone
from backend.kernel.refusal import Refusal

MOST = 5
_MAIL = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?\.[a-z]{2,24}", re.IGNORECASE)


class Channel(StrEnum):
    """How a notice travels beside the inbox."""

    MAIL = "mail"
    SMS = "sms"
    PUSH = "push"


@dataclass(frozen=True, slots=True)
class Contact:
    """An address of a person. `verified_at`: since when they have proved to read it; nothing is sent there before.

    `quiet`: not at night. `address` of a push is its subscription, JSON.
    """

    id: UUID
    person: UUID
    channel: Channel
    address: str
    lang: str
    quiet: bool
    added_at: datetime
    verified_at: datetime | None


def address_from(channel: Channel, typed: str, push_hosts: Collection[str] = ()) -> str:
    """The address as it is kept. Refuses `contact.mail`, `contact.sms`, `contact.push`."""
    if channel is Channel.SMS:
        number = phone(typed)
        if not number:
            raise Refusal("contact.sms")
        return number
    if channel is Channel.MAIL:
        if not _MAIL.fullmatch(typed.strip()):
            raise Refusal("contact.mail")
        return typed.strip()
    return _subscription(typed, push_hosts)


def _subscription(typed: str, hosts: Collection[str]) -> str:
    """A push subscription, to one of the services known: our server calls no other address that a browser names."""
    try:
        said = json.loads(typed)
        endpoint, keys = said["endpoint"], said["keys"]
        kept = {"endpoint": endpoint, "keys": {"p256dh": keys["p256dh"], "auth": keys["auth"]}}
        host = urlsplit(endpoint).hostname or ""
        fits = all(isinstance(each, str) and len(each) < 1000 for each in (endpoint, keys["p256dh"], keys["auth"]))
    except (ValueError, KeyError, TypeError):
        raise Refusal("contact.push") from None
    known = any(host == each.lstrip("*") or (each.startswith("*.") and host.endswith(each[1:])) for each in hosts)
    if not fits or not known:
        raise Refusal("contact.push")
    return json.dumps(kept, sort_keys=True, separators=(",", ":"))


def may_be_added(known: Collection[Contact]) -> None:
    """Refuses `contact.too_many`."""
    if len(known) >= MOST:
        raise Refusal("contact.too_many", most=MOST)

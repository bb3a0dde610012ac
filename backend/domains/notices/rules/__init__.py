"""Notices: what is told, where to, when, and what became of it."""

from backend.domains.notices.rules.contacts import Channel, Contact, address_from, may_be_added
from backend.domains.notices.rules.delivering import MOST_TRIES, Delivery, Message, next_try, not_before
from backend.domains.notices.rules.notices import Notice

__all__ = [
    "MOST_TRIES",
    "Channel",
    "Contact",
    "Delivery",
    "Message",
    "Notice",
    "address_from",
    "may_be_added",
    "next_try",
    "not_before",
]

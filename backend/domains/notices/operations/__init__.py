"""The acts on notices and addresses."""

from backend.domains.notices.operations.contacts import CODE, add_contact, code_for, end_contact, verify_contact
from backend.domains.notices.operations.telling import SEND, News, delivered, mark_read, not_delivered, tell

__all__ = [
    "CODE",
    "SEND",
    "News",
    "add_contact",
    "code_for",
    "delivered",
    "end_contact",
    "mark_read",
    "not_delivered",
    "tell",
    "verify_contact",
]

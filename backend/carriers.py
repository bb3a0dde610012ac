"""What carries notices on each channel, as the settings say; a channel without one is not offered."""

from __future__ import annotations

from collections.abc import Mapping

from backend.adapters.mail import Mail
from backend.adapters.push import Push
from backend.adapters.sms import Sms
from backend.domains.notices.ports import Carrier
from backend.domains.notices.rules import Channel
from backend.program import Program


def push_of(program: Program) -> Push:
    """The server's own voice to push services."""
    return Push(program.centre.keys.current("push").secret, program.settings.public_url)


def carriers(program: Program) -> Mapping[Channel, Carrier]:
    """By channel."""
    settings = program.settings
    found: dict[Channel, Carrier] = {Channel.PUSH: push_of(program)}
    if settings.smtp:
        found[Channel.MAIL] = Mail(settings.smtp, settings.mail_from)
    if settings.sms_url:
        found[Channel.SMS] = Sms(settings.sms_url, settings.sms_template, settings.sms_token)
    return found

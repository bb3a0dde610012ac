"""Mail, by SMTP (RFC 5321): one plain message, signed by nobody, with an id that stays the same at each try."""

from __future__ import annotations

import asyncio
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate
from urllib.parse import unquote, urlsplit

from backend.domains.notices.ports import NotSent
from backend.domains.notices.rules import Message

SECONDS = 20
_NO_MAILBOX = b"5.1.1"
"""No such mailbox there (RFC 3463, 3.2); other refusals may be about us, and are tried again."""


class Mail:
    """`address`: `smtp://USER:PASSWORD@HOST:PORT` (STARTTLS where the server offers it) or `smtps://…`."""

    def __init__(self, address: str, sender: str) -> None:
        parts = urlsplit(address)
        self._host, self._port = parts.hostname or "localhost", parts.port
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._tls = parts.scheme == "smtps"
        self._sender = sender

    async def send(self, address: str, message: Message) -> None:
        """Raises `NotSent`: `mail.refused` (for good where the mailbox does not exist), `mail.unreachable`."""
        await asyncio.to_thread(self._send, address, message)

    def _send(self, address: str, message: Message) -> None:
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = self._sender, address, message.subject
        mail["Message-ID"] = f"<{message.id}@{self._sender.rpartition('@')[2].rstrip('>')}>"
        mail["Date"] = formatdate()
        mail["Auto-Submitted"] = "auto-generated"
        mail["Content-Language"] = message.lang
        mail.set_content(f"{message.text}\n\n{message.url}\n")
        try:
            with self._connected() as server:
                server.send_message(mail)
        except smtplib.SMTPRecipientsRefused as refused:
            answers = [bytes(said) for _, said in refused.recipients.values()]
            raise NotSent("mail.refused", for_good=any(_NO_MAILBOX in each for each in answers)) from None
        except smtplib.SMTPException:
            raise NotSent("mail.refused") from None
        except OSError:
            raise NotSent("mail.unreachable") from None

    def _connected(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self._tls:
            server: smtplib.SMTP = smtplib.SMTP_SSL(self._host, self._port or 465, timeout=SECONDS, context=context)
        else:
            server = smtplib.SMTP(self._host, self._port or 25, timeout=SECONDS)
            if server.ehlo()[0] == 250 and server.has_extn("starttls"):
                server.starttls(context=context)
        if self._user:
            server.login(self._user, self._password)
        return server

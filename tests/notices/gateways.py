"""What carries messages outside, really listening here: a mail server, a gateway that fails, a push service."""

from __future__ import annotations

import json
import threading
from base64 import urlsafe_b64decode
from collections import Counter
from email import message_from_bytes
from email.message import Message as Mail
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece  # type: ignore[import-untyped]
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from backend.kernel.base64url import base64url
from tests.counter import free_port


class MailServer:
    """Takes mail for everybody but those whose name begins with `nobody`."""

    def __init__(self) -> None:
        self.came: list[Mail] = []
        self.port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, _: Any) -> str:  # noqa: N802
        if address.startswith("nobody"):
            return "550 no such mailbox"
        if address.startswith("busy"):
            return "451 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        self.came.append(message_from_bytes(envelope.content))
        return "250 OK"

    def __enter__(self) -> MailServer:
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()


class Gateway:
    """A gateway for short messages, or a push service; every third call fails, before or after it was taken."""

    def __init__(self, *, fails: bool = False, status: int = 200) -> None:
        self.taken: Counter[str] = Counter()
        self.bodies: list[tuple[dict[str, str], bytes]] = []
        self.calls = 0
        self.fails, self.status = fails, status
        self._lock = threading.Lock()
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                self.send_response(gateway.takes(dict(self.headers), body))
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/send"

    def takes(self, headers: dict[str, str], body: bytes) -> int:
        with self._lock:
            self.calls += 1
            if self.fails and self.calls % 6 == 1:
                return 503
            # one that was taken before is taken once more without effect: it bears the same id
            self.taken[headers.get("Idempotency-Key") or headers.get("Topic", "")] = 1
            self.bodies.append((headers, body))
            return 500 if self.fails and self.calls % 6 == 4 else self.status

    def __enter__(self) -> Gateway:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class BrowserPush:
    """A browser that subscribed: it alone reads what a push service brings."""

    def __init__(self, endpoint: str) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._auth = b"0123456789abcdef"
        point = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        keys = {"p256dh": base64url(point), "auth": base64url(self._auth)}
        self.subscription = json.dumps({"endpoint": endpoint, "expirationTime": None, "keys": keys})

    def reads(self, body: bytes) -> dict[str, Any]:
        plain = http_ece.decrypt(body, private_key=self._key, auth_secret=self._auth, version="aes128gcm")
        return dict(json.loads(plain))


def unpadded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))

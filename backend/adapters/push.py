"""Web push (RFC 8030): encrypted for one browser (RFC 8291), with the server's own key (VAPID, RFC 8292)."""

from __future__ import annotations

import json
import os
import time
from base64 import urlsafe_b64decode
from urllib.parse import urlsplit

import http_ece  # type: ignore[import-untyped]
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key
from py_vapid import Vapid02  # type: ignore[import-untyped]

from backend.adapters.calling import status_of
from backend.domains.notices.ports import NotSent
from backend.domains.notices.rules import Message
from backend.kernel.base64url import base64url

DAY = 24 * 3600
HALF_A_DAY = 12 * 3600


class Push:
    """`pem`: the server's own P-256 key; `contact`: an address where push services may ask (`mailto:…`)."""

    def __init__(self, pem: bytes, contact: str) -> None:
        key = load_pem_private_key(pem, None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise ValueError("a push key is a P-256 key")
        self._vapid = Vapid02(key)
        self._contact = contact
        point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.public_key = base64url(point)
        """What a browser subscribes with."""

    async def send(self, address: str, message: Message) -> None:
        """Raises `NotSent`: `push.gone` (for good: nobody is subscribed), `push.refused`, `push.unreachable`."""
        subscription = json.loads(address)
        endpoint = subscription["endpoint"]
        parts = urlsplit(endpoint)
        said = json.dumps({"title": message.subject, "text": message.text, "url": message.url, "lang": message.lang})
        try:
            body = http_ece.encrypt(
                said.encode(),
                salt=os.urandom(16),
                private_key=ec.generate_private_key(ec.SECP256R1()),
                dh=_bytes(subscription["keys"]["p256dh"]),
                auth_secret=_bytes(subscription["keys"]["auth"]),
                version="aes128gcm",
            )
        except (ValueError, http_ece.ECEException):
            raise NotSent("push.refused", for_good=True) from None
        claims = {"aud": f"{parts.scheme}://{parts.netloc}", "sub": self._contact, "exp": int(time.time()) + HALF_A_DAY}
        headers = {
            **self._vapid.sign(claims),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(DAY),
            "Topic": base64url(message.id.bytes),
        }
        status = await status_of(endpoint, body, headers)
        if status is None:
            raise NotSent("push.unreachable")
        if status in (404, 410):
            raise NotSent("push.gone", for_good=True)
        if not 200 <= status < 300:
            raise NotSent("push.refused")


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))

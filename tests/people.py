"""The cast: people with their devices, who speak the sync contract as a phone does."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from backend.kernel.canonical import canonical
from backend.kernel.ids import uuid7

STOPPAGE = "cacobatph.bad-weather-stoppage"


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@dataclass
class Phone:
    """A device with its own key, enrolled or not."""

    owner: str
    kind: str = "phone"
    id: UUID = field(default_factory=uuid7)
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    seq: int = 0
    seen: str | None = None

    def sign(self, message: bytes) -> str:
        r, s = decode_dss_signature(self.key.sign(message, ec.ECDSA(SHA256())))
        return base64url(r.to_bytes(32, "big") + s.to_bytes(32, "big"))

    @property
    def jwk(self) -> dict[str, str]:
        numbers = self.key.public_key().public_numbers()
        x, y = (base64url(axis.to_bytes(32, "big")) for axis in (numbers.x, numbers.y))
        return {"kty": "EC", "crv": "P-256", "x": x, "y": y}

    def enrolment(self, at: datetime, code: str | None = None) -> dict[str, Any]:
        said: dict[str, Any] = {
            "device_id": str(self.id),
            "public_key": self.jwk,
            "kind": self.kind,
            "at": at.isoformat(),
        }
        if code is not None:
            said["code"] = code
        return said | {"signature": self.sign(canonical(said))}

    def envelope(
        self, *, filled_at: datetime, answers: dict[str, Any], service: str = STOPPAGE, **changed: Any
    ) -> dict[str, Any]:
        """A signed envelope; `changed` overrides any key before it is signed."""
        self.seq += 1
        said: dict[str, Any] = {
            "v": 1,
            "id": str(uuid7()),
            "device_id": str(self.id),
            "seq": self.seq,
            "kind": "dossier.file",
            "service": service,
            "service_version": 1,
            "lang": "ar",
            "filled_at": filled_at.isoformat(timespec="seconds"),
            "seen": self.seen,
            "person": None,
            "for": None,
            "signer": None,
            "answers": answers,
            "files": [],
            "depends_on": [],
            "corrects": None,
            "dossier": None,
            "base_revision": None,
            "claim": None,
        }
        return self.signed(said | changed)

    def signed(self, said: dict[str, Any]) -> dict[str, Any]:
        unsigned = {key: value for key, value in said.items() if key not in ("digest", "signature", "proof")}
        digest = hashlib.sha256(canonical(unsigned)).digest()
        return unsigned | {"digest": digest.hex(), "signature": self.sign(digest), "proof": said.get("proof")}

    def call(self, method: str, target: str, body: bytes, at: datetime) -> dict[str, str]:
        """The header that signs one call."""
        seconds = int(at.timestamp())
        message = f"{method}\n{target}\n{seconds}\n{hashlib.sha256(body).hexdigest()}".encode()
        return {"Shubbak-Device": f"{self.id};t={seconds};sig={self.sign(message)}"}


def photo(content: bytes = b"\xff\xd8\xff\xe0 a photo of the site") -> dict[str, Any]:
    """A file entry as an envelope names it."""
    sha256 = hashlib.sha256(content).hexdigest()
    return {"field": "photos", "name": "chantier.jpg", "type": "image/jpeg", "size": len(content), "sha256": sha256}


def stoppage(stopped: datetime, *, site: str = "ورشة 200 مسكن، تيميمون", employer: str = "49000127") -> dict[str, Any]:
    """What Hadj Belkacem, an employer in Adrar, answers when the wind stops his site."""
    return {
        "employer_name": "مؤسسة الواحة للبناء",
        "employer_number": employer,
        "phone": "+213661234567",
        "stopped_on": stopped.date().isoformat(),
        "stopped_at": stopped.strftime("%H:%M"),
        "cause": "wind",
        "resumed": False,
        "wilaya": "01",
        "site": site,
        "activity": "بناء",
        "site_head_name": "بلقاسم دحماني",
        "first_representative_name": "عيسى مولاي",
        "second_representative_name": "فاطنة زروقي",
        "qualified_name": "مراد بن علي",
        "qualified_capacity": "مهندس",
        "signing": "device",
        "site_head_agrees": True,
        "first_representative_agrees": True,
        "second_representative_agrees": True,
        "qualified_agrees": True,
        "workers": [
            {
                "name": "سالم بوزيد",
                "nss": "801234567831",
                "job": "بناء",
                "open_air": True,
                "hours_before": "320",
                "hours_lost": "8",
                "monthly_pay": "52000.00",
            }
        ],
        "declaration": True,
    }


def an_hour_before(moment: datetime) -> datetime:
    return moment - timedelta(hours=1)


def names(outcomes: Sequence[dict[str, Any]]) -> list[str]:
    return [outcome["outcome"] for outcome in outcomes]

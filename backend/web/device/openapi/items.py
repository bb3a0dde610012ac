"""What a push carries and what becomes of it: envelopes and outcomes.

Source: the sync contract, sections Envelope and Outcomes. Limits are those that the program itself holds to.
"""

from __future__ import annotations

from backend.domains.catalogue.rules import Catalogue
from backend.domains.sync.rules import envelope
from backend.kernel.languages import LANGUAGES
from backend.web.device.openapi.parts import TEXT, WHOLE, Shape, a, many, or_null, spelled, thing

PLAIN = spelled(envelope.PLAIN)
ITEMS: Shape = {
    "File": thing(
        {
            "field": spelled(envelope.FIELD),
            "name": {"type": "string", "maxLength": 255},
            "type": {"type": "string", "maxLength": 255},
            "size": WHOLE | {"maximum": envelope.LARGEST_FILE},
            "sha256": a("Sha256"),
        }
    ),
    "OfferedAgain": thing(
        {"item": a("Envelope"), "receipt": TEXT},
        description="After a restore: an envelope that had come before, with the receipt token that its device holds.",
    ),
    "SealedItem": thing(
        {
            "v": {"const": 1},
            "id": a("Id"),
            "device_id": a("Id"),
            "kid": TEXT,
            "enc": TEXT,
            "ct": TEXT,
            "files": many(thing({"sha256": a("Sha256"), "size": WHOLE})),
            "depends_on": many(a("Id")),
        },
        description="Answered `upgrade` as long as the manifest's `seal_key` is null.",
    ),
}


def envelope_shape(catalogue: Catalogue) -> Shape:
    filed = [
        {
            "if": {
                "properties": {
                    "kind": {"const": "dossier.file"},
                    "service": {"const": service.code},
                    "service_version": {"const": version},
                }
            },
            "then": {"properties": {"answers": a(f"answers.{service.code}.{version}")}},
        }
        for service in catalogue.services()
        for version in service.forms
    ]
    return thing(
        {
            "v": {"const": envelope.VERSION},
            "id": a("Id"),
            "device_id": a("Id"),
            "seq": {"type": "integer", "minimum": 1},
            "kind": {"enum": list(envelope.KINDS)},
            "act": TEXT,
            "service": spelled(envelope.CODE),
            "service_version": {"type": "integer", "minimum": 1},
            "lang": {"enum": list(LANGUAGES)},
            "filled_at": a("Moment"),
            "seen": or_null(PLAIN),
            "person": or_null(PLAIN),
            "for": or_null(PLAIN),
            "signer": or_null(PLAIN),
            "answers": {"type": "object"},
            "files": many(a("File"), maxItems=envelope.MOST_FILES),
            "depends_on": many(a("Id"), maxItems=100),
            "corrects": or_null(a("Id")),
            "dossier": or_null(spelled(envelope.DOSSIER)),
            "base_revision": or_null(WHOLE),
            "claim": or_null(a("Sha256") | {"description": "Hex SHA-256 of a claim code."}),
            "digest": a("Sha256"),
            "signature": a("Signature"),
            "proof": or_null(
                {
                    "type": "object",
                    "description": "The assertion of the passkey `signer` whose challenge is the digest, in base64url.",
                    "properties": dict.fromkeys(
                        ("client_data", "authenticator_data", "signature", "user_handle"), or_null(TEXT)
                    ),
                }
            ),
        },
        optional=("act",),
        description=(
            "`digest` is the SHA-256 of the canonical JSON (RFC 8785) without `digest`, `signature` and `proof`; "
            "`signature` is over its 32 bytes. `act` stands with kind `dossier.act` alone."
        ),
        allOf=filed,
    )


def outcome_shape() -> Shape:
    token = {"position": WHOLE, "receipt": thing({"token": TEXT})}
    applied = {
        "position": WHOLE,
        "dossier": a("Dossier"),
        "receipt": or_null(a("Receipt")),
        "flags": many(TEXT),
    }
    refused = {
        "code": TEXT,
        "fields": {"type": "object", "additionalProperties": TEXT},
        "current": {"type": "object"},
    }
    return {
        "description": "What became of one item. `applied` and `refused` never change.",
        "oneOf": [
            _ended("applied", applied),
            _ended("refused", refused, "current"),
            _ended("need_files", token | {"missing": many(a("Sha256"))}),
            _ended("waiting", token | {"for": many(a("Id"))}),
            _ended("quarantined", token | {"code": TEXT}),
            _ended("received", {}),
            _ended("upgrade", {"code": TEXT}, "code"),
            _ended("retry", {"code": TEXT}, "code"),
            _ended("unknown", {}, "digest"),
        ],
    }


def _ended(name: str, more: Shape, *optional: str) -> Shape:
    said = {"id": or_null(TEXT), "digest": or_null(TEXT), "outcome": {"const": name}}
    return thing(said | more, optional=optional)

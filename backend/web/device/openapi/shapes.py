"""What travels under /sync, as JSON Schema 2020-12.

Source: the sync contract, sections Envelope, Outcomes and Calls. Limits are those that the program itself holds to.
"""

from __future__ import annotations

from typing import Any

from backend.domains.catalogue.rules import Catalogue
from backend.domains.catalogue.rules.schema import answers_schema
from backend.domains.sync.rules import envelope
from backend.domains.sync.rules.devices import KINDS as DEVICE_KINDS
from backend.domains.sync.rules.pulling import MOST_CHANGES
from backend.domains.sync.rules.wire import PUSH_ITEMS
from backend.kernel.languages import LANGUAGES

Shape = dict[str, Any]


def a(name: str) -> Shape:
    """A reference to a shape."""
    return {"$ref": f"#/components/schemas/{name}"}


def thing(properties: Shape, *, optional: tuple[str, ...] = (), **more: Any) -> Shape:
    """An object that has these keys and no others."""
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False, **more}


def many(of: Shape, **more: Any) -> Shape:
    """A list."""
    return {"type": "array", "items": of, **more}


def or_null(shape: Shape) -> Shape:
    """That, or null."""
    return {"anyOf": [shape, {"type": "null"}]}


TEXT: Shape = {"type": "string"}
WHOLE: Shape = {"type": "integer", "minimum": 0}
NOTHING: Shape = {"type": "null"}
PLAIN = {"type": "string", "pattern": f"^{envelope.PLAIN.pattern}$"}
UNSEALED: Shape = {
    "Id": {
        "type": "string",
        "description": "UUID of version 7.",
        "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$",
    },
    "Sha256": {"type": "string", "pattern": f"^{envelope.HEX_64.pattern}$"},
    "Signature": {
        "type": "string",
        "description": "ECDSA P-256 with SHA-256, raw r and s, base64url without padding.",
        "pattern": f"^{envelope.SIGNATURE.pattern}$",
    },
    "Moment": {"type": "string", "description": "RFC 3339 with offset.", "pattern": f"^{envelope.MOMENT.pattern}$"},
    "PublicKey": thing(
        {"kty": {"const": "EC"}, "crv": {"const": "P-256"}, "x": TEXT, "y": TEXT},
    ),
    "Refused": {
        "type": "object",
        "description": "A foreseen no: its code, and beside it the facts that go with it.",
        "properties": {"code": TEXT},
        "required": ["code"],
    },
    "Enrolment": thing(
        {
            "device_id": a("Id"),
            "public_key": a("PublicKey"),
            "kind": {"enum": list(DEVICE_KINDS)},
            "code": TEXT,
            "at": TEXT,
            "signature": a("Signature"),
        },
        optional=("code",),
        description="Signed by the key it shows, over the canonical bytes of the rest. A kiosk or desk needs a code.",
    ),
    "Enrolled": thing({"device_id": a("Id")}),
    "File": thing(
        {
            "field": {"type": "string", "pattern": f"^{envelope.FIELD.pattern}$"},
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
    "Push": thing(
        {
            "carrier": a("Id"),
            "items": many(
                {"anyOf": [a("Envelope"), a("OfferedAgain"), a("SealedItem")]},
                maxItems=PUSH_ITEMS,
                description="Each is judged by itself: one that has another shape is refused and blocks no other.",
            ),
        }
    ),
    "Outcomes": thing({"epoch": TEXT, "outcomes": many(a("Outcome"))}),
    "Asked": thing({"ids": many(a("Id"))}),
    "Dossier": thing({"number": TEXT, "state": TEXT, "revision": WHOLE}),
    "Receipt": thing(
        {"number": TEXT, "token": TEXT, "url": TEXT, "secret": TEXT},
        description="The token is COSE_Sign1 (Ed25519). The secret opens the dossier together with its number.",
    ),
    "Changes": thing(
        {
            "cursor": TEXT,
            "reset": {"type": "boolean"},
            "changes": many(
                thing(
                    {
                        "position": WHOLE,
                        "dossier": thing(
                            {
                                "number": TEXT,
                                "envelope": a("Id"),
                                "service": TEXT,
                                "version": WHOLE,
                                "state": TEXT,
                                "revision": WHOLE,
                                "at": a("Moment"),
                                "open_fields": or_null(many(TEXT)),
                                "messages": many({"type": "object"}),
                                "receipt": or_null(a("Receipt")),
                            }
                        ),
                    }
                ),
                maxItems=MOST_CHANGES,
            ),
        }
    ),
    "Manifest": thing(
        {
            "protocol": {"const": 1},
            "epoch": TEXT,
            "restored_to": or_null(WHOLE),
            "backup": {"type": "boolean"},
            "receipt_keys": many(
                thing(
                    {
                        "kid": TEXT,
                        "kty": {"const": "OKP"},
                        "crv": {"const": "Ed25519"},
                        "x": TEXT,
                        "from": or_null(a("Moment")),
                        "to": or_null(a("Moment")),
                    }
                )
            ),
            "seal_key": or_null({"type": "object"}),
            "bundle": thing({"version": TEXT, "sha256": a("Sha256"), "url": TEXT}),
            "assets": many(thing({"url": TEXT, "sha256": a("Sha256")})),
        }
    ),
}


def shapes(catalogue: Catalogue) -> Shape:
    """Every shape by name; `answers.<service>.<version>` are the answers of that version of a service."""
    answers = {
        f"answers.{service.code}.{version}": {
            key: value for key, value in answers_schema(form).items() if key != "$schema"
        }
        for service in catalogue.services()
        for version, form in service.forms.items()
    }
    return UNSEALED | {"Envelope": _envelope(catalogue), "Outcome": _outcome()} | answers


def _envelope(catalogue: Catalogue) -> Shape:
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
            "service": {"type": "string", "pattern": f"^{envelope.CODE.pattern}$"},
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
            "dossier": or_null({"type": "string", "pattern": f"^{envelope.DOSSIER.pattern}$"}),
            "base_revision": or_null(WHOLE),
            "claim": or_null(a("Sha256") | {"description": "Hex SHA-256 of a claim code."}),
            "digest": a("Sha256"),
            "signature": a("Signature"),
            "proof": or_null({"type": "object"}),
        },
        optional=("act",),
        description=(
            "`digest` is the SHA-256 of the canonical JSON (RFC 8785) without `digest`, `signature` and `proof`; "
            "`signature` is over its 32 bytes. `act` stands with kind `dossier.act` alone."
        ),
        allOf=filed,
    )


def _outcome() -> Shape:
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

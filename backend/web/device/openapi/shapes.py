"""What travels under /sync, as JSON Schema 2020-12.

Source: the sync contract, section Calls. Limits are those that the program itself holds to.
"""

from __future__ import annotations

from backend.domains.catalogue.rules import Catalogue
from backend.domains.catalogue.rules.schema import answers_schema
from backend.domains.sync.rules import envelope
from backend.domains.sync.rules.devices import KINDS as DEVICE_KINDS
from backend.domains.sync.rules.pulling import MOST_CHANGES
from backend.domains.sync.rules.wire import PUSH_ITEMS
from backend.kernel.ids import UUID7
from backend.web.device.openapi.items import ITEMS, envelope_shape, outcome_shape
from backend.web.device.openapi.parts import TEXT, WHOLE, Shape, a, many, or_null, spelled, thing

CALLED: Shape = {
    "Id": spelled(UUID7, "UUID of version 7."),
    "Sha256": spelled(envelope.HEX_64),
    "Signature": spelled(envelope.SIGNATURE, "ECDSA P-256 with SHA-256, raw r and s, base64url without padding."),
    "Moment": spelled(envelope.MOMENT, "RFC 3339 with offset."),
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
    "TakenOver": thing({"requests": many(a("Id"))}),
    "Bound": thing({"person": a("Id"), "requests": many(a("Id"))}),
    "Nothing": thing({}),
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
    "Day": thing(
        {
            "day": TEXT,
            "until": a("Moment"),
            "person": a("Id"),
            "total": WHOLE,
            "dossiers": many(
                thing(
                    {
                        **dict.fromkeys(("number", "service", "state", "title", "name", "state_name", "html"), TEXT),
                        "version": WHOLE,
                        "revision": WHOLE,
                        "due_on": or_null(TEXT),
                        "acts": many({"type": "object"}),
                    }
                ),
                maxItems=50,
            ),
        },
        description="`html` is ours, escaped; an act is done by an envelope of kind `desk.act`.",
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
    return CALLED | ITEMS | {"Envelope": envelope_shape(catalogue), "Outcome": outcome_shape()} | answers

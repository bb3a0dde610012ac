"""The calls under /sync: what each does, takes and answers. Statuses of refusals are the program's own.

Source: the sync contract, section Calls.
"""

from __future__ import annotations

from typing import Any

from backend.kernel.refusal import Refusal
from backend.web.device import tus
from backend.web.device.openapi.parts import TEXT, a
from backend.web.errors import status_of

Part = dict[str, Any]

ALWAYS = ("call.cross_site", "storage.busy", "storage.full", "storage.unavailable")
SIGNED = ("device.signature", "device.unknown", "clock.skew")
READ = ("body.not_json", "body.too_large", "body.unreadable")
HEADERS: Part = {
    "Shubbak-Time": {"description": "The server's clock.", "schema": a("Moment")},
    "Shubbak-Time-Token": {
        "description": "The same, vouched for: `seen` of an envelope.",
        "schema": TEXT,
    },
    "Shubbak-Durable": {"description": "Up to this position everything is safe.", "schema": TEXT},
}


def calls() -> Part:
    """Every path with its calls."""
    return {
        "/sync/manifest": {
            "get": _call("manifest", "Which keys to trust, and what to keep for the days without network", "Manifest")
            | {"parameters": [_header("If-None-Match", required=False)]}
        },
        "/sync/devices": {
            "post": _call(
                "devices",
                "A device shows its key",
                "Enrolled",
                *READ,
                *("body.malformed", "device.malformed", "device.signature", "device.code", "device.id_taken"),
                "push.too_many",
                takes="Enrolment",
                statuses=(200, 201),
            )
        },
        "/sync/devices/{device_id}/person": {
            "parameters": [_parameter("device_id", "path", a("Id"))],
            "post": _call(
                "bind",
                "Whoever is signed in (by a session's cookie) uses this device, and takes over what it filed before",
                "Bound",
                *READ,
                "body.malformed",
                "session.required",
                *SIGNED,
                takes="TakenOver",
                signed=True,
            ),
            "delete": _call("unbind", "Whoever was signed in has left", "Nothing", *SIGNED, signed=True),
        },
        "/sync/push": {
            "post": _call(
                "push",
                "Envelopes come in, each gets its outcome, in the order sent; `Content-Encoding: gzip` is read",
                "Outcomes",
                *READ,
                *("push.malformed", "push.too_large", "push.too_many", "device.unknown"),
                takes="Push",
            )
        },
        "/sync/outcomes": {
            "post": _call(
                "outcomes",
                "What became of this device's own envelopes, in the order asked",
                "Outcomes",
                *READ,
                "body.malformed",
                *SIGNED,
                takes="Asked",
                signed=True,
            )
        },
        "/sync/pull": {
            "get": _call(
                "pull", "What happened since a cursor; repeat until nothing comes", "Changes", *SIGNED, signed=True
            )
            | {"parameters": [_parameter("after", "query", required=False)]}
        },
        "/sync/desk": {
            "get": _call(
                "desk",
                "What whoever serves on this device has in hand, leased anew",
                "Day",
                *SIGNED,
                "staff.forbidden",
                signed=True,
            )
            | {"parameters": [_parameter(name, "query", required=False) for name in ("after", "lang")]}
        },
        "/sync/files": {
            "options": _call("upload_options", "What this server of tus 1.0.0 can do", None, statuses=(204,)),
            "post": _call(
                "upload_begin",
                "Begins the upload of a file that a stored envelope names",
                None,
                *SIGNED,
                *("tus.malformed", "file.unknown", "file.size", "file.too_large"),
                statuses=(201,),
                signed=True,
            )
            | {"parameters": [_tus_version(), _header("Upload-Length"), _header("Upload-Metadata")]},
        },
        "/sync/files/{upload}": {
            "parameters": [_parameter("upload", "path"), _tus_version()],
            "head": _call(
                "upload_offset", "How many bytes have come", None, *SIGNED, "file.unknown", "tus.gone", signed=True
            ),
            "patch": _call(
                "upload_bytes",
                "Appends bytes; the last one of the last file applies the envelope",
                None,
                *SIGNED,
                *("tus.type", "tus.offset", "tus.gone", "tus.locked", "tus.checksum", "tus.checksum_unknown"),
                *("tus.malformed", "file.unknown", "file.size", "file.altered"),
                statuses=(204,),
                signed=True,
            )
            | {
                "parameters": [_header("Upload-Offset"), _header("Upload-Checksum", required=False)],
                "requestBody": {"required": True, "content": {tus.OFFSET_BYTES: {}}},
            },
            "delete": _call(
                "upload_end",
                "Gives the upload up",
                None,
                *SIGNED,
                *("file.unknown", "tus.gone"),
                statuses=(204,),
                signed=True,
            ),
        },
    }


def _header(name: str, *, required: bool = True) -> Part:
    return _parameter(name, "header", required=required)


def _tus_version() -> Part:
    return _parameter("Tus-Resumable", "header", {"const": tus.VERSION})


def _parameter(name: str, place: str, shape: Part = TEXT, *, required: bool = True) -> Part:
    return {"name": name, "in": place, "required": required, "schema": shape}


def _call(
    name: str,
    summary: str,
    answer: str | None,
    *codes: str,
    takes: str | None = None,
    statuses: tuple[int, ...] = (200,),
    signed: bool = False,
) -> Part:
    responses: Part = {str(status): _answer("As asked.", answer) for status in statuses}
    for status, named in sorted(_by_status((*codes, *ALWAYS)).items()):
        responses[str(status)] = _answer(", ".join(f"`{code}`" for code in named), "Refused")
    body: Part = (
        {"requestBody": {"required": True, "content": {"application/json": {"schema": a(takes)}}}} if takes else {}
    )
    security: Part = {"security": [{"device": []}]} if signed else {}
    return {"operationId": name, "summary": summary, **security, **body, "responses": responses}


def _answer(description: str, shape: str | None) -> Part:
    content = {"content": {"application/json": {"schema": a(shape)}}} if shape else {}
    headers = {name: {"$ref": f"#/components/headers/{name}"} for name in HEADERS}
    return {"description": description, "headers": headers, **content}


def _by_status(codes: tuple[str, ...]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for code in dict.fromkeys(codes):
        found.setdefault(tus.STATUS.get(code) or status_of(Refusal(code)), []).append(code)
    return found

"""The JSON Schema (2020-12) of a form's answers, for who builds a client. Rules between answers are not in it."""

from typing import Any

from .form import Field, Form
from .kinds import MAX_WHOLE

_TEXTS: dict[str, str] = {
    "decimal": r"^-?(0|[1-9][0-9]{0,11})(\.[0-9]{0,3}[1-9])?$",
    "amount": r"^(0|[1-9][0-9]{0,11})\.[0-9]{2}$",
    "time": r"^([01][0-9]|2[0-3]):[0-5][0-9]$",
    "datetime": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$",
    "phone": r"^\+[1-9][0-9]{7,14}$",
    "digits": r"^[0-9]+$",
    "nin": r"^[0-9]{18}$",
    "nss": r"^[0-9]{12}$",
    "rip": r"^[0-9]{20}$",
    "ccp": r"^[0-9]{12}$",
    "tax_number": r"^([0-9]{15}|[0-9]{20})$",
    "trade_register": r"^[0-9A-Z][0-9A-Z/ .-]{4,24}$",
}


def answers_schema(form: Form) -> dict[str, Any]:
    """The schema of `answers` of an envelope. Only what is always asked is required; files are not answers."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{form.code} {form.version}",
        **_object([*(field for field in form.fields() if field.kind != "file")], form),
    }


def _object(fields: list[Field], form: Form) -> dict[str, Any]:
    hidden = {field.id for step in form.steps if step.show is not None for field in step.fields}
    always = [
        field.id
        for field in fields
        if field.required and field.show is None and field.instead is None and field.id not in hidden
    ]
    return {
        "type": "object",
        "properties": {field.id: _field(field, form) for field in fields},
        "required": always,
        "additionalProperties": False,
    }


def _field(field: Field, form: Form) -> dict[str, Any]:
    match field.kind:
        case "table":
            rows = _object(list(field.columns), form)
            return {"type": "array", "items": rows, **_sizes(field, "Items")}
        case "several_of":
            choice = {"enum": list(field.options)}
            return {"type": "array", "items": choice, "uniqueItems": True, **_sizes(field, "Items")}
        case "one_of":
            return {"enum": list(field.options)}
        case "wilaya" | "agency":
            codes = form.wilayas if field.kind == "wilaya" else form.agencies
            return {"type": "string", **({"enum": list(codes)} if codes else {})}
        case "yes_no":
            return {"type": "boolean"}
        case "accept":
            return {"const": True}
        case "whole":
            return {"type": "integer", "minimum": -MAX_WHOLE, "maximum": MAX_WHOLE}
        case "date":
            return {"type": "string", "format": "date"}
        case "email":
            return {"type": "string", "format": "email"}
    pattern = {"pattern": _TEXTS[field.kind]} if field.kind in _TEXTS else {}
    return {"type": "string", **pattern, **_sizes(field, "Length")}


def _sizes(field: Field, what: str) -> dict[str, int]:
    limits = {f"min{what}": field.min or None, f"max{what}": field.max}
    return {name: limit for name, limit in limits.items() if isinstance(limit, int)}

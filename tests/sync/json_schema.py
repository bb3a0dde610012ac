"""JSON Schema 2020-12, as much of it as our own documents use: a keyword it does not know is a fault of the schema."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int, "null": type(None)}
SAID = {"title", "description"}
KNOWN = {
    *SAID,
    *("$ref", "type", "enum", "const", "anyOf", "oneOf", "allOf", "if", "then", "format"),
    *("properties", "required", "additionalProperties", "items", "minItems", "maxItems", "uniqueItems"),
    *("pattern", "minLength", "maxLength", "minimum", "maximum"),
}
Schema = dict[str, Any]


def target(document: Schema, reference: str) -> Any:
    """What a reference points to; KeyError where there is nothing."""
    found: Any = document
    for step in reference.removeprefix("#/").split("/"):
        found = found[step]
    return found


def subschemas(schema: Schema) -> Iterator[Schema]:
    """A schema and every schema inside it."""
    yield schema
    inside = [
        *schema.get("properties", {}).values(),
        *(part for name in ("anyOf", "oneOf", "allOf") for part in schema.get(name, ())),
    ]
    inside += [
        schema[name] for name in ("items", "if", "then", "additionalProperties") if isinstance(schema.get(name), dict)
    ]
    for part in inside:
        yield from subschemas(part)


def faults(value: Any, schema: Schema, document: Schema, path: str = "") -> Iterator[str]:
    """Where and why a value is not what the schema says."""
    assert set(schema) <= KNOWN, set(schema) - KNOWN
    if "$ref" in schema:
        yield from faults(value, target(document, schema["$ref"]), document, path)
    if "type" in schema and not _is(value, schema["type"]):
        yield f"{path}: {value!r} is no {schema['type']}"
        return
    if "const" in schema and (value != schema["const"] or type(value) is not type(schema["const"])):
        yield f"{path}: not {schema['const']!r}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{path}: {value!r} is none of {schema['enum']}"
    yield from _choices(value, schema, document, path)
    if isinstance(value, dict):
        yield from _object(value, schema, document, path)
    elif isinstance(value, list):
        yield from _list(value, schema, document, path)
    elif isinstance(value, str):
        if "pattern" in schema and not re.search(schema["pattern"], value):
            yield f"{path}: {value!r} does not match {schema['pattern']}"
        yield from _size(len(value), schema, "Length", path)
    elif isinstance(value, int) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        yield f"{path}: {value} out of range"


def _is(value: Any, name: str) -> bool:
    return isinstance(value, TYPES[name]) and (name != "integer" or not isinstance(value, bool))


def _choices(value: Any, schema: Schema, document: Schema, path: str) -> Iterator[str]:
    for part in schema.get("allOf", ()):
        yield from faults(value, part, document, path)
    if "if" in schema and not any(faults(value, schema["if"], document, path)):
        yield from faults(value, schema["then"], document, path)
    for name in {"anyOf", "oneOf"} & set(schema):
        tried = [list(faults(value, part, document, path)) for part in schema[name]]
        fitting = tried.count([])
        if fitting == 0 or (name == "oneOf" and fitting > 1):
            yield f"{path}: {name} {tried}"


def _object(value: dict[str, Any], schema: Schema, document: Schema, path: str) -> Iterator[str]:
    properties = schema.get("properties", {})
    yield from (f"{path}/{name}: missing" for name in schema.get("required", ()) if name not in value)
    for name, inside in value.items():
        rest = schema.get("additionalProperties", True)
        if name in properties:
            yield from faults(inside, properties[name], document, f"{path}/{name}")
        elif rest is False:
            yield f"{path}/{name}: unknown"
        elif isinstance(rest, dict):
            yield from faults(inside, rest, document, f"{path}/{name}")


def _list(value: list[Any], schema: Schema, document: Schema, path: str) -> Iterator[str]:
    yield from _size(len(value), schema, "Items", path)
    if schema.get("uniqueItems") and any(value.count(item) > 1 for item in value):
        yield f"{path}: not unique"
    if "items" in schema:
        for at, item in enumerate(value):
            yield from faults(item, schema["items"], document, f"{path}/{at}")


def _size(size: int, schema: Schema, what: str, path: str) -> Iterator[str]:
    if not schema.get(f"min{what}", 0) <= size <= schema.get(f"max{what}", size):
        yield f"{path}: {size} long"

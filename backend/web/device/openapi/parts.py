"""The few words that shapes are written with."""

from __future__ import annotations

import re
from typing import Any

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


def spelled(pattern: re.Pattern[str], description: str | None = None) -> Shape:
    """A text that is spelled so from its first letter to its last."""
    told = {"description": description} if description else {}
    return {"type": "string", **told, "pattern": f"^{pattern.pattern}$"}


def or_null(shape: Shape) -> Shape:
    """That, or null."""
    return {"anyOf": [shape, {"type": "null"}]}


TEXT: Shape = {"type": "string"}
WHOLE: Shape = {"type": "integer", "minimum": 0}

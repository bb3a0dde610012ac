"""`/openapi.json`: the calls under /sync and the answers of every service, for who builds a client."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency

from backend.domains.catalogue.rules import Catalogue
from backend.web.assets import Body
from backend.web.device.openapi.calls import HEADERS, calls
from backend.web.device.openapi.shapes import shapes
from backend.web.pages import send


@dataclass(frozen=True)
class ApiDocument:
    """Written when somebody first asks, so that no start waits for it; the same for as long as the server runs."""

    catalogue: Catalogue

    @cached_property
    def content(self) -> dict[str, Any]:
        """The document, OpenAPI 3.1."""
        device = "`<device_id>;t=<epoch seconds>;sig=<base64url>`, over `METHOD\\nPATH?QUERY\\nt\\nhex(sha256(body))`"
        return {
            "openapi": "3.1.1",
            "info": {
                "title": "Shubbak: the sync contract",
                "version": "1",
                "summary": "What a phone, a kiosk and a desk speak to the centre.",
                "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
            },
            "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
            "paths": calls(),
            "components": {
                "schemas": shapes(self.catalogue),
                "headers": HEADERS,
                "securitySchemes": {
                    "device": {"type": "apiKey", "in": "header", "name": "Shubbak-Device", "description": device}
                },
            },
        }

    @cached_property
    def body(self) -> Body:
        """Its bytes."""
        return Body(json.dumps(self.content, ensure_ascii=False, indent=1).encode(), "application/json")


@get("/openapi.json", name="openapi", sync_to_thread=True)
def openapi(request: Request[Any, Any, Any], api_document: NamedDependency[ApiDocument]) -> Response[bytes]:
    """The document; asked for again with its ETag, that it is still the same."""
    return send(api_document.body, request.headers, cache="no-cache")


routes = (openapi,)

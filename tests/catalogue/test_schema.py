"""The JSON Schema of answers, for who builds a client."""

import re
from dataclasses import replace
from typing import Any

from backend.domains.catalogue.rules import Catalogue, Field, Step
from backend.domains.catalogue.rules.kinds import KINDS
from backend.domains.catalogue.rules.schema import answers_schema
from tests.catalogue.forms import right_answers, small_form
from tests.catalogue.test_vectors import VECTORS


def test_the_schema_says_what_may_and_must_be_answered() -> None:
    schema = answers_schema(small_form())
    assert schema["title"] == "ministry.small 1"
    assert schema["additionalProperties"] is False
    assert schema["required"] == ["name", "wilaya", "began_on", "more", "declaration"]
    assert set(right_answers()) <= set(schema["properties"])
    assert schema["properties"]["name"] == {"type": "string", "maxLength": 20}
    assert schema["properties"]["wilaya"] == {"type": "string", "enum": ["01", "49"]}
    assert schema["properties"]["days"]["maxItems"] == 2
    people = schema["properties"]["people"]
    assert (people["type"], people["minItems"], people["maxItems"]) == ("array", 1, 3)
    assert people["items"]["required"] == ["name"]
    assert "proof" not in schema["properties"]


def test_every_service_has_one(catalogue: Catalogue) -> None:
    for service in catalogue.services():
        schema = answers_schema(service.form)
        questions = {field.id for field in service.form.fields() if field.kind != "file"}
        assert set(schema["properties"]) == questions
        assert set(schema["required"]) <= questions


def test_its_patterns_accept_what_the_check_accepts() -> None:
    patterns: dict[str, Any] = {kind: answers_schema(one_question(kind))["properties"]["x"] for kind in KINDS}
    for kind, value, code in VECTORS["fault"]:
        pattern = patterns[kind].get("pattern")
        if pattern and code is None:
            assert re.fullmatch(pattern, value), (kind, value)
    for kind, text, value in VECTORS["normalise"]:
        pattern = patterns[kind].get("pattern")
        if pattern and value is None and kind != "decimal":  # how large a decimal may be is not in its pattern
            assert not re.fullmatch(pattern, text), (kind, text)


def one_question(kind: str) -> Any:
    form = small_form()
    question = Field("x", kind, options=("a", "b"))
    return replace(form, steps=(Step("only", (question,)),), rules=())

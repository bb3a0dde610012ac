"""`/openapi.json`: sound in itself, whole, and true of what the program takes and answers."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from litestar.testing import AsyncTestClient

from backend.domains.catalogue.loader import load_catalogue
from backend.domains.catalogue.rules import Catalogue, Form
from backend.domains.catalogue.rules.example import example
from backend.web.device.openapi.document import ApiDocument
from backend.web.device.routes import routes
from tests.people import Phone, an_hour_before, photo, stoppage
from tests.services.test_services import examples
from tests.sync.calling import asked, now, pushed
from tests.sync.json_schema import KNOWN, faults, subschemas, target

METHODS = {"get", "put", "post", "delete", "options", "head", "patch"}
CATALOGUE: Catalogue = load_catalogue()
FORMS = [form for service in CATALOGUE.services() for form in service.forms.values()]
every_form = pytest.mark.parametrize("form", FORMS, ids=[f"{form.code}-{form.version}" for form in FORMS])


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return ApiDocument(CATALOGUE).content


def answers_of(form: Form) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/answers.{form.code}.{form.version}"}


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [(path, method, item[method]) for path, item in document["paths"].items() for method in METHODS & set(item)]


def references(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return own + [each for inside in value.values() for each in references(inside)]
    return [each for inside in value for each in references(inside)] if isinstance(value, list) else []


async def test_it_is_served_once_made_and_compressed(counter: AsyncTestClient[Any]) -> None:
    answer = await counter.get("/openapi.json")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("application/json")
    assert answer.headers["Content-Encoding"] == "br"
    assert answer.json() == ApiDocument(CATALOGUE).content
    again = await counter.get("/openapi.json", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_it_is_a_sound_document_of_openapi_3_1(document: dict[str, Any]) -> None:
    assert re.fullmatch(r"3\.1\.\d+", document["openapi"])
    assert {"title", "version"} <= set(document["info"])
    assert set(document) <= {"openapi", "info", "jsonSchemaDialect", "paths", "components"}
    names = [name for kind in document["components"].values() for name in kind]
    assert all(re.fullmatch(r"[a-zA-Z0-9._-]+", name) for name in names)
    for reference in references(document):
        assert target(document, reference), reference
    ids = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(ids) == len(set(ids))


def test_each_call_says_what_it_takes_and_answers(document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        assert path.startswith("/sync/")
        parameters = [*document["paths"][path].get("parameters", ()), *operation.get("parameters", ())]
        in_path = {each["name"] for each in parameters if each["in"] == "path"}
        assert in_path == set(re.findall(r"\{(\w+)\}", path)), path
        assert all(each["required"] for each in parameters if each["in"] == "path")
        assert all({"name", "in", "schema"} <= set(each) for each in parameters)
        assert operation["responses"], (path, method)
        for status, response in operation["responses"].items():
            assert re.fullmatch(r"[1-5]\d\d", status)
            assert response["description"]
        assert all(
            set(need) <= set(document["components"]["securitySchemes"]) for need in operation.get("security", ())
        )


def test_every_schema_uses_words_of_json_schema_alone(document: dict[str, Any]) -> None:
    for name, schema in document["components"]["schemas"].items():
        for part in subschemas(schema):
            assert set(part) <= KNOWN, name
            assert set(part.get("required", [])) <= set(part.get("properties", {})), name
            if "pattern" in part:
                re.compile(part["pattern"])


def test_every_call_of_the_program_is_in_it_and_no_other(document: dict[str, Any]) -> None:
    served = {
        (re.sub(r"\{(\w+):\w+\}", r"{\1}", path), method.lower())
        for route in routes
        for path in route.paths
        for method in getattr(route, "http_methods", set[str]())
    }
    described = {(path, method) for path, method, _ in operations(document)}
    assert {call for call in described if not call[0].startswith("/sync/files")} == {
        call for call in served if call[1] != "options"
    }
    assert {call for call in described if call[0].startswith("/sync/files")} == {
        ("/sync/files", "options"),
        ("/sync/files", "post"),
        *(("/sync/files/{upload}", method) for method in ("head", "patch", "delete")),
    }


def test_every_service_version_is_in_it(document: dict[str, Any]) -> None:
    named = {name for name in document["components"]["schemas"] if name.startswith("answers.")}
    assert named == {f"answers.{form.code}.{form.version}" for form in FORMS}
    assert len(named) >= 14


@every_form
def test_the_printed_example_of_a_service_fits_its_schema(document: dict[str, Any], form: Form) -> None:
    assert list(faults(example(form, today=date(2026, 2, 11)), answers_of(form), document)) == []


@pytest.mark.parametrize("code", CATALOGUE.codes())
def test_what_a_service_takes_fits_its_schema_and_what_is_unknown_does_not(document: dict[str, Any], code: str) -> None:
    service = CATALOGUE.service(code)
    answers = examples(service)["filed"]["answers"]
    assert list(faults(answers, answers_of(service.form), document)) == []
    assert list(faults(answers | {"not_asked": "x"}, answers_of(service.form), document)) == ["/not_asked: unknown"]
    without = {name: value for name, value in answers.items() if name != "declaration"}
    assert list(faults(without, answers_of(service.form), document)) == ["/declaration: missing"]


def test_an_envelope_fits_its_shape_and_its_answers_that_of_their_service(document: dict[str, Any]) -> None:
    filled = datetime(2026, 2, 11, 14, 5, tzinfo=UTC)
    right = Phone("Belkacem").envelope(filled_at=filled, answers=stoppage(filled), files=[photo()], claim="0" * 64)
    shape = {"$ref": "#/components/schemas/Envelope"}
    assert list(faults(right, shape, document)) == []
    assert list(faults(right | {"answers": {}}, shape, document)) != []
    assert list(faults(right | {"answers": {}, "service": "of.another-day"}, shape, document)) == []
    wrongs: list[dict[str, Any]] = [
        {"id": "1"},
        {"seq": 0},
        {"lang": "en"},
        {"claim": "code"},
        {"more": 1},
        {"files": [{}]},
    ]
    for wrong in wrongs:
        assert list(faults(right | wrong, shape, document)), wrong


async def test_what_the_program_answers_fits_what_it_says(
    document: dict[str, Any], counter: AsyncTestClient[Any], phone: Phone
) -> None:
    filled = an_hour_before(now())
    filed = phone.envelope(filled_at=filled, answers=stoppage(filled))
    held = phone.envelope(filled_at=filled, answers=stoppage(filled, site="Reggane"), files=[photo()])
    waits = phone.envelope(filled_at=filled, answers=stoppage(filled, site="Aoulef"), depends_on=[held["id"]])
    odd = phone.envelope(filled_at=filled, answers=stoppage(filled, site="Timmi"), person="somebody")
    wrong = phone.envelope(filled_at=filled, answers=stoppage(filled) | {"phone": "1"})
    later = phone.envelope(filled_at=filled, answers={}, service="of.another-day")
    stranger = Phone("stranger").envelope(filled_at=filled, answers={})

    outcomes = await pushed(counter, phone, filed, held, waits, odd, wrong, later, stranger, {"v": 1})

    assert [each["outcome"] for each in outcomes] == [
        *("applied", "need_files", "waiting", "quarantined", "refused", "upgrade", "retry", "refused"),
    ]
    told = await asked(counter, phone, "POST", "/sync/outcomes", {"ids": [filed["id"], stranger["id"]]})
    changes = await asked(counter, phone, "GET", "/sync/pull?after=")
    unsigned = await counter.get("/sync/pull")
    for shape, answer in (
        ("Outcomes", {"epoch": "1", "outcomes": outcomes}),
        ("Outcomes", told.json()),
        ("Changes", changes.json()),
        ("Manifest", (await counter.get("/sync/manifest")).json()),
        ("Refused", unsigned.json()),
    ):
        assert list(faults(answer, {"$ref": f"#/components/schemas/{shape}"}, document)) == [], shape
    assert changes.json()["changes"]
    assert set(document["components"]["headers"]) <= {name.title() for name in unsigned.headers}

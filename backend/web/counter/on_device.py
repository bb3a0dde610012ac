"""What My requests needs to know of every service to name what the device keeps, without asking the server."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from markupsafe import Markup

from backend.domains.catalogue.rules import Catalogue
from backend.domains.catalogue.rules.form import Field, Form, Tree
from backend.domains.parameters.rules import Parameters
from backend.domains.places.rules import Places
from backend.words import Translator


def services_json(catalogue: Catalogue, words: Translator, parameters: Parameters, places: Places, on: date) -> Markup:
    """Titles, what names a request, time limits: JSON that may stand inside a script element."""
    facts = {service.code: _facts(service.form, words, parameters, places, on) for service in catalogue.services()}
    text = json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704 - JSON without "<" cannot leave its element


def _facts(form: Form, words: Translator, parameters: Parameters, places: Places, on: date) -> dict[str, Any]:
    wanted = {*form.object}
    if form.time_limit and form.time_limit.start:
        wanted |= set(_fields_in(form.time_limit.start))
    fields = [field for field in form.fields() if field.id in wanted]
    facts: dict[str, Any] = {
        "title": words(f"{form.code}.title"),
        "body": words(f"body.{form.body}"),
        "steps": [step.id for step in form.steps],
        "object": list(form.object),
        "kinds": {field.id: field.kind for field in fields},
        "options": {field.id: _options(form, field, words) for field in fields if field.options},
        "places": _places(fields, places, words.lang),
    }
    if form.time_limit:
        facts["deadline"] = _limit(form.time_limit.parameter, form.time_limit.unit, parameters, on)
        facts["deadline"]["start"] = form.time_limit.start
    if form.answer_limit:
        facts["answer"] = _limit(form.answer_limit.parameter, form.answer_limit.unit, parameters, on)
    return facts


def _limit(parameter: str, unit: str, parameters: Parameters, on: date) -> dict[str, Any]:
    return {"number": parameters.in_force(parameter, on).whole, "unit": unit}


def _options(form: Form, field: Field, words: Translator) -> dict[str, str]:
    return {option: words(f"{form.code}.field.{field.id}.option.{option}") for option in field.options}


def _places(fields: list[Field], places: Places, lang: str) -> dict[str, str]:
    if not any(field.kind == "wilaya" for field in fields):
        return {}
    return {wilaya.code: wilaya.name(lang) for wilaya in places.wilayas()}


def _fields_in(tree: Tree) -> Iterator[str]:
    """The answers that a compiled rule reads."""
    if tree and tree[0] == "field":
        yield str(tree[1])
    for part in tree:
        if isinstance(part, tuple | list):
            yield from _fields_in(tuple(part))

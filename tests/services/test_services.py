"""Every service by its own examples: one filed, one refused for every rule, one filled offline and received late."""

import tomllib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from backend.domains.catalogue.loader import load_catalogue
from backend.domains.catalogue.rules import Catalogue, Field, Service, check_answers, double_key, pruned
from backend.domains.catalogue.rules.example import example
from backend.domains.dossiers.rules.limits import due_at, time_limit_flag
from backend.domains.parameters.loader import load_parameters
from backend.domains.places.loader import load_places
from backend.kernel.days import ALGIERS

EXAMPLES = Path(__file__).parent
CATALOGUE: Catalogue = load_catalogue()
WRONG: dict[str, tuple[Any, str]] = {
    "text": ("a" * 1000, "field.too_long"),
    "long_text": ("a" * 9000, "field.too_long"),
    "whole": ("12", "field.whole_shape"),
    "decimal": ("12,5", "field.decimal_shape"),
    "amount": ("1 000", "field.amount_shape"),
    "date": ("2026-02-30", "field.date_shape"),
    "time": ("24:00", "field.time_shape"),
    "one_of": ("nothing of the list", "field.option"),
    "several_of": (["nothing of the list"], "field.option"),
    "yes_no": ("yes", "field.bad_value"),
    "accept": (False, "field.not_accepted"),
    "wilaya": ("98", "field.wilaya"),
    "phone": ("0661234567", "field.phone_shape"),
    "email": ("exemple.dz", "field.email_shape"),
    "digits": ("12 34", "field.digits_shape"),
    "nin": ("12345678901234567", "field.nin_length"),
    "nss": ("12345678901", "field.nss_length"),
    "rip": ("0079999900003200506", "field.rip_length"),
    "ccp": ("320050", "field.ccp_length"),
    "trade_register": ("رقم", "field.trade_register_shape"),
    "tax_number": ("1234", "field.tax_number_length"),
    "name_ar": ("Ali", "field.name_ar"),
    "name_latin": ("علي", "field.name_latin"),
    "table": ("a list", "field.bad_value"),
}

every_service = pytest.mark.parametrize("service", CATALOGUE.services(), ids=CATALOGUE.codes())


def examples(service: Service) -> dict[str, Any]:
    body, _, name = service.code.partition(".")
    return tomllib.loads((EXAMPLES / body / f"{name}.toml").read_text(encoding="utf-8"))


def judged(service: Service, given: dict[str, Any], case: dict[str, Any]) -> Any:
    """The filed answers with what one case changes."""
    answers = {name: value for name, value in given["answers"].items() if name not in case.get("remove", [])}
    files = case.get("files", given.get("files", []))
    return check_answers(service.form, answers | case.get("change", {}), files, today=given["on"])


@every_service
def test_the_example_is_filed(service: Service) -> None:
    given = examples(service)["filed"]
    checked = check_answers(service.form, given["answers"], given.get("files", []), today=given["on"])
    assert (checked.errors, checked.warnings) == ({}, {})
    assert pruned(service.form, given["answers"], today=given["on"]) == given["answers"]


@every_service
def test_what_must_be_refused_is_refused_where_it_is_wrong(service: Service) -> None:
    case = examples(service)
    for refused in case["refused"]:
        assert judged(service, case["filed"], refused).errors == refused["errors"], refused["why"]


@every_service
def test_what_is_odd_is_filed_with_a_warning(service: Service) -> None:
    case = examples(service)
    for warned in case.get("warned", []):
        checked = judged(service, case["filed"], warned)
        assert (checked.errors, checked.warnings) == ({}, warned["warnings"]), warned["why"]


@every_service
def test_each_rule_has_an_example_that_breaks_it(service: Service) -> None:
    case = examples(service)
    told = [code for refused in case["refused"] for code in refused["errors"].values()]
    warned = [code for odd in case.get("warned", []) for code in odd["warnings"].values()]
    for rule in service.form.rules:
        assert f"rule.{rule.id}" in (warned if rule.warn else told)


@every_service
def test_each_required_answer_is_asked_for_when_it_is_left_out(service: Service) -> None:
    given = examples(service)["filed"]
    for field in service.form.fields():
        if field.required and field.id in given["answers"]:
            checked = judged(service, given, {"remove": [field.id]})
            assert checked.errors[f"answers.{field.id}"] == "field.missing"


@every_service
def test_each_kind_of_answer_is_refused_when_it_is_wrong(service: Service) -> None:
    given = examples(service)["filed"]
    for path, field in answered(service, given["answers"]):
        wrong, code = WRONG[field.kind]
        assert judged(service, given, {"change": placed(given["answers"], path, wrong)}).errors[path] == code


def answered(service: Service, answers: dict[str, Any]) -> Iterator[tuple[str, Field]]:
    for field in service.form.fields():
        if field.id in answers:
            yield f"answers.{field.id}", field
            for column in field.columns:
                yield f"answers.{field.id}.0.{column.id}", column


def placed(answers: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    _, name, *column = path.split(".")
    if not column:
        return {name: value}
    first, *rest = answers[name]
    return {name: [first | {column[1]: value}, *rest]}


@every_service
def test_filled_offline_and_received_late_it_is_judged_by_the_day_it_was_filled(service: Service) -> None:
    case = examples(service)
    given, late = case["filed"], case["late"]
    filled_on = late["filled_at"].astimezone(ALGIERS).date()
    assert late["received_at"] - late["filled_at"] > timedelta(days=1)
    assert check_answers(service.form, given["answers"], given.get("files", []), today=filled_on).errors == {}
    due = due_at(service.form, given["answers"], load_parameters())
    assert due == late.get("due_at")
    if due is not None:
        flag = time_limit_flag(
            due=due, filled_at=late["filled_at"], received_at=late["received_at"], clock_doubtful=False
        )
        assert flag == late["flag"]


@every_service
def test_the_printed_example_needs_no_file_and_may_be_filed_any_day(service: Service) -> None:
    start = examples(service)["filed"]["on"]
    for days in (0, 1, 200, 900):
        today = start + timedelta(days=days)
        assert check_answers(service.form, example(service.form, today=today), [], today=today).errors == {}


@every_service
def test_the_same_thing_filed_twice_is_a_double(service: Service) -> None:
    answers = examples(service)["filed"]["answers"]
    if not service.form.double:
        assert double_key(service.form, answers) is None
        return
    first = service.form.double[0]
    loud = {name: value.upper() if isinstance(value, str) else value for name, value in answers.items()}
    other = answers | {first: answers[first] + "1"}
    assert double_key(service.form, answers) == double_key(service.form, loud)
    assert double_key(service.form, answers) != double_key(service.form, other)


@every_service
def test_it_is_addressed_to_a_place_and_named_by_who_files(service: Service) -> None:
    form = service.form
    assert form.wilaya is not None
    assert form.depositor is not None
    assert form.object
    assert form.body in {body.code for body in load_places().bodies()}
    assert form.legal
    assert service.workflow.start == "filed"


@every_service
def test_the_law_s_figures_are_named_and_known(service: Service) -> None:
    parameters, day = load_parameters(), examples(service)["filed"]["on"]
    for limit in (service.form.time_limit, service.form.answer_limit):
        if limit is not None:
            assert parameters.in_force(limit.parameter, day).whole > 0


def test_the_fourteen_launch_services_are_there() -> None:
    assert CATALOGUE.codes() == (
        "cacobatph.activity-cessation",
        "cacobatph.activity-declaration",
        "cacobatph.bad-weather-stoppage",
        "cacobatph.career-statement",
        "cacobatph.identity-correction",
        "cacobatph.leave-claim",
        "cacobatph.missing-employer",
        "cacobatph.payment-account",
        "cacobatph.up-to-date-certificate",
        "cacobatph.work-resumption",
        "fnpos.programme-application",
        "fnpos.rural-housing-aid",
        "fnpos.second-instalment",
        "ministry.concern",
    )


def test_no_example_is_left_over() -> None:
    found = {f"{path.parent.name}.{path.stem}" for path in EXAMPLES.glob("*/*.toml")}
    assert found == set(CATALOGUE.codes())

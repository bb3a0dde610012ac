"""Sixty-nine wilayas, three bodies, one agency each: who serves whom, and from when."""

from collections.abc import Callable
from datetime import date

import pytest

from backend.domains.places.loader import load_places
from backend.domains.places.rules import CodeStatus
from backend.kernel.refusal import Refusal

PLACES = load_places()
IN_2026, FIRST_DAY = date(2026, 12, 31), date(2027, 1, 1)


def test_the_wilayas_are_69_in_the_order_of_their_code() -> None:
    assert [wilaya.code for wilaya in PLACES.wilayas()] == [f"{number:02}" for number in range(1, 70)]


def test_every_wilaya_has_an_arabic_and_a_french_name() -> None:
    assert all(wilaya.name_ar and wilaya.name_fr for wilaya in PLACES.wilayas())


def test_a_missing_kabyle_name_is_shown_in_french() -> None:
    assert PLACES.wilaya("06").name("kab") == "Bgayet"
    assert PLACES.wilaya("31").name("kab") == "Oran"
    assert PLACES.wilaya("31").name("ar") == "وهران"


def test_numbers_59_to_69_are_announced_and_act_from_2027() -> None:
    announced = [wilaya for wilaya in PLACES.wilayas() if wilaya.code_status is CodeStatus.ANNOUNCED]
    assert [wilaya.code for wilaya in announced] == [str(number) for number in range(59, 70)]
    assert {wilaya.powers_from for wilaya in announced} == {FIRST_DAY}
    assert all(wilaya.mother for wilaya in announced)


def test_every_mother_is_a_wilaya_older_than_her_daughter() -> None:
    for daughter in PLACES.wilayas():
        if daughter.mother:
            assert PLACES.wilaya(daughter.mother).year_created < daughter.year_created


def test_barika_is_served_by_batna_until_it_has_its_powers() -> None:
    assert PLACES.serving("63", IN_2026).name_fr == "Batna"
    assert PLACES.serving("63", FIRST_DAY).name_fr == "Barika"


def test_timimoun_has_acted_for_itself_since_its_creation() -> None:
    assert PLACES.serving("49", IN_2026).code == "49"


def test_a_person_of_barika_goes_to_the_agency_of_batna_then_to_her_own() -> None:
    assert PLACES.agency("cacobatph", "63", IN_2026).code == "CB-05"
    assert PLACES.agency("cacobatph", "63", FIRST_DAY).code == "CB-63"


@pytest.mark.parametrize("today", [IN_2026, FIRST_DAY])
def test_every_body_has_an_agency_for_every_wilaya_on_every_day(today: date) -> None:
    for body in PLACES.bodies():
        for wilaya in PLACES.wilayas():
            agency = PLACES.agency(body.code, wilaya.code, today)
            assert agency.code.startswith(body.prefix)
            assert PLACES.agency_of_code(agency.code) == agency


def test_agencies_open_with_the_powers_of_their_wilaya() -> None:
    assert len(PLACES.agencies("fnpos", IN_2026)) == 58
    assert len(PLACES.agencies("fnpos", FIRST_DAY)) == 69


def test_no_agency_is_presented_as_confirmed_by_its_body() -> None:
    assert not any(agency.verified for body in PLACES.bodies() for agency in PLACES.agencies(body.code, FIRST_DAY))


def test_bodies_begin_their_receipt_numbers_with_their_own_two_letters() -> None:
    assert {body.code: body.prefix for body in PLACES.bodies()} == {"cacobatph": "CB", "fnpos": "FN", "ministry": "MT"}


@pytest.mark.parametrize(
    ("look_up", "code"),
    [
        (lambda: PLACES.wilaya("70"), "places.unknown_wilaya"),
        (lambda: PLACES.serving("1", IN_2026), "places.unknown_wilaya"),
        (lambda: PLACES.body("cnas"), "places.unknown_body"),
        (lambda: PLACES.agencies("cnas", IN_2026), "places.unknown_body"),
        (lambda: PLACES.agency_of_code("CB-70"), "places.unknown_agency"),
    ],
)
def test_an_unknown_place_is_refused(look_up: Callable[[], object], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        look_up()
    assert refused.value.code == code

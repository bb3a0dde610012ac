"""Every form of every service, in each language: what a screen reader finds, and what it weighs."""

import json

import pytest

from backend.domains.catalogue.loader import load_catalogue
from backend.kernel.languages import LANGUAGES
from tests.form.conftest import House
from tests.form.page import Element, read

CODES = load_catalogue().codes()
STOPPAGE = "cacobatph.bad-weather-stoppage"
every_form = pytest.mark.parametrize(("lang", "code"), [(lang, code) for lang in LANGUAGES for code in CODES])


def form_page(house: House, lang: str, code: str) -> Element:
    return read(house.pages.body(f"/{lang}/services/{code}/form").plain.decode())


@every_form
def test_every_control_has_a_name_to_hear(house: House, lang: str, code: str) -> None:
    page = form_page(house, lang, code)
    labels = {label.marks.get("for") for label in page.all("label")}
    wrapped = {id(control) for label in page.all("label") for control in label.all("input")}
    for control in page.all("input", "select", "textarea"):
        if control.marks.get("type") == "hidden" or control.marks.get("aria-hidden"):
            continue
        assert control.marks.get("id") in labels or id(control) in wrapped, control.marks


@every_form
def test_every_group_has_a_legend_and_every_question_its_place_for_a_fault(house: House, lang: str, code: str) -> None:
    page = form_page(house, lang, code)
    for group in page.all("fieldset"):
        assert group.inside[0].tag == "legend"
        assert group.inside[0].text
    ids = [element.marks["id"] for element in _everything(page) if "id" in element.marks]
    assert len(ids) == len(set(ids)), sorted(one for one in ids if ids.count(one) > 1)
    for question in [element for element in _everything(page) if "data-field" in element.marks]:
        fault = question.one("id", f"e-{question.marks['data-field']}")
        assert "hidden" in fault.marks
    for element in _everything(page):
        for target in element.marks.get("aria-describedby", "").split():
            assert target in ids


@every_form
def test_one_main_heading_and_a_heading_for_each_section(house: House, lang: str, code: str) -> None:
    page = form_page(house, lang, code)
    assert len(page.all("h1")) == 1
    sections = [section for section in page.all("section") if section.marks["data-step"] != "check"]
    assert [section.all("h2")[0].text for section in sections] == [
        house.words.of(lang)(f"{code}.step.{step.id}") for step in house.catalogue.service(code).form.steps
    ]


@every_form
def test_the_script_gets_the_form_and_the_words_it_will_say(house: House, lang: str, code: str) -> None:
    page = form_page(house, lang, code)
    shape = json.loads("".join(page.one("id", "shape").texts))
    words = json.loads("".join(page.one("id", "words").texts))
    form = house.catalogue.service(code).form
    assert (shape["form"]["code"], shape["form"]["version"], shape["newest"]) == (code, form.version, form.version)
    for rule in form.rules:
        assert f"{code}.rule.{rule.id}" in words
    for step in form.steps:
        for question in step.fields:
            if (
                question.required
                and question.kind != "file"
                and house.words.of(lang).has(f"{code}.field.{question.id}.missing")
            ):
                assert f"{code}.field.{question.id}.missing" in words


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_longest_form_page_with_style_and_scripts_stays_under_60_kilobytes(house: House, lang: str) -> None:
    body = max((house.pages.body(f"/{lang}/services/{code}/form") for code in CODES), key=lambda body: len(body.plain))
    wanted = house.assets.modules("js/page.js", "js/form.js", "js/form/photos.js")
    scripts = sum(len(house.assets.files[path].br) for path in wanted)
    style = len(house.assets.files["css/style.css"].br)
    assert scripts <= 35_000
    assert len(body.br) + style + scripts <= 60_000


def test_a_wilaya_is_chosen_by_its_code_first(house: House) -> None:
    wilaya = form_page(house, "ar", STOPPAGE).one("id", "i-wilaya")
    assert wilaya.tag == "select"
    assert wilaya.all("option")[49].text == "49 تيميمون"


def test_four_short_choices_are_tiles_with_pictures(house: House) -> None:
    cause = form_page(house, "fr", STOPPAGE).one("data-field", "cause")
    tiles = cause.by("class", "tile")
    assert [tile.text for tile in tiles] == ["Pluie", "Neige", "Vent", "Chaleur"]
    assert all(tile.all("svg") for tile in tiles)


def test_an_hour_is_two_boxes_that_never_turn(house: House) -> None:
    hour, minute = form_page(house, "ar", STOPPAGE).one("data-field", "stopped_at").all("input")
    assert (hour.marks["name"], minute.marks["name"]) == ("stopped_at.hour", "stopped_at.minute")
    assert hour.marks["dir"] == minute.marks["dir"] == "ltr"


def test_optional_is_said_and_asked_for_is_not(house: House) -> None:
    page = form_page(house, "ar", STOPPAGE)
    assert "(اختياري)" in page.one("data-field", "photos").all("legend")[0].text
    assert "اختياري" not in page.one("data-field", "wilaya").all("label")[0].text


def test_a_recent_day_is_today_yesterday_or_another(house: House) -> None:
    day = form_page(house, "fr", STOPPAGE).one("data-field", "stopped_on")
    assert [radio.marks["value"] for radio in day.all("input")[:3]] == ["today", "yesterday", "other"]
    assert day.all("input")[3].marks["type"] == "date"


def test_no_placeholder_and_no_disabled_control(house: House) -> None:
    for element in _everything(form_page(house, "fr", STOPPAGE)):
        assert not {"placeholder", "disabled", "required"} & element.marks.keys()


def test_columns_of_a_list_are_known_by_words_in_both_languages(house: House) -> None:
    shape = json.loads("".join(form_page(house, "ar", STOPPAGE).one("id", "shape").texts))
    nss = next(column for column in shape["heads"]["workers"] if column["id"] == "nss")
    assert nss["words"][0] == "رقم الضمان الاجتماعي"
    assert {"Numéro de sécurité sociale", "NSS"} <= set(nss["words"])


def test_devices_keep_the_newest_form_and_not_a_second_copy_of_it(house: House) -> None:
    kept = house.pages.paths("ar")
    assert f"/ar/services/{STOPPAGE}/form" in kept
    assert f"/ar/services/{STOPPAGE}/form/1" not in kept
    assert house.pages.body(f"/ar/services/{STOPPAGE}/form/1").plain


def _everything(element: Element) -> list[Element]:
    return [element, *(one for child in element.inside for one in _everything(child))]

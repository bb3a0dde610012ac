"""Without scripts: what was left open is proposed from the filer's own words, as proposed, and changed as they like."""

import json
from typing import Any

from litestar import Litestar
from litestar.testing import AsyncTestClient

from tests.form.conftest import Counter
from tests.form.page import Element, read
from tests.form.test_counter import carried

Client = AsyncTestClient[Litestar]
CONCERN = "/fr/services/ministry.concern"
TYPED = {"version": "1", "wilaya": "01", "message": "Toujours pas reçu mon chèque de congé", "named": "no"}


async def press(client: Client, typed: dict[str, Any], road: str = "check") -> Element:
    return read((await client.post(f"{CONCERN}/{road}", data=typed)).text)


def answers(page: Element) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(carried(page)["answers"])
    return found


def proposed(page: Element) -> list[str]:
    return [field.marks["value"] for field in page.by("name", "proposed")]


def chosen(page: Element, field: str) -> list[str]:
    return [one.marks["value"] for one in page.one("id", f"i-{field}").all("option") if "selected" in one.marks]


async def test_what_was_left_open_is_proposed_before_it_is_filed(client: Client, counter: Counter) -> None:
    page = await press(client, TYPED)
    panel = page.one("class", "panel")
    assert "Vous n’avez pas choisi" in panel.text
    assert [line.text for line in panel.all("li")] == [
        "Organisme\u00a0: CACOBATPH (congés payés et intempéries du bâtiment)",
        "Sujet\u00a0: Un paiement non reçu",
    ]
    assert proposed(page) == ["about", "subject"]
    await press(client, carried(page) | {"declaration": "yes"}, "dossiers")
    assert (counter.filed[0]["answers"]["about"], counter.filed[0]["answers"]["subject"]) == ("cacobatph", "payment")


async def test_a_choice_made_is_never_proposed_away(client: Client) -> None:
    page = await press(client, TYPED | {"about": "anem"})
    assert answers(page)["about"] == "anem"
    assert proposed(page) == ["subject"]
    page = await press(client, TYPED | {"about": "anem", "subject": "other"})
    assert not page.by("class", "panel")


async def test_it_stays_proposed_until_somebody_chooses(client: Client) -> None:
    page = await press(client, TYPED)
    sent = carried(page) | {"proposed": ["about", "subject", "wilaya", "nothing"]}
    form = await press(client, sent)
    assert chosen(form, "about") == ["cacobatph"]
    told = "Proposé d’après ce que vous avez écrit"
    assert told in form.one("data-field", "about").text
    assert told in form.one("data-field", "subject").text
    assert told not in form.one("data-field", "wilaya").text
    again = await press(client, sent, "dossiers")
    assert proposed(again) == ["about", "subject"]
    left = await press(client, {name: value for name, value in TYPED.items() if name != "wilaya"})
    assert [link.marks["href"] for link in left.one("id", "faults").all("a")] == ["#i-wilaya"]
    assert told in left.one("data-field", "about").text


async def test_where_the_words_say_nothing_it_is_asked(client: Client) -> None:
    page = await press(client, TYPED | {"message": "Bonjour, merci de me rappeler"})
    assert [link.marks["href"] for link in page.one("id", "faults").all("a")] == ["#i-about", "#i-subject"]
    assert "Proposé" not in page.text

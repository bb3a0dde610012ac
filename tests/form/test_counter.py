"""The road without scripts: everything in one press, read again, filed once."""

import json
from hashlib import sha256
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from backend.kernel.ids import uuid7
from tests.form.conftest import RECEIPT, Counter
from tests.form.page import Element, read

Client = AsyncTestClient[Litestar]
STOPPAGE = "/services/cacobatph.bad-weather-stoppage"
PDF = b"%PDF-1.7 a signed sheet"

TYPED = {
    "version": "1",
    "employer_name": "SARL El Waha Bâtiment",
    "employer_number": "49 000 127",
    "phone": "٠٦٦١ ٢٣ ٤٥ ٦٧",
    "stopped_on": "2026-02-10",
    "stopped_at.hour": "8",
    "stopped_at.minute": "00",
    "cause": "wind",
    "resumed": "no",
    "wilaya": "49",
    "site": "\u202eKsar\u202c, Timimoun",
    "activity": "Toiture",
    "site_head_name": "Belkacem Dahmani",
    "first_representative_name": "Aïssa Moulay",
    "second_representative_name": "Fatna Zerrouki",
    "signing": "sheet",
    "workers.0.name": "Aïssa Moulay",
    "workers.0.nss": "801234567890",
    "workers.0.job": "Maçon",
    "workers.0.open_air": "yes",
    "workers.0.hours_before": "320",
    "workers.0.hours_lost": "7,5",
    "workers.0.monthly_pay": "45 000,50 DA",
    "workers.1.name": "",
}


async def press(client: Client, typed: dict[str, str], lang: str = "fr", **more: Any) -> Element:
    answer = await client.post(f"/{lang}{STOPPAGE}/check", data=typed, **more)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    return read(answer.text)


def carried(page: Element) -> dict[str, str]:
    return {
        field.marks["name"]: field.marks["value"] for field in page.all("input") if field.marks.get("type") == "hidden"
    }


async def file(client: Client, sent: dict[str, str], files: Any = None) -> tuple[int, Element]:
    answer = await client.post(f"/fr{STOPPAGE}/dossiers", data=sent, files=files or {"other": ("", b"")})
    return answer.status_code, read(answer.text)


async def test_what_was_typed_is_read_again_and_filed_as_answers(client: Client, counter: Counter) -> None:
    page = await press(client, TYPED)
    facts = {
        fact.all("dt")[0].text: fact.all("dd")[0].text for fact in page.all("div") if fact.all("dt") and fact.all("dd")
    }
    assert facts["Téléphone"] == "0661 23 45 67"
    assert facts["Jour de l’arrêt"] == "Mardi 10\u00a0février 2026"
    assert facts["Heure de l’arrêt"] == "8\u00a0h\u00a000"
    assert facts["Wilaya"] == "49 Timimoun"
    assert facts["Ouvriers arrêtés"] == "1 ouvrier"
    assert facts["Heures perdues en tout"] == "7,5"
    status, filed = await file(
        client, carried(page) | {"declaration": "yes"}, {"signed_sheet": ("feuille.pdf", PDF, "application/pdf")}
    )
    assert status == 200
    assert RECEIPT["number"] in filed.text
    assert RECEIPT["secret"] in filed.text
    assert (
        filed.one("action", f"/r/{RECEIPT['number']}/receipt.pdf").one("name", "secret").marks["value"]
        == RECEIPT["secret"]
    )
    (said,) = counter.filed
    assert said["service"] == "cacobatph.bad-weather-stoppage"
    assert (said["version"], said["lang"]) == (1, "fr")
    assert said["answers"]["phone"] == "+213661234567"
    assert said["answers"]["site"] == "Ksar, Timimoun"
    assert said["answers"]["resumed"] is False
    assert said["answers"]["declaration"] is True
    assert said["answers"]["workers"] == [
        {
            "name": "Aïssa Moulay",
            "nss": "801234567890",
            "job": "Maçon",
            "open_air": True,
            "hours_before": "320",
            "hours_lost": "7.5",
            "monthly_pay": "45000.50",
        }
    ]
    assert [(one.field, one.name, one.type, one.content) for one in said["files"]] == [
        ("signed_sheet", "feuille.pdf", "application/pdf", PDF)
    ]


async def test_a_second_press_gets_the_same_receipt_and_files_nothing(client: Client, counter: Counter) -> None:
    sent = carried(await press(client, TYPED)) | {"declaration": "yes"}
    files = {"signed_sheet": ("feuille.pdf", PDF, "application/pdf")}
    first, second = await file(client, sent, files), await file(client, sent, files)
    assert first[1].text == second[1].text
    assert len(counter.filed) == 1


@pytest.mark.parametrize(
    ("lang", "count", "missing", "row"),
    [
        ("fr", "Encore 4 choses avant de continuer", "Indiquez l’heure de l’arrêt", "Ouvrier 1\u00a0: "),
        ("ar", "بقيت 4 أشياء قبل المتابعة", "اكتب ساعة توقف العمل", "العامل 1: "),
    ],
)
async def test_what_is_left_is_told_on_top_and_at_the_question_and_nothing_typed_is_lost(
    client: Client, lang: str, count: str, missing: str, row: str
) -> None:
    typed = TYPED | {
        "stopped_at.hour": "",
        "stopped_at.minute": "",
        "wilaya": "",
        "phone": "066",
        "workers.0.nss": "12",
    }
    page = await press(client, typed, lang)
    summary = page.one("id", "faults")
    assert "hidden" not in summary.marks
    assert summary.all("h2")[0].text == count
    links = {link.marks["href"]: link.text for link in summary.all("a")}
    assert list(links) == ["#i-phone", "#i-stopped_at", "#i-wilaya", "#i-workers.0.nss"]
    assert links["#i-stopped_at"].startswith(missing)
    assert links["#i-workers.0.nss"].startswith(row)
    for link in links:
        assert page.by("id", link[1:])
    wrong = page.one("data-field", "stopped_at")
    assert wrong.marks["class"] == "field wrong"
    assert wrong.one("id", "e-stopped_at").text == links["#i-stopped_at"]
    assert page.one("id", "i-phone").marks["value"] == "066"
    assert page.one("id", "i-phone").marks["aria-invalid"] == "true"
    assert page.one("id", "i-workers.0.nss").marks["value"] == "12"
    assert page.one("id", "i-employer_name").marks["value"] == TYPED["employer_name"]
    assert "checked" in next(tile for tile in page.by("name", "cause") if tile.marks["value"] == "wind").marks
    assert not page.by("id", "shape")


async def test_answers_can_be_changed_before_filing(client: Client) -> None:
    page = await press(client, carried(await press(client, TYPED)))
    assert page.one("id", "i-site").marks["value"] == "Ksar, Timimoun"
    assert page.one("name", "stopped_at.hour").marks["value"] == "08"
    assert page.one("id", "i-workers.0.monthly_pay").marks["value"] == "45000.50"
    again = await press(client, {**TYPED, "site": "Oued Saïd"})
    assert "Oued Saïd" in again.text


async def test_what_is_not_asked_is_not_filed(client: Client) -> None:
    page = await press(client, TYPED | {"max_temperature": "47", "resumed_on": "2026-02-11"})
    answers = json.loads(carried(page)["answers"])
    assert not {"max_temperature", "resumed_on"} & answers.keys()


async def test_the_declaration_and_the_signed_sheet_are_asked_on_the_last_page(
    client: Client, counter: Counter
) -> None:
    sent = carried(await press(client, TYPED))
    _, page = await file(client, sent)
    assert [link.marks["href"] for link in page.one("id", "faults").all("a")] == ["#i-signed_sheet", "#i-declaration"]
    assert carried(page) == sent
    assert not counter.filed


async def test_a_list_pasted_with_its_headings_becomes_rows(client: Client) -> None:
    headings = "Salaire\tNom et prénom\tNSS\tMétier\tPlein air\tHeures avant\tHeures perdues"
    pasted = f"{headings}\n48 000\tFatna Zerrouki\t٨٠١٢٣٤٥٦٧٨٩١\tPeintre\toui\t300\t8"
    answers = json.loads(carried(await press(client, TYPED | {"workers.list": pasted}))["answers"])
    assert [row["name"] for row in answers["workers"]] == ["Aïssa Moulay", "Fatna Zerrouki"]
    assert answers["workers"][1] == {
        "name": "Fatna Zerrouki",
        "nss": "801234567891",
        "job": "Peintre",
        "open_air": True,
        "hours_before": "300",
        "hours_lost": "8",
        "monthly_pay": "48000.00",
    }


async def test_a_list_pasted_without_headings_is_in_the_order_of_the_form(client: Client) -> None:
    pasted = "Fatna Zerrouki;801234567891;Peintre;oui;300;8;48000"
    answers = json.loads(carried(await press(client, TYPED | {"workers.list": pasted}))["answers"])
    assert answers["workers"][1]["monthly_pay"] == "48000.00"


async def test_a_file_may_stand_in_the_place_of_the_table(client: Client, counter: Counter) -> None:
    without = {name: value for name, value in TYPED.items() if not name.startswith("workers.")}
    sent = carried(await press(client, without)) | {"declaration": "yes"}
    sheet = ("feuille.pdf", PDF, "application/pdf")
    _, page = await file(client, sent, {"signed_sheet": sheet})
    assert page.one("id", "faults").all("a")
    await file(client, sent, {"signed_sheet": sheet, "workers_list": ("liste.pdf", PDF, "application/pdf")})
    assert [one.field for one in counter.filed[0]["files"]] == ["signed_sheet", "workers_list"]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("C:\\papiers\\feuille.pdf", "feuille.pdf"),
        ("../../etc/passwd", "passwd"),
        ("\u202efdp.exe", "file-1"),
        ("..", "file-1"),
    ],
)
async def test_a_file_name_brings_no_folder_and_hides_nothing(
    client: Client, counter: Counter, name: str, kept: str
) -> None:
    sent = carried(await press(client, TYPED)) | {"declaration": "yes"}
    await file(client, sent, {"signed_sheet": (name, PDF, "application/pdf")})
    assert counter.filed[0]["files"][0].name == kept


async def test_a_file_of_another_type_is_told_at_its_question(client: Client, counter: Counter) -> None:
    sent = carried(await press(client, TYPED)) | {"declaration": "yes"}
    _, page = await file(client, sent, {"signed_sheet": ("run.exe", b"MZ", "application/x-msdownload")})
    assert page.one("data-field", "signed_sheet").marks["class"] == "field wrong"
    assert not counter.filed


@pytest.mark.parametrize(
    ("outcome", "status", "words"),
    [
        ({"outcome": "quarantined", "code": "service.closed"}, 200, "Votre demande est arrivée"),
        ({"outcome": "refused", "code": "device.revoked", "fields": {}}, 422, "Votre demande n’est pas déposée"),
        ({"outcome": "retry"}, 503, "Le dépôt n’est pas possible maintenant"),
        ({"outcome": "upgrade"}, 503, "Le dépôt n’est pas possible maintenant"),
    ],
)
async def test_whatever_becomes_of_it_is_said(
    client: Client, counter: Counter, outcome: dict[str, Any], status: int, words: str
) -> None:
    counter.next = outcome
    sent = carried(await press(client, TYPED)) | {"declaration": "yes"}
    answered, page = await file(client, sent, {"signed_sheet": ("feuille.pdf", PDF, "application/pdf")})
    assert answered == status
    assert words in page.all("h1")[0].text


async def test_what_is_held_gets_a_code_that_fetches_its_receipt_and_the_same_one_at_a_second_press(
    client: Client, counter: Counter
) -> None:
    counter.next = {"outcome": "quarantined", "code": "service.closed"}
    files = {"signed_sheet": ("feuille.pdf", PDF, "application/pdf")}
    first, other = carried(await press(client, TYPED)), carried(await press(client, TYPED))
    pages = [(await file(client, sent | {"declaration": "yes"}, files))[1] for sent in (first, first, other)]
    codes = [page.one("class", "number").text for page in pages]
    assert codes[0] == codes[1] != codes[2]
    assert codes[0].replace(" ", "") == first["claim"]
    assert counter.filed[0]["claim"] == sha256(first["claim"].encode()).digest()


async def test_a_fault_found_while_filing_leads_back_to_its_question(client: Client, counter: Counter) -> None:
    counter.next = {"outcome": "refused", "code": "answers.invalid", "fields": {"answers.phone": "field.phone_shape"}}
    sent = carried(await press(client, TYPED)) | {"declaration": "yes"}
    _, page = await file(client, sent, {"signed_sheet": ("feuille.pdf", PDF, "application/pdf")})
    assert page.one("data-field", "phone").marks["class"] == "field wrong"


@pytest.mark.parametrize("road", ["check", "dossiers"])
@pytest.mark.parametrize("headers", [{"sec-fetch-site": "cross-site"}, {"origin": "https://elsewhere.example"}])
async def test_a_press_from_another_site_is_refused(client: Client, road: str, headers: dict[str, str]) -> None:
    answer = await client.post(f"/fr{STOPPAGE}/{road}", data=TYPED, headers=headers)
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("road", "sent", "status"),
    [
        ("check", {}, 422),
        ("check", {"version": "99"}, 422),
        ("check", {"version": "１"}, 422),
        ("check", {"version": "1", "answers": "{"}, 400),
        ("check", {"version": "1", "answers": "[]"}, 422),
        ("check", {"version": "1", "answers": '{"a":1,"a":2}'}, 400),
        ("dossiers", {"version": "1"}, 422),
        ("dossiers", {"version": "1", "answers": "{}", "envelope": "not-an-id"}, 422),
        ("dossiers", {"version": "1", "answers": "{}", "envelope": "6f1c7a52-8a0e-4c1e-9c1d-000000000000"}, 422),
        (
            "dossiers",
            {"version": "1", "answers": "\udcff".encode("utf-8", "replace").decode(), "envelope": uuid7().hex},
            400,
        ),
    ],
)
async def test_a_form_that_is_none_gets_a_page_and_no_fault_of_ours(
    client: Client, counter: Counter, road: str, sent: dict[str, str], status: int
) -> None:
    answer = await client.post(f"/fr{STOPPAGE}/{road}", data=sent)
    assert answer.status_code == status
    read(answer.text)
    assert not counter.filed


@pytest.mark.parametrize(
    ("kind", "value"), [("text/plain; charset=utf-8", b"\xed\xa0\x80"), ("text/plain; charset=nobodys", b"a")]
)
async def test_a_part_in_no_encoding_that_anybody_reads_is_no_fault_of_ours(
    client: Client, kind: str, value: bytes
) -> None:
    part = b'--cut\r\nContent-Disposition: form-data; name="version"\r\nContent-Type: %b\r\n\r\n%b\r\n--cut--\r\n'
    answer = await client.post(
        f"/fr{STOPPAGE}/check",
        content=part % (kind.encode(), value),
        headers={"content-type": "multipart/form-data; boundary=cut"},
    )
    assert answer.status_code == 422


async def test_json_and_unknown_services_and_languages_are_refused(client: Client) -> None:
    assert (await client.post(f"/fr{STOPPAGE}/check", json={})).status_code == 422
    assert (await client.post("/fr/services/nobody.nothing/check", data=TYPED)).status_code in (404, 422)
    assert (await client.post(f"/xx{STOPPAGE}/check", data=TYPED)).status_code == 404


async def test_answers_that_were_tampered_with_are_judged_again(client: Client, counter: Counter) -> None:
    sent = carried(await press(client, TYPED)) | {"declaration": "yes"}
    answers = json.loads(sent["answers"]) | {"phone": "<script>", "unknown": "x"}
    _, page = await file(
        client, sent | {"answers": json.dumps(answers)}, {"signed_sheet": ("f.pdf", PDF, "application/pdf")}
    )
    assert page.one("id", "i-phone").marks["value"] == "<script>"
    assert not counter.filed


@pytest.mark.parametrize("rows", [[None], [5], ["a", {"name": "Fatna"}], [[]]])
@pytest.mark.parametrize("road", ["check", "dossiers"])
async def test_rows_that_are_none_are_drawn_blank_and_never_filed(
    client: Client, counter: Counter, road: str, rows: list[Any]
) -> None:
    sent = carried(await press(client, TYPED)) | {"declaration": "yes"}
    answers = json.loads(sent["answers"]) | {"workers": rows}
    answer = await client.post(f"/fr{STOPPAGE}/{road}", data=sent | {"answers": json.dumps(answers)})
    assert answer.status_code == 200
    assert read(answer.text).one("name", "workers.0.name").marks.get("value", "") == ""
    assert not counter.filed


async def test_ten_thousand_rows_are_told_and_not_drawn(client: Client) -> None:
    pasted = "\n".join("Fatna;801234567891;Peintre;oui;300;8;48000" for _ in range(10_000))
    page = await press(client, TYPED | {"workers.list": pasted})
    assert page.one("data-field", "workers").marks["class"] == "field wrong"
    assert not [field for field in page.all("input") if field.marks.get("value") == "Fatna"]

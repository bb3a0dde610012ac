"""What the receipt says and hides: letters come out of the PDF, numbers of people do not, no name breaks the page."""

import io
import json
import re
import subprocess
import unicodedata
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from tests.receipts.pdf_text import leaves, texts
from tests.receipts.printed import print_receipt, receipt_pdf, written
from tests.receipts.samples import (
    NIN,
    NSS,
    PHONE,
    RIP,
    SERVICE_WORDS,
    Page,
    Paper,
    Paperwork,
    Question,
    answers,
    content,
    dossier,
    worker,
)

MARGIN, WIDTH, HEIGHT = 14 / 25.4 * 72, 595.3, 841.9


def extracted(pdf: bytes, folder: Path) -> str:
    out = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", "-layout", written(pdf, folder), "-"], capture_output=True, check=True
    )
    return out.stdout.decode()


def letters(text: str) -> str:
    """Composed letters and digits alone: what a search looks for."""
    kept = (one for one in unicodedata.normalize("NFC", text) if unicodedata.category(one)[0] in "LNM")
    return "".join(kept)


def read_in_order(pdf: bytes) -> str:
    """Its text as the structure orders it: sentences are whole, also where two languages stand side by side."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        said = texts(opened)
        return "".join(said.get((leaf.page, leaf.mcid), "") for leaf in leaves(opened))


def pdf_words(pdf: bytes, folder: Path) -> set[str]:
    return {letters(word) for word in extracted(pdf, folder).split()}


@pytest.mark.parametrize("lang", ["ar", "fr"])
def test_arabic_french_and_kabyle_letters_come_back_out(lang: str, tmp_path: Path) -> None:
    found = pdf_words(receipt_pdf(lang), tmp_path)
    expected = "وصل إيداع رسمي مؤسسة الواحة للبناء ڤويدر تيميمون الصندوق الوطني Ɣerdaya Ḍaya Reçu dépôt Début arrêt"
    for word in expected.split():
        assert any(letters(word) in one for one in found), word


@pytest.mark.parametrize("lang", ["ar", "fr"])
def test_every_label_of_both_languages_stands_on_the_paper(lang: str, tmp_path: Path) -> None:
    found = pdf_words(receipt_pdf(lang), tmp_path)
    for pair in SERVICE_WORDS.values():
        for text in pair:
            for word in text.split():
                wanted = letters(word)
                assert any(wanted in one for one in found), word


@pytest.mark.parametrize("lang", ["ar", "fr"])
def test_it_carries_what_a_receipt_must(lang: str) -> None:
    filed = dossier(lang)
    said = content(filed)
    text = read_in_order(receipt_pdf(lang))
    for needed in (
        filed.number,
        "Rempli sur l’appareil",
        "Arrivé au guichet",
        "11 février 2026",
        "Ce reçu prouve le dépôt, pas la décision.",
        "Attendue avant le 26 février 2026",
        "830",
        "831",
        "829",
        "18-07",
        "25-11",
        "shubbak.example.dz/verify",
        " ".join(said.proof.secret[at : at + 4] for at in range(0, 16, 4)),
        *(file.sha256 for file in filed.files),
        "184 ko" if lang == "fr" else "184",
        "125 000,50 DA",
    ):
        assert letters(needed) in letters(text), needed


def test_a_number_in_arabic_keeps_its_digits_in_order(tmp_path: Path) -> None:
    text = extracted(receipt_pdf("ar"), tmp_path)
    assert re.search(r"125\s?000,50", text)
    assert "CB-49-2026-004131-48" in text


def everything_in(pdf: bytes) -> bytes:
    """Every stream of the file opened, every string, and the file itself."""
    parts = [pdf]
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for item in opened.objects:
            if isinstance(item, pikepdf.Stream):
                try:
                    parts.append(item.read_bytes())
                except pikepdf.PdfError:
                    parts.append(item.read_raw_bytes())
                parts.append(item.unparse())
            else:
                parts.append(item.unparse(resolved=True))
    return b"\n".join(parts)


CANARIES = (NIN, NSS, RIP, PHONE, PHONE.removeprefix("+213"), "0550123987", "4900001274")


def spellings(number: str) -> list[bytes]:
    return [number.encode(), number.encode("utf-16-be"), " ".join(number).encode(), number.encode().hex().encode()]


def hidden_in_files(lang: str) -> bytes:
    files = (Paper("photos", f"{NIN}.webp", "image/webp", 10, "0" * 64),)
    told = answers() | {"remark": f"Mon NIN {NIN}, NSS {NSS}, RIP {RIP}, tél. 0550 12 39 87 ou {PHONE}."}
    told["workers"] = [{"name": "محمد", "nss": NSS, "hours": "8"}]
    return print_receipt(dossier(lang, answers=told, files=files, depositor=f"SARL {NSS}"))


@pytest.mark.parametrize("lang", ["ar", "fr"])
def test_no_number_of_a_person_or_account_is_anywhere_in_the_file(lang: str, tmp_path: Path) -> None:
    pdf = hidden_in_files(lang)
    whole, text = everything_in(pdf), extracted(pdf, tmp_path)
    for number in CANARIES:
        assert number not in re.sub(r"[ \u202f\u00a0]", "", text), number
        for spelled in spellings(number):
            assert spelled not in whole, number


@pytest.mark.slow
def test_the_search_for_numbers_finds_one_that_is_there(tmp_path: Path) -> None:
    """The positive control: the same search, on a receipt whose form forgot to call the number by its kind."""
    form = Paperwork(steps=(Page("employer", (Question("nin", "digits"),)),), object=())
    pdf = print_receipt(dossier(answers={"nin": NIN}), form)
    assert NIN in extracted(pdf, tmp_path)
    assert NIN.encode() in everything_in(pdf)


def test_the_submission_is_attached_masked() -> None:
    with pikepdf.open(io.BytesIO(receipt_pdf("ar"))) as pdf:
        ((name, file),) = pdf.attachments.items()
        attached: dict[str, Any] = json.loads(file.get_file().read_bytes())
    assert name == "CB-49-2026-004131-48.json"
    assert attached["masked"] is True
    assert attached["answers"]["cause"] == "wind"
    assert attached["answers"]["nin"] == "•••321"
    assert attached["answers"]["workers"][0] == {"name": worker(0)["name"], "nss": "•••600", "hours": "6.5"}
    assert [file["sha256"] for file in attached["files"]] == [file.sha256 for file in dossier().files]


HOSTILE = {
    "override": "SARL \u202eegnarég\u202c Bâtiment",
    "script": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "style": "</style><style>@page{size:1mm}</style>",
    "template": "{{ 7*7 }}{% raw %}",
    "long word": "Bâtiment" * 60,
    "long arabic": "مؤسسةالواحةللبناء" * 40,
    "many marks": "ب" + "\u064b\u064c\u064d" * 80,
    "other scripts": "建設会社 🏗 Строй",
    "nothing visible": "\u200b\u2066\u00ad",
    "lone surrogate": "SARL \ud800 Bâtiment",
    "nulls": "SARL\x00\x07 Bâtiment",
    "file": "file:///etc/passwd",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_name_does_not_break_the_page(name: str, tmp_path: Path) -> None:
    told = answers(1) | {"employer": name, "site": name, "remark": name * 3}
    told["workers"][0]["name"] = name
    files = (Paper("photos", name, "image/webp", 10, "0" * 64),)
    pdf = print_receipt(dossier("ar", answers=told, depositor=name, files=files))
    text = extracted(pdf, tmp_path)
    assert "CB-49-2026-004131-48" in text
    assert "root:" not in text
    boxes = subprocess.run(
        ["pdftotext", "-bbox", written(pdf, tmp_path), "-"], capture_output=True, check=True
    ).stdout.decode()
    assert f'width="{595}' in boxes
    for left, top, right, bottom in re.findall(
        r'xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)"', boxes
    ):
        assert float(left) > MARGIN - 3
        assert float(right) < WIDTH - MARGIN + 3
        assert float(top) > 0
        assert float(bottom) < HEIGHT


@pytest.mark.slow
def test_a_direction_override_is_gone_from_text_and_attachment(tmp_path: Path) -> None:
    pdf = print_receipt(dossier("fr", answers=answers() | {"employer": HOSTILE["override"]}))
    # pdftotext puts marks of its own round Arabic, but never this one
    assert "\u202e" not in extracted(pdf, tmp_path)
    assert "\u202e".encode() not in everything_in(pdf)


@pytest.mark.slow
def test_a_letter_no_face_can_write_is_shown_as_unknown_not_borrowed(tmp_path: Path) -> None:
    pdf = print_receipt(dossier("fr", answers=answers() | {"employer": "建設 SARL"}))
    assert "\ufffd\ufffd SARL" in extracted(pdf, tmp_path)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        names = {str(font["/BaseFont"]) for page in opened.pages for font in page["/Resources"]["/Font"].values()}
    assert all("Noto-Sans" in name or "NotoSans" in name for name in names), names


@pytest.mark.slow
def test_a_small_receipt_fits_one_page() -> None:
    form = Paperwork(steps=(Paperwork().steps[1],), object=())
    pdf = print_receipt(dossier("fr", answers={"employer": "SARL El Waha", "nin": NIN, "phone": PHONE}), form)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert len(opened.pages) == 1


@pytest.mark.slow
def test_a_long_list_repeats_its_head_and_numbers_its_pages(tmp_path: Path) -> None:
    pages = extracted(receipt_pdf("fr", workers=90), tmp_path).split("\f")[:-1]
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        assert re.search(rf"\b{number}\s*/\s*{len(pages)}\b", page)
        assert "CB-49-2026-004131-48" in page
    assert sum("Heures perdues" in page for page in pages) >= 2


def test_the_roll_is_as_long_as_what_it_says() -> None:
    with pikepdf.open(io.BytesIO(receipt_pdf("ar", "thermal"))) as pdf:
        ((_, _, width, height),) = [[float(side) for side in page.mediabox] for page in pdf.pages]
    assert width == pytest.approx(80 / 25.4 * 72, abs=0.1)
    assert 800 < height < 2000

"""What PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1) ask of a receipt, as far as its structure shows it.

Each rule is a function that fails with what is wrong. They stand in for a validator, which could not be had here.
"""

import re
from collections import Counter
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pikepdf

from tests.receipts.pdf_text import elements, leaves, marks, texts, unicode_map

ARABIC = re.compile("[\u0620-\u064a\u06a4\u06a8]{2,}")
STANDARD = {
    *("/Document", "/Part", "/Art", "/Sect", "/Div", "/P", "/H1", "/H2", "/H3", "/L", "/LI", "/Lbl", "/LBody"),
    *("/Table", "/THead", "/TBody", "/TFoot", "/TR", "/TH", "/TD", "/Caption", "/Span", "/NonStruct", "/Figure"),
    *("/Form", "/Link", "/Root"),
}
PARENTS = {
    "/TR": {"/Table", "/THead", "/TBody", "/TFoot"},
    "/TH": {"/TR"},
    "/TD": {"/TR"},
    "/THead": {"/Table"},
    "/TBody": {"/Table"},
    "/LI": {"/L"},
    "/LBody": {"/LI"},
}
NS = {
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "schema": "http://www.aiim.org/pdfa/ns/schema#",
}
Rule = Callable[[pikepdf.Pdf], None]


def version_is_1_7(pdf: pikepdf.Pdf) -> None:
    assert pdf.pdf_version == "1.7"
    assert "/Version" not in pdf.Root or str(pdf.Root["/Version"]) == "/1.7"
    assert "/ID" in pdf.trailer
    assert not pdf.is_encrypted


def identified_as_a3a_and_ua1(pdf: pikepdf.Pdf) -> None:
    metadata = pdf.Root["/Metadata"].read_bytes().decode()
    assert metadata.count("<rdf:RDF") == 1
    tree = ElementTree.fromstring(metadata[metadata.index("<x:xmpmeta") : metadata.index("</x:xmpmeta>") + 12])
    described = {
        name: value for node in tree.iter(f"{{{NS['rdf']}}}Description") for name, value in node.attrib.items()
    }
    assert described.get(f"{{{NS['pdfaid']}}}part") == "3"
    assert described.get(f"{{{NS['pdfaid']}}}conformance") == "A"
    assert [node.text for node in tree.iter(f"{{{NS['pdfuaid']}}}part")] == ["1"]
    declared = [node.text for node in tree.iter(f"{{{NS['schema']}}}namespaceURI")]
    assert declared == [NS["pdfuaid"]], "an extension schema describes pdfuaid"


def titled(pdf: pikepdf.Pdf) -> None:
    title = str(pdf.docinfo["/Title"])
    assert title
    assert pdf.Root["/ViewerPreferences"]["/DisplayDocTitle"]
    metadata = pdf.Root["/Metadata"].read_bytes().decode()
    assert f"{title}</rdf:li>" in metadata


def marked_and_in_one_language_at_the_root(pdf: pikepdf.Pdf) -> None:
    assert pdf.Root["/MarkInfo"]["/Marked"]
    assert str(pdf.Root["/Lang"]) in {"ar", "fr"}


def colours_have_an_output_intent(pdf: pikepdf.Pdf) -> None:
    (intent,) = pdf.Root["/OutputIntents"]
    assert intent["/S"] == "/GTS_PDFA1"
    assert intent["/DestOutputProfile"]["/N"] == 3


def everything_visible_is_tagged_or_an_artifact(pdf: pikepdf.Pdf) -> None:
    for mark in marks(pdf):
        assert mark.mcid is not None or mark.artifact, f"something on page {mark.page + 1} is neither"
        assert mark.mcid is None or not mark.artifact, "an artifact inside the structure"


def structure_holds_every_marked_content_once(pdf: pikepdf.Pdf) -> None:
    held = Counter((leaf.page, leaf.mcid) for leaf in leaves(pdf))
    shown = {(mark.page, mark.mcid) for mark in marks(pdf) if mark.mcid is not None}
    assert shown <= set(held)
    assert set(held.values()) == {1}
    numbers = pdf.Root["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    parents = {int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers), 2)}
    for number, page in enumerate(pdf.pages):
        rows = parents[int(page["/StructParents"])]
        for page_held, mcid in held:
            if page_held == number:
                kids: Any = rows[mcid]["/K"]
                assert mcid in [kid for kid in kids if isinstance(kid, int)]


def elements_are_standard_and_in_their_place(pdf: pikepdf.Pdf) -> None:
    for path, element in elements(pdf):
        assert path[-1] in STANDARD, path
        if path[-1] in PARENTS:
            assert path[-2] in PARENTS[path[-1]], path
        if path[-1] == "/Figure":
            assert str(element.get("/Alt", "")), "a figure without words"
            x1, y1, x2, y2 = (float(side) for side in element["/A"]["/BBox"])
            assert 0 <= x1 < x2 <= 596
            assert 0 <= y1 < y2
    tags = Counter(path[-1] for path, _ in elements(pdf))
    assert tags["/H1"] >= 1


def tables_have_headers(pdf: pikepdf.Pdf) -> None:
    for path, element in elements(pdf):
        if path[-1] == "/TD":
            assert len(element["/A"]["/Headers"]) > 0, "a cell without header"


def arabic_is_said_to_be_arabic(pdf: pikepdf.Pdf) -> None:
    said = texts(pdf)
    seen = 0
    for leaf in leaves(pdf):
        text = said.get((leaf.page, leaf.mcid), "")
        if ARABIC.search(text):
            seen += 1
            assert leaf.lang == "ar", text
    assert seen > 5


def french_is_said_to_be_french(pdf: pikepdf.Pdf) -> None:
    said = texts(pdf)
    french = [
        leaf for leaf in leaves(pdf) if re.search("dépôt|réclamation|données", said.get((leaf.page, leaf.mcid), ""))
    ]
    assert french
    assert all(leaf.lang == "fr" for leaf in french)


def fonts_are_embedded(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        for font in page["/Resources"]["/Font"].values():
            (inner,) = font["/DescendantFonts"]
            descriptor = inner["/FontDescriptor"]
            assert "/FontFile2" in descriptor or "/FontFile3" in descriptor
            assert "Noto" in str(descriptor["/FontName"])


def every_glyph_has_its_letter(pdf: pikepdf.Pdf) -> None:
    maps: dict[tuple[int, str], dict[int, str]] = {}
    for mark in marks(pdf):
        if mark.font is None:
            continue
        key = (mark.page, mark.font)
        if key not in maps:
            maps[key] = unicode_map(pdf.pages[mark.page]["/Resources"]["/Font"][mark.font])
        for code in mark.codes:
            assert code != 0, "a missing glyph"
            letter = maps[key].get(code)
            assert letter, f"code {code} of {mark.font} stands for nothing"
            assert not any("\ue000" <= part <= "\uf8ff" for part in letter)


def attachments_are_associated(pdf: pikepdf.Pdf) -> None:
    associated = {item.objgen for item in pdf.Root["/AF"]}
    names = pdf.Root["/Names"]["/EmbeddedFiles"]["/Names"]
    files = [names[at] for at in range(1, len(names), 2)]
    assert {file.objgen for file in files} == associated
    assert len(pdf.Root["/AF"]) == len(associated)
    for file in files:
        assert file["/AFRelationship"] == "/Data"
        assert str(file["/EF"]["/F"]["/Subtype"]) == "/application/json"
        assert "/UF" in file


def the_signature_field_is_in_the_structure(pdf: pikepdf.Pdf) -> None:
    (field,) = pdf.Root["/AcroForm"]["/Fields"]
    assert str(field["/TU"])
    assert int(field["/F"]) == 132
    assert pdf.pages[0]["/Tabs"] == "/S"
    numbers = pdf.Root["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    parents = {int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers), 2)}
    assert parents[int(field["/StructParent"])]["/S"] == "/Form"
    assert "/Form" in {path[-1] for path, _ in elements(pdf)}


def nothing_runs_or_reaches_out(pdf: pikepdf.Pdf) -> None:
    raw = b"".join(obj.unparse(resolved=True) for obj in pdf.objects if not isinstance(obj, pikepdf.Stream))
    for word in (b"/JavaScript", b"/JS ", b"/Launch", b"/URI", b"/OpenAction", b"/AA "):
        assert word not in raw, word


RULES: tuple[Rule, ...] = (
    version_is_1_7,
    identified_as_a3a_and_ua1,
    titled,
    marked_and_in_one_language_at_the_root,
    colours_have_an_output_intent,
    everything_visible_is_tagged_or_an_artifact,
    structure_holds_every_marked_content_once,
    elements_are_standard_and_in_their_place,
    tables_have_headers,
    arabic_is_said_to_be_arabic,
    french_is_said_to_be_french,
    fonts_are_embedded,
    every_glyph_has_its_letter,
    attachments_are_associated,
    the_signature_field_is_in_the_structure,
    nothing_runs_or_reaches_out,
)

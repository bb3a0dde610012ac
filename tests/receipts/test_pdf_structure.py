"""The receipt keeps the rules of PDF/A-3a and PDF/UA-1 that a structure can show, and each rule finds its breach."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
import pytest

from tests.receipts import pdf_rules
from tests.receipts.pdf_rules import RULES, Rule
from tests.receipts.pdf_text import elements, leaves, texts
from tests.receipts.printed import receipt_pdf
from tests.receipts.samples import dossier

Break = Callable[[pikepdf.Pdf], None]


def opened(lang: str, kind: str = "filing") -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(receipt_pdf(lang, kind)))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("lang", ["ar", "fr"])
@pytest.mark.parametrize("kind", ["filing", "thermal"])
def test_every_rule_is_kept(rule: Rule, lang: str, kind: str) -> None:
    rule(opened(lang, kind))


@pytest.mark.slow
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_rule_is_kept_over_many_pages(rule: Rule) -> None:
    pdf = pikepdf.open(BytesIO(receipt_pdf("fr", workers=90)))
    assert len(pdf.pages) > 2
    rule(pdf)


def metadata_says(before: str, after: str) -> Break:
    def change(pdf: pikepdf.Pdf) -> None:
        text = pdf.Root["/Metadata"].read_bytes().decode()
        assert before in text
        pdf.Root["/Metadata"].write(text.replace(before, after).encode())

    return change


def without(key: str) -> Break:
    def change(pdf: pikepdf.Pdf) -> None:
        del pdf.Root[key]

    return change


def each_element(tag: str, act: Callable[[Any], None]) -> Break:
    def change(pdf: pikepdf.Pdf) -> None:
        for path, element in elements(pdf):
            if path[-1] == tag:
                act(element)

    return change


def replaced(before: bytes, after: bytes) -> Break:
    def change(pdf: pikepdf.Pdf) -> None:
        contents = pdf.pages[0]["/Contents"]
        data = contents.read_bytes()
        assert before in data
        contents.write(data.replace(before, after, 1))

    return change


def each_font(act: Callable[[Any], None]) -> Break:
    def change(pdf: pikepdf.Pdf) -> None:
        for font in pdf.pages[0]["/Resources"]["/Font"].values():
            act(font)

    return change


def tag(element: Any, name: str) -> None:
    element["/S"] = pikepdf.Name(name)


def emptied(stream: Any) -> None:
    stream["/ToUnicode"].write(b"1 beginbfchar <0003> <0020> endbfchar")


def said_in(lang: str) -> Break:
    def change(pdf: pikepdf.Pdf) -> None:
        for _, element in elements(pdf):
            if "/Lang" in element:
                element["/Lang"] = pikepdf.String(lang)

    return change


def unembedded(font: Any) -> None:
    del font["/DescendantFonts"][0]["/FontDescriptor"]["/FontFile2"]


def childless(element: Any) -> None:
    element["/K"] = pikepdf.Array()


def headless(element: Any) -> None:
    element["/A"]["/Headers"] = pikepdf.Array()


def wordless(element: Any) -> None:
    del element["/Alt"]


def running(pdf: pikepdf.Pdf) -> None:
    pdf.Root["/OpenAction"] = pikepdf.Dictionary(S=pikepdf.Name("/JavaScript"))


BREACHES: list[tuple[Rule, Break]] = [
    (pdf_rules.version_is_1_7, lambda pdf: pdf.Root.__setitem__("/Version", pikepdf.Name("/2.0"))),
    (pdf_rules.identified_as_a3a_and_ua1, metadata_says('pdfaid:conformance="A"', 'pdfaid:conformance="B"')),
    (pdf_rules.identified_as_a3a_and_ua1, metadata_says("<pdfuaid:part>1</pdfuaid:part>", "")),
    (pdf_rules.titled, lambda pdf: pdf.docinfo.__setitem__("/Title", "Untitled")),
    (pdf_rules.titled, without("/ViewerPreferences")),
    (pdf_rules.marked_and_in_one_language_at_the_root, without("/Lang")),
    (pdf_rules.marked_and_in_one_language_at_the_root, without("/MarkInfo")),
    (pdf_rules.colours_have_an_output_intent, without("/OutputIntents")),
    (pdf_rules.everything_visible_is_tagged_or_an_artifact, replaced(b"/Artifact", b"/Span")),
    (pdf_rules.structure_holds_every_marked_content_once, each_element("/H1", childless)),
    (pdf_rules.elements_are_standard_and_in_their_place, each_element("/TR", lambda e: tag(e, "/P"))),
    (pdf_rules.elements_are_standard_and_in_their_place, each_element("/H1", lambda e: tag(e, "/Headline"))),
    (pdf_rules.elements_are_standard_and_in_their_place, each_element("/Figure", wordless)),
    (pdf_rules.tables_have_headers, each_element("/TD", headless)),
    (pdf_rules.arabic_is_said_to_be_arabic, said_in("fr")),
    (pdf_rules.french_is_said_to_be_french, said_in("ar")),
    (pdf_rules.fonts_are_embedded, each_font(unembedded)),
    (pdf_rules.every_glyph_has_its_letter, each_font(emptied)),
    (pdf_rules.attachments_are_associated, lambda pdf: pdf.Root.__setitem__("/AF", pikepdf.Array())),
    (pdf_rules.the_signature_field_is_in_the_structure, each_element("/Form", lambda e: tag(e, "/Div"))),
    (pdf_rules.nothing_runs_or_reaches_out, running),
]


@pytest.mark.parametrize(("rule", "breach"), BREACHES, ids=lambda value: getattr(value, "__name__", ""))
def test_a_file_broken_on_purpose_is_found(rule: Rule, breach: Break) -> None:
    pdf = opened("ar")
    breach(pdf)
    with pytest.raises((AssertionError, KeyError)):
        rule(pdf)


def test_every_rule_has_a_breach() -> None:
    assert {rule for rule, _ in BREACHES} == set(RULES)


@pytest.mark.parametrize(("lang", "order"), [("fr", ("fr", "ar")), ("ar", ("ar", "fr"))])
def test_the_filers_language_is_read_first_and_each_part_as_a_whole(lang: str, order: tuple[str, str]) -> None:
    pdf = opened(lang)
    heads = {"fr": "Reçu de dépôt officiel", "ar": "وصل إيداع رسمي"}
    said = texts(pdf)
    read = [(leaf, said.get((leaf.page, leaf.mcid), "")) for leaf in leaves(pdf)]
    at = {}
    for place, (leaf, text) in enumerate(read):
        for head_lang, head in heads.items():
            if leaf.lang == head_lang and "/H1" in leaf.path and sorted(text) == sorted(head):
                at[head_lang] = place
    number = next(place for place, (_, text) in enumerate(read) if text == dossier().number)
    assert at[order[0]] < at[order[1]] < number
    langs = [leaf.lang for leaf, _ in read[: at[order[1]]]]
    turn = langs.index(order[1])
    assert set(langs[:turn]) == {order[0]}
    assert set(langs[turn:]) == {order[1]}

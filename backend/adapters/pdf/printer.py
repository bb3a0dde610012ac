"""One process that prints: fonts and style are loaded once and kept. Nothing but this process touches WeasyPrint."""

import gc
import logging
import re
from dataclasses import dataclass
from pathlib import Path

from fontTools.ttLib import TTFont
from weasyprint import CSS, HTML, Attachment
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from backend.adapters.pdf.press import PdfKey
from backend.adapters.pdf.structure import Structure
from backend.adapters.signing import PdfSigner

FONTS = Path("/usr/share/fonts/truetype/noto")
ELEMENTS, ROLL = "elements.css", "thermal.css"
ROLL_SIZE = "@page { size: 80mm 3000mm }"  # no browser has such paper: it is torn off below
FACES = ("NotoSans-Regular.ttf", "NotoSansArabic-Regular.ttf")
COLLECTED_EVERY = 5
_REPLACEMENT = "\ufffd"


@dataclass(frozen=True, slots=True)
class Order:
    """One document: its HTML, the name of its style, and what to attach (name, bytes, description, relationship)."""

    html: str
    style: str
    attachments: tuple[tuple[str, bytes, str, str], ...] = ()


class Printer:
    """Prints orders as signed PDF/A-3a."""

    def __init__(self, receipts: Path, key: PdfKey) -> None:
        logging.getLogger("weasyprint").setLevel(logging.ERROR)
        self._fonts = FontConfiguration()
        self._receipts = receipts
        self._styles: dict[str, CSS] = {}
        # only pictures inside the page: a document never makes this process fetch anything
        self._fetcher = URLFetcher(allowed_protocols=["data"])
        self._unknown = _unknown_characters()
        self._signer = PdfSigner(key)
        self._printed = 0
        # collecting garbage in the middle of a page costs a sixth of its time
        gc.disable()
        gc.freeze()

    def print(self, order: Order) -> bytes:
        """The document, signed."""
        self._printed += 1
        if self._printed % COLLECTED_EVERY == 0:
            gc.collect()
        html = self._unknown.sub(_REPLACEMENT, order.html)
        on_roll = order.style == ROLL
        styles = [self._style(ELEMENTS), self._style(order.style), *([CSS(string=ROLL_SIZE)] if on_roll else [])]
        document = _Page(string=html, url_fetcher=self._fetcher).render(stylesheets=styles, font_config=self._fonts)
        if on_roll:
            _tear_off(document)
        structure = Structure()
        with structure.following():
            pdf: bytes = document.write_pdf(
                pdf_variant="pdf/a-3a",
                pdf_tags=True,
                custom_metadata=False,
                finisher=structure.finish,
                attachments=[
                    Attachment(string=data, name=name, description=description, relationship=relationship)
                    for name, data, description, relationship in order.attachments
                ],
            )
        return self._signer.sign(pdf)

    def _style(self, name: str) -> CSS:
        if name not in self._styles:
            self._styles[name] = CSS(filename=self._receipts / name, font_config=self._fonts)
        return self._styles[name]


class _Page(HTML):  # type: ignore[misc]
    """A receipt's HTML: `elements.css` says what its elements are."""

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        return []


def _tear_off(document: Document) -> None:
    """A roll has no page: it ends where its content ends, with the margin it began with."""
    for page in document.pages:
        root = page._page_box.children[0]
        page.height = root.position_y + root.margin_height() + page._page_box.margin_top


def _unknown_characters() -> re.Pattern[str]:
    """What neither face can write: PDF/A allows no missing glyph, and another font would be whatever is installed."""
    known: set[int] = {ord("\n")}
    for face in FACES:
        with TTFont(FONTS / face, lazy=True) as font:
            known |= set(font.getBestCmap())
    spans: list[list[int]] = []
    for point in sorted(known):
        if spans and spans[-1][1] == point - 1:
            spans[-1][1] = point
        else:
            spans.append([point, point])
    return re.compile("[^" + "".join(f"{re.escape(chr(a))}-{re.escape(chr(z))}" for a, z in spans) + "]")


_kept: list[Printer] = []


def start(receipts: Path, key: PdfKey) -> None:
    """Makes this process's one printer."""
    _kept[:] = [Printer(receipts, key)]


def print_order(order: Order) -> bytes:
    """Prints on this process's printer."""
    return _kept[0].print(order)

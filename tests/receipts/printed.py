"""Receipts printed once for all tests that look at them, with a key that no installation has."""

from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from backend.adapters.paper import Paper
from backend.adapters.pdf import PdfKey, printer
from backend.adapters.pdf.printer import Order
from backend.storage.key_kinds import KINDS
from tests.receipts.samples import FRONTEND, Filed, answers, content, dossier, words

STYLES = {"filing": "print.css", "thermal": "thermal.css"}


@cache
def key() -> PdfKey:
    made = KINDS["pdf"]()
    assert made.certificate is not None
    return PdfKey(made.secret, made.certificate)


@cache
def press() -> ProcessPoolExecutor:
    """One printing process, as the program has it."""
    return ProcessPoolExecutor(
        1, get_context("spawn"), initializer=printer.start, initargs=(FRONTEND / "receipts", key())
    )


def print_html(html: str, style: str = "print.css", attached: Any = ()) -> bytes:
    return press().submit(printer.print_order, Order(html, style, attached)).result()


@cache
def paper() -> Paper:
    return Paper(FRONTEND, words())


def print_receipt(filed: Filed, form: Any = None, *, kind: str = "filing") -> bytes:
    """The signed PDF of one dossier's receipt."""
    said = content(filed, form)
    attached = tuple((a.name, a.data, a.description, a.relationship) for a in paper().attachments(said))
    html = paper().thermal(said) if kind == "thermal" else paper().filing(said)
    return print_html(html, STYLES[kind], attached)


@cache
def receipt_pdf(lang: str, kind: str = "filing", *, workers: int = 4) -> bytes:
    """The receipt of the sample dossier, filed in that language."""
    return print_receipt(dossier(lang, answers=answers(workers)), kind=kind)


def written(pdf: bytes, folder: Path, name: str = "receipt.pdf") -> Path:
    """The PDF as a file, for tools of the system."""
    path = folder / name
    path.write_bytes(pdf)
    return path

"""Text of a tagged PDF by marked content, read through each font's ToUnicode: what a screen reader is given.

Arabic stands in a PDF in the order it is painted, from left to right; readers turn it round.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf

SHOWN = {"Tj", "TJ", "'", '"'}
PAINTED = {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "EI"}


@dataclass(frozen=True)
class Mark:
    """One painting operation: the marked content it stands in, its font and the codes it shows."""

    page: int
    mcid: int | None
    artifact: bool
    font: str | None
    codes: tuple[int, ...]


def marks(pdf: pikepdf.Pdf) -> Iterator[Mark]:
    """Every operation that leaves something visible, in the order of painting."""
    for number, page in enumerate(pdf.pages):
        stack: list[tuple[int | None, bool]] = []
        font: str | None = None
        for instruction in pikepdf.parse_content_stream(page):
            operator = str(instruction.operator)
            operands: Any = instruction.operands
            if operator in ("BDC", "BMC"):
                properties = operands[1] if operator == "BDC" else {}
                mcid = properties.get("/MCID") if isinstance(properties, pikepdf.Dictionary) else None
                stack.append((None if mcid is None else int(mcid), str(operands[0]) == "/Artifact"))
            elif operator == "EMC":
                stack.pop()
            elif operator == "Tf":
                font = str(operands[0])
            elif operator in SHOWN or operator in PAINTED:
                held = next((mcid for mcid, _ in reversed(stack) if mcid is not None), None)
                codes = tuple(_codes(operands)) if operator in SHOWN else ()
                yield Mark(number, held, any(artifact for _, artifact in stack), font if codes else None, codes)


def _codes(operands: Any) -> Iterator[int]:
    for operand in operands:
        parts = operand if isinstance(operand, pikepdf.Array) else [operand]
        for part in parts:
            if isinstance(part, pikepdf.String):
                data = bytes(part)
                for at in range(0, len(data), 2):
                    yield int.from_bytes(data[at : at + 2], "big")


def unicode_map(font: Any) -> dict[int, str]:
    """What a font's ToUnicode says each code stands for."""
    text = bytes(font["/ToUnicode"].read_bytes()).decode("latin-1")
    found: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", text, re.DOTALL):
        for code, value in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>", block):
            found[int(code, 16)] = bytes.fromhex(value).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", text, re.DOTALL):
        for first, last, value in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            start = bytes.fromhex(value).decode("utf-16-be")
            for code in range(int(first, 16), int(last, 16) + 1):
                found[code] = start[:-1] + chr(ord(start[-1]) + code - int(first, 16))
    return found


def texts(pdf: pikepdf.Pdf) -> dict[tuple[int, int], str]:
    """The text of each marked content, by page and MCID."""
    found: dict[tuple[int, int], str] = {}
    maps: dict[tuple[int, str], dict[int, str]] = {}
    for mark in marks(pdf):
        if mark.mcid is None or mark.font is None:
            continue
        key = (mark.page, mark.font)
        if key not in maps:
            maps[key] = unicode_map(pdf.pages[mark.page]["/Resources"]["/Font"][mark.font])
        said = "".join(maps[key].get(code, "") for code in mark.codes)
        found[(mark.page, mark.mcid)] = found.get((mark.page, mark.mcid), "") + said
    return found


@dataclass(frozen=True)
class Leaf:
    """A piece of the structure that holds marked content."""

    page: int
    mcid: int
    path: tuple[str, ...]
    lang: str


def leaves(pdf: pikepdf.Pdf) -> Iterator[Leaf]:
    """The marked contents in the order of the structure: the reading order."""
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}

    def walk(node: Any, path: tuple[str, ...], lang: str, page: int | None) -> Iterator[Leaf]:
        path = (*path, str(node.get("/S", "/Root")))
        lang = str(node.get("/Lang", lang))
        held = node.get("/Pg")
        page = pages[held.objgen] if held is not None else page
        kids = node.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                assert page is not None
                yield Leaf(page, kid, path, lang)
            elif "/S" in kid:
                yield from walk(kid, path, lang, page)

    yield from walk(pdf.Root["/StructTreeRoot"], (), str(pdf.Root.get("/Lang", "")), None)


def elements(pdf: pikepdf.Pdf) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every element of the structure with the path that leads to it."""

    def walk(node: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
        here = (*path, str(node.get("/S", "/Root")))
        yield here, node
        kids = node.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if not isinstance(kid, int) and "/S" in kid:
                yield from walk(kid, here)

    yield from walk(pdf.Root["/StructTreeRoot"], ())

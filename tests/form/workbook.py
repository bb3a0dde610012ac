"""An Excel workbook as office programs write one, from rows of cells."""

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape


def workbook(rows: Sequence[Sequence[str]]) -> bytes:
    """One sheet; every cell is a shared string."""
    texts = list(dict.fromkeys(cell for row in rows for cell in row))
    sheet = "".join(
        f'<row r="{down}">'
        + "".join(
            f'<c r="{chr(65 + across)}{down}" t="s"><v>{texts.index(cell)}</v></c>' for across, cell in enumerate(row)
        )
        + "</row>"
        for down, row in enumerate(rows, 1)
    )
    strings = "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet1.xml", f"<worksheet><sheetData>{sheet}</sheetData></worksheet>")
        book.writestr("xl/sharedStrings.xml", f"<sst>{strings}</sst>")
    return into.getvalue()

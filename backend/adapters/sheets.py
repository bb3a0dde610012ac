"""Rows as CSV and XLSX. What people wrote is text: no cell of it is ever a formula."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import xlsxwriter  # type: ignore[import-untyped]

Cell = str | int | date | None
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_SPLIT = re.compile(r"([;\t]\s*)(?=[=+\-@])")


class CsvFile:
    """Comma-separated, UTF-8 with its mark, so that spreadsheets read Arabic."""

    def __init__(self, path: Path, *, rtl: bool, title: str) -> None:
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file)

    def write(self, rows: Iterable[Sequence[Cell]]) -> None:
        self._writer.writerows([_plain(cell) for cell in row] for row in rows)

    def close(self) -> None:
        self._file.close()


class XlsxFile:
    """One sheet, written row by row to the disk."""

    def __init__(self, path: Path, *, rtl: bool, title: str) -> None:
        self._book = xlsxwriter.Workbook(
            str(path), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        self._sheet = self._book.add_worksheet(_sheet_name(title))
        if rtl:
            self._sheet.right_to_left()
        self._sheet.freeze_panes(1, 0)
        self._head = self._book.add_format({"bold": True, "bottom": 2})
        self._date = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._at = 0

    def write(self, rows: Iterable[Sequence[Cell]]) -> None:
        for row in rows:
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    self._sheet.write_datetime(self._at, column, cell, self._date)
                elif isinstance(cell, int):
                    self._sheet.write_number(self._at, column, cell)
                elif cell:
                    self._sheet.write_string(self._at, column, cell, self._head if self._at == 0 else None)
            self._at += 1

    def close(self) -> None:
        self._book.close()


FILES: dict[str, type[CsvFile] | type[XlsxFile]] = {"csv": CsvFile, "xlsx": XlsxFile}


def _plain(cell: Cell) -> str:
    text = "" if cell is None else cell.isoformat() if isinstance(cell, date) else str(cell)
    # A spreadsheet that opens a CSV would run it (OWASP, CSV Injection); some split it at a semicolon or a tab.
    text = _SPLIT.sub(r"\1'", text)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _sheet_name(title: str) -> str:
    return "".join(" " if letter in "[]:*?/\\'" else letter for letter in title)[:31] or "1"
